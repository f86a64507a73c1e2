"""The books: accounts, years and periods, journals. What posting writes is in `entries`."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from erp.access.decisions import ScopedQuerySet


class Account(models.Model):
    """
    One account of a company's chart; a control account is kept per party account.

    `demands` names the dimensions every line on it must carry ("cost_center", "project").
    """

    class Type(models.TextChoices):
        ASSET = "ASSET", _("Asset")
        LIABILITY = "LIABILITY", _("Liability")
        EQUITY = "EQUITY", _("Equity")
        REVENUE = "REVENUE", _("Revenue")
        EXPENSE = "EXPENSE", _("Expense")

    class ControlKind(models.TextChoices):
        RECEIVABLE = "RECEIVABLE", _("Receivable")
        PAYABLE = "PAYABLE", _("Payable")
        ADVANCE_RECEIVED = "ADVANCE_RECEIVED", _("Advance received")
        ADVANCE_PAID = "ADVANCE_PAID", _("Advance paid")
        BANK = "BANK", _("Bank")
        TAX = "TAX", _("Tax")
        INVENTORY = "INVENTORY", _("Inventory")
        NONE = "NONE", _("None")

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    code = models.CharField(_("number"), max_length=20)
    name = models.CharField(_("name"), max_length=120)
    type = models.CharField(_("type"), max_length=10, choices=Type)
    control_kind = models.CharField(
        _("kept for"), max_length=20, choices=ControlKind, default=ControlKind.NONE
    )
    purpose = models.CharField(max_length=30, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    is_postable = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    demands = models.JSONField(default=list, blank=True)

    objects = ScopedQuerySet["Account"].as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="account_company_code"),
            models.UniqueConstraint(fields=["company", "id"], name="account_company_id"),
            models.UniqueConstraint(
                fields=["company", "purpose"], condition=~Q(purpose=""), name="account_one_per_purpose"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


PARTY_KINDS = ("RECEIVABLE", "PAYABLE", "ADVANCE_RECEIVED", "ADVANCE_PAID")


class PartyAccount(models.Model):
    """What one company and one party owe each other, on one control account."""

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT)
    control_account = models.ForeignKey(Account, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "party", "control_account"], name="party_account_once"
            ),
            models.UniqueConstraint(fields=["company", "party", "id"], name="party_account_company_id"),
            models.UniqueConstraint(fields=["company", "id"], name="party_account_id"),
        ]

    def __str__(self) -> str:
        return f"{self.party} on {self.control_account}"


class PaymentTerm(models.Model):
    """When a document must be paid, in one or more steps."""

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="payment_term_code")]

    def __str__(self) -> str:
        return self.name


class PaymentTermStep(models.Model):
    """
    A share of the document, due so many days after it, or at the end of the month of that day.

    `fixed_day` moves the due date to that day of the (next) month. A discount is granted for payment
    within `discount_days`.
    """

    term = models.ForeignKey(PaymentTerm, on_delete=models.PROTECT, related_name="steps")
    share_percent = models.DecimalField(max_digits=7, decimal_places=4)
    delay_days = models.PositiveSmallIntegerField()
    is_end_of_month = models.BooleanField(default=False)
    fixed_day = models.PositiveSmallIntegerField(null=True, blank=True)
    discount_percent = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    discount_days = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(share_percent__gt=0), name="term_step_share_positive"),
            models.CheckConstraint(
                condition=Q(discount_percent__gte=0, discount_percent__lt=100),
                name="term_step_discount_percent",
            ),
            models.CheckConstraint(
                condition=Q(fixed_day=None) | Q(fixed_day__gte=1, fixed_day__lte=31),
                name="term_step_fixed_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share_percent} % after {self.delay_days} days"


class FiscalYear(models.Model):
    """A financial year of any start; 52 or 53 weeks are allowed."""

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    name = models.CharField(max_length=20)
    start_date = models.DateField()
    end_date = models.DateField()
    is_closed = models.BooleanField(default=False)

    class Meta:
        permissions = [
            ("open_year", "Can open the books and their next years"),
            ("close_year", "Can close a fiscal year"),
            ("view_reports", "Can view financial reports"),
            ("export_books", "Can export the books"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "id"], name="fiscal_year_company_id"),
            models.UniqueConstraint(fields=["company", "name"], name="fiscal_year_name"),
            models.CheckConstraint(condition=Q(end_date__gt=F("start_date")), name="fiscal_year_days"),
        ]

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """
    An accounting period; a closed one takes no entries.

    Regular periods of a company do not overlap; an adjustment period ("period 13") may. The locks stop
    sales, purchase or tax entries before the period closes for all.
    """

    class Kind(models.TextChoices):
        REGULAR = "REGULAR", _("Regular")
        ADJUSTMENT = "ADJUSTMENT", _("Adjustment")

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="periods")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.REGULAR)
    name = models.CharField(max_length=20)
    start_date = models.DateField()
    end_date = models.DateField()
    is_closed = models.BooleanField(default=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    is_sales_locked = models.BooleanField(default=False)
    is_purchases_locked = models.BooleanField(default=False)
    is_tax_locked = models.BooleanField(default=False)

    objects = ScopedQuerySet["Period"].as_manager()

    class Meta:
        permissions = [
            ("close_period", "Can close a period and reopen one that another closed"),
            ("lock_period", "Can lock a period and grant exceptions"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "id"], name="period_company_id"),
            models.UniqueConstraint(fields=["company", "name"], name="period_name"),
            models.CheckConstraint(condition=Q(end_date__gte=F("start_date")), name="period_days"),
            models.CheckConstraint(
                condition=Q(is_closed=True) | Q(closed_by=None), name="period_open_has_no_closer"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def locks(self, journal_kind: str) -> bool:
        """Say whether a lock stops entries in journals of that kind."""
        return {"SALES": self.is_sales_locked, "PURCHASE": self.is_purchases_locked}.get(
            journal_kind, False
        )

    def excepts(self, user_id: int) -> bool:
        """Say whether the user may post in spite of the locks at this moment."""
        return self.exceptions.filter(user_id=user_id, expires_at__gt=Now()).exists()


class PeriodException(models.Model):
    """Leave for one person to post into a locked period until a moment, with its reason."""

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="exceptions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(user=F("granted_by")), name="period_exception_by_another"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.period} until {self.expires_at}"


class Journal(models.Model):
    """
    A kind of document of one company, by branch or channel if wished.

    Its entries count in the series that bear its code. A bank or cash journal names its account.
    """

    class Book(models.TextChoices):
        MAIN = "MAIN", _("Main")

    class Kind(models.TextChoices):
        SALES = "SALES", _("Sales")
        PURCHASE = "PURCHASE", _("Purchases")
        BANK = "BANK", _("Bank")
        CASH = "CASH", _("Cash")
        GENERAL = "GENERAL", _("General")
        OPENING = "OPENING", _("Opening")
        CLOSING = "CLOSING", _("Closing")

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    book = models.CharField(max_length=8, choices=Book, default=Book.MAIN)
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT, null=True, blank=True)
    channel = models.CharField(max_length=30, blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True)
    bank_account = models.ForeignKey(
        "erp.CompanyBankAccount", on_delete=models.PROTECT, null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="journal_company_code"),
            models.UniqueConstraint(fields=["company", "id"], name="journal_company_id"),
            models.CheckConstraint(
                condition=~Q(kind__in=["BANK", "CASH"]) | Q(account__isnull=False),
                name="journal_of_money_has_account",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DimensionSet(models.Model):
    """
    One combination of cost center, project, channel ..., interned: lines point at it.

    `key` is the canonical text of `dimensions`: sorted "name=value" pairs joined by "|".
    """

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    key = models.CharField(max_length=400)
    dimensions = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="dimension_set_once"),
            models.UniqueConstraint(fields=["company", "id"], name="dimension_set_company_id"),
        ]

    def __str__(self) -> str:
        return self.key
