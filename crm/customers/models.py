"""What is known of a customer beyond the books."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.access.decisions import ScopedQuerySet


class Activity(models.Model):
    """A call, visit or note about a customer; internal, never shown outside."""

    class Kind(models.TextChoices):
        CALL = "CALL", _("Call")
        VISIT = "VISIT", _("Visit")
        NOTE = "NOTE", _("Note")

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.NOTE)
    text = models.TextField(_("text"))
    happened_at = models.DateTimeField(_("when"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet["Activity"].as_manager()

    class Meta:
        verbose_name_plural = "activities"
        indexes = [models.Index(fields=["company", "party", "-happened_at"], name="activity_newest")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.happened_at:%Y-%m-%d}"
