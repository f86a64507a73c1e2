"""Manual journals before they are posted: the voucher, its lines and its approval."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounting.ledger.entries import EntryKind, JournalEntry
from accounting.ledger.models import Account, DimensionSet, Journal, PartyAccount
from erp.access.decisions import ScopedQuerySet


class ManualJournal(models.Model):
    """A voucher written by hand: prepared by one, approved by another where a rule asks, then posted."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        WAITING = "WAITING", _("Waiting for approval")
        POSTED = "POSTED", _("Posted")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=EntryKind, default=EntryKind.NORMAL)
    entry_date = models.DateField(_("date"))
    reference = models.CharField(_("voucher"), max_length=80, blank=True)
    narration = models.CharField(_("text"), max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="journals_prepared"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="journals_approved"
    )
    journal_entry = models.OneToOneField(
        JournalEntry, on_delete=models.PROTECT, null=True, db_constraint=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet["ManualJournal"].as_manager()

    class Meta:
        permissions = [
            ("post_manualjournal", "Can post a manual journal"),
            ("post_opening_balance", "Can post opening balances"),
            ("reverse_entry", "Can reverse an entry"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="POSTED", journal_entry__isnull=False)
                | Q(journal_entry=None) & ~Q(status="POSTED"),
                name="manual_journal_posted_has_entry",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or f"journal {self.pk}"


class ManualJournalLine(models.Model):
    """One line of a voucher, in the company's base currency."""

    manual_journal = models.ForeignKey(ManualJournal, on_delete=models.CASCADE, related_name="lines")
    line_no = models.PositiveSmallIntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    party_account = models.ForeignKey(PartyAccount, on_delete=models.PROTECT, null=True)
    text = models.CharField(max_length=120, blank=True)
    debit = models.DecimalField(max_digits=19, decimal_places=4, default=0)
    credit = models.DecimalField(max_digits=19, decimal_places=4, default=0)
    dimension_set = models.ForeignKey(DimensionSet, on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["manual_journal", "line_no"], name="manual_journal_line_no"),
            models.CheckConstraint(
                condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0),
                name="manual_journal_line_one_side",
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.line_no} of journal {self.manual_journal_id}"
