"""What posting writes: entries, lines, balances, open items, allocations and seals."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounting.ledger.models import Account, DimensionSet, Journal, PartyAccount, Period
from erp.access.decisions import ScopedQuerySet


class EntryKind(models.TextChoices):
    """Why an entry was made; profit and loss leaves out CLOSING."""

    NORMAL = "NORMAL", _("Normal")
    OPENING = "OPENING", _("Opening")
    ADJUSTMENT = "ADJUSTMENT", _("Adjustment")
    CLOSING = "CLOSING", _("Closing")
    REVALUATION = "REVALUATION", _("Revaluation")
    REVERSAL = "REVERSAL", _("Reversal")


class JournalEntry(models.Model):
    """
    A balanced set of debits and credits. Born whole, never changed: reverse it instead.

    `source` names document and purpose. The narration holds ids and numbers, no personal data: sealed
    text can never be erased. `is_storno` marks a reversal whose lines subtract on the original side in
    balances and print. (The column `xact` belongs to the guards; see migration 0002.)
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey(
        "erp.Company", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    series = models.ForeignKey(
        "erp.Series", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    number = models.BigIntegerField()
    period = models.ForeignKey(Period, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    kind = models.CharField(max_length=12, choices=EntryKind)
    entry_date = models.DateField()
    document_date = models.DateField()
    source = models.CharField(max_length=80)
    external_reference = models.CharField(max_length=80, blank=True)
    narration = models.CharField(max_length=200, blank=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversal")
    is_storno = models.BooleanField(default=False)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_constraint=False,
        db_index=False,
    )
    posted_at = models.DateTimeField(db_default=Now())
    seal_version = models.PositiveSmallIntegerField(default=1)

    line_ids: tuple[int, ...]
    """The ids of its lines in their order; only on an entry that comes fresh from posting."""

    objects = ScopedQuerySet["JournalEntry"].as_manager()

    class Meta:
        verbose_name_plural = "journal entries"
        indexes = [
            models.Index(fields=["company", "entry_date", "id"], name="entry_by_date"),
            BrinIndex(fields=["posted_at"], name="entry_by_posting", pages_per_range=16),
            models.Index(  # what a sum of plain lines counts otherwise than the balances
                fields=["company", "entry_date"],
                condition=Q(is_storno=True) | Q(kind="CLOSING"),
                name="entry_apart",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "id"], name="entry_company_id"),
            models.UniqueConstraint(fields=["company", "source"], name="entry_company_source"),
            models.UniqueConstraint(fields=["series", "number"], name="entry_series_number"),
            models.CheckConstraint(
                condition=Q(kind="REVERSAL", reverses__isnull=False)
                | Q(reverses=None) & ~Q(kind="REVERSAL"),
                name="entry_reversal_names_entry",
            ),
            models.CheckConstraint(
                condition=Q(is_storno=False) | Q(kind="REVERSAL"), name="entry_storno_is_reversal"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as people see it, through the pattern of its series."""
        return self.series.label(self.number)


class JournalLine(models.Model):
    """One debit or one credit: in the company's base currency, and in the currency of the document."""

    company = models.ForeignKey(
        "erp.Company", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    entry = models.ForeignKey(
        JournalEntry, on_delete=models.PROTECT, related_name="lines", db_constraint=False, db_index=False
    )
    line_no = models.PositiveSmallIntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    party_account = models.ForeignKey(
        PartyAccount, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False
    )
    branch = models.ForeignKey(
        "erp.Branch", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    debit = models.DecimalField(max_digits=19, decimal_places=4)
    credit = models.DecimalField(max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    currency_amount = models.DecimalField(max_digits=19, decimal_places=4)
    entry_date = models.DateField()
    due_date = models.DateField(null=True)
    counterparty_company = models.ForeignKey(
        "erp.Company",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    dimension_set = models.ForeignKey(
        DimensionSet, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False
    )
    quantity = models.DecimalField(max_digits=18, decimal_places=6, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["company", "account", "entry_date"], name="line_by_account"),
            models.Index(
                fields=["party_account", "entry_date"],
                condition=Q(party_account__isnull=False),
                name="line_by_party",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["entry", "line_no"], name="line_entry_no"),
            models.CheckConstraint(
                condition=Q(debit__gte=0, credit=0) | Q(debit=0, credit__gte=0),
                name="line_debit_xor_credit",
            ),
            models.CheckConstraint(
                condition=Q(debit__gt=0) | Q(credit__gt=0) | ~Q(currency_amount=0),
                name="line_has_amount",
            ),
            models.CheckConstraint(
                condition=Q(currency_amount=0)
                | Q(currency_amount__gt=0, credit=0)
                | Q(currency_amount__lt=0, debit=0),
                name="line_currency_amount_side",
            ),
            models.CheckConstraint(
                condition=Q(due_date=None) | Q(party_account__isnull=False),
                name="line_due_date_with_party",
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.line_no} of entry {self.entry_id}"


class Balance(models.Model):
    """
    The sum of the lines that share all these properties. The posting trigger alone writes it.

    Rebuild: `manage.py rebuild_balances`; check: `manage.py verify_books`.
    """

    pk = models.CompositePrimaryKey(
        "company_id", "journal_id", "period_id", "entry_kind", "account_id", "currency", "branch_id"
    )
    company = models.ForeignKey(
        "erp.Company", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    entry_kind = models.CharField(max_length=12, choices=EntryKind)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    currency = models.CharField(max_length=3)
    branch = models.ForeignKey(
        "erp.Branch", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    debit = models.DecimalField(max_digits=19, decimal_places=4)
    credit = models.DecimalField(max_digits=19, decimal_places=4)
    currency_amount = models.DecimalField(max_digits=19, decimal_places=4)

    def __str__(self) -> str:
        return f"{self.account} in {self.period}"


class OpenItem(models.Model):
    """
    What is still open of one control line: the line less its allocations (0 <= open <= amount).

    Written by the triggers on lines and allocations alone. `amount` and `open_amount` are in the line's
    currency, `base_*` in the company's; `is_debit` says which side the line stands on.
    """

    line = models.OneToOneField(
        JournalLine,
        on_delete=models.PROTECT,
        primary_key=True,
        db_constraint=False,
        related_name="open_item",
    )
    company = models.ForeignKey(
        "erp.Company", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    branch = models.ForeignKey(
        "erp.Branch", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, db_constraint=False)
    party_account = models.ForeignKey(
        PartyAccount,
        on_delete=models.PROTECT,
        db_constraint=False,
        related_name="open_items",
        db_index=False,
    )
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    entry = models.ForeignKey(
        JournalEntry,
        on_delete=models.PROTECT,
        db_constraint=False,
        related_name="open_items",
        db_index=False,
    )
    is_debit = models.BooleanField()
    currency = models.CharField(max_length=3)
    entry_date = models.DateField()
    due_date = models.DateField()
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    base_amount = models.DecimalField(max_digits=19, decimal_places=4)
    open_amount = models.DecimalField(max_digits=19, decimal_places=4)
    open_base_amount = models.DecimalField(max_digits=19, decimal_places=4)
    settled_date = models.DateField(null=True)

    objects = ScopedQuerySet["OpenItem"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(open_amount__gte=0, open_amount__lte=F("amount")), name="open_item_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(open_base_amount__gte=0, open_base_amount__lte=F("base_amount")),
                name="open_item_base_in_bounds",
            ),
            models.CheckConstraint(
                condition=Q(open_amount__gt=0) | Q(open_base_amount=0), name="open_item_settled_in_base"
            ),
            models.CheckConstraint(
                condition=Q(open_amount__gt=0, settled_date=None)
                | Q(open_amount=0, settled_date__isnull=False),
                name="open_item_settled_has_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "account", "due_date"],
                include=["party_account", "is_debit", "currency", "open_amount", "open_base_amount"],
                condition=Q(open_amount__gt=0),
                name="open_item_open",
            ),
            models.Index(
                fields=["party_account", "due_date"],
                condition=Q(open_amount__gt=0),
                name="open_item_of_party",
            ),
            models.Index(fields=["entry"], name="open_item_of_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.open_amount} {self.currency} of line {self.line_id}"


class Allocation(models.Model):
    """
    What one control line settled of another (cash application). Append-only; undone by a reverse row.

    `amount` is in the lines' currency; `debit_base_amount` and `credit_base_amount` are what each side
    releases in the base currency, their difference is posted by `difference_entry`. A reverse row names
    the row it undoes and carries the same positive amounts.
    """

    class DifferenceKind(models.TextChoices):
        NONE = "NONE", _("None")
        DISCOUNT = "DISCOUNT", _("Early payment discount")
        BANK_FEE = "BANK_FEE", _("Bank fee")
        WITHHOLDING_TAX = "WITHHOLDING_TAX", _("Withholding tax")
        TOLERANCE = "TOLERANCE", _("Tolerance")
        WRITE_OFF = "WRITE_OFF", _("Write-off")
        CASH_ROUNDING = "CASH_ROUNDING", _("Cash rounding")
        FX = "FX", _("Exchange difference")

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT, db_index=False)
    party_account = models.ForeignKey(
        PartyAccount, on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    debit_line = models.ForeignKey(
        JournalLine,
        on_delete=models.PROTECT,
        related_name="allocations_as_debit",
        db_constraint=False,
        db_index=False,
    )
    credit_line = models.ForeignKey(
        JournalLine,
        on_delete=models.PROTECT,
        related_name="allocations_as_credit",
        db_constraint=False,
        db_index=False,
    )
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    debit_base_amount = models.DecimalField(max_digits=19, decimal_places=4)
    credit_base_amount = models.DecimalField(max_digits=19, decimal_places=4)
    difference_kind = models.CharField(
        max_length=16, choices=DifferenceKind, default=DifferenceKind.NONE
    )
    difference_entry = models.ForeignKey(
        JournalEntry,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    allocation_date = models.DateField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversal")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_amount_positive"),
            models.CheckConstraint(
                condition=Q(debit_base_amount__gte=0, credit_base_amount__gte=0),
                name="allocation_base_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(debit_line=F("credit_line")), name="allocation_of_two_lines"
            ),
        ]
        indexes = [
            models.Index(fields=["debit_line"], name="allocation_by_debit"),
            models.Index(fields=["credit_line"], name="allocation_by_credit"),
            models.Index(fields=["party_account", "allocation_date"], name="allocation_by_party"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} of line {self.debit_line_id}"
