"""Reminders: the levels of a company, and what was sent."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from erp.access.decisions import ScopedQuerySet


class DunningLevel(models.Model):
    """One reminder, so many days after the due date (negative: before it)."""

    class Tone(models.TextChoices):
        FRIENDLY = "FRIENDLY", _("Friendly")
        FIRM = "FIRM", _("Firm")
        FINAL = "FINAL", _("Final")

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    sequence = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=60)
    delay_days = models.SmallIntegerField(_("days after the due date"))
    tone = models.CharField(max_length=10, choices=Tone, default=Tone.FRIENDLY)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "sequence"], name="dunning_level_sequence"),
            models.UniqueConstraint(fields=["company", "delay_days"], name="dunning_level_delay"),
        ]

    def __str__(self) -> str:
        return self.name


class Reminder(models.Model):
    """
    One level sent for one due date of one invoice; the unique key makes sending twice impossible.

    `open_amount` is what was open when it was decided, in the invoice's currency.
    """

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="reminders")
    invoice = models.ForeignKey("accounting.Invoice", on_delete=models.PROTECT, related_name="reminders")
    level = models.ForeignKey(DunningLevel, on_delete=models.PROTECT)
    due_date = models.DateField()
    open_amount = models.DecimalField(max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    message = models.ForeignKey("erp.Message", on_delete=models.PROTECT, null=True)
    decided_date = models.DateField()
    created_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet["Reminder"].as_manager()

    class Meta:
        permissions = [("send_reminders", "Can send reminders")]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "due_date", "level"], name="reminder_once_per_level"
            )
        ]

    def __str__(self) -> str:
        return f"{self.level} of {self.invoice}"
