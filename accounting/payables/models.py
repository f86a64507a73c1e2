"""Suppliers' accounts, their bills, and what we pay them."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erp.access.decisions import ScopedQuerySet


class SupplierAccount(models.Model):
    """A party as a supplier of a company: its control account, terms and currency."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="supplier_accounts")
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    number = models.CharField(_("supplier number"), max_length=20)
    party_account = models.OneToOneField("accounting.PartyAccount", on_delete=models.PROTECT)
    payment_term = models.ForeignKey("accounting.PaymentTerm", on_delete=models.PROTECT)
    currency = models.CharField(_("currency"), max_length=3)
    default_tax_code = models.ForeignKey(
        "accounting.TaxCode", on_delete=models.PROTECT, null=True, blank=True
    )
    default_expense_account = models.ForeignKey(
        "accounting.Account", on_delete=models.PROTECT, null=True, blank=True
    )
    our_customer_number = models.CharField(_("our customer number"), max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet["SupplierAccount"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "party"], name="supplier_account_once"),
            models.UniqueConstraint(fields=["company", "number"], name="supplier_account_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.party}"


class Bill(models.Model):
    """
    A supplier's invoice or credit. Received first, posted when approved; the due day is kept.

    `number` is our own receipt number; `supplier_number` is unique per supplier and year among the bills
    in force: one that was refused or taken back may be written down anew.
    """

    class Type(models.TextChoices):
        BILL = "BILL", _("Bill")
        CREDIT = "CREDIT", _("Supplier credit")

    class Status(models.TextChoices):
        RECEIVED = "RECEIVED", _("Received")
        APPROVED = "APPROVED", _("Approved")
        REFUSED = "REFUSED", _("Refused")
        REVERSED = "REVERSED", _("Taken back")

    NOT_IN_FORCE = (Status.REFUSED, Status.REVERSED)

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="bills")
    supplier_account = models.ForeignKey(SupplierAccount, on_delete=models.PROTECT)
    type = models.CharField(max_length=8, choices=Type, default=Type.BILL)
    status = models.CharField(max_length=10, choices=Status, default=Status.RECEIVED)
    refusal_reason = models.CharField(max_length=200, blank=True)
    journal = models.ForeignKey("accounting.Journal", on_delete=models.PROTECT)
    payment_term = models.ForeignKey("accounting.PaymentTerm", on_delete=models.PROTECT)
    number = models.CharField(_("our number"), max_length=40)
    supplier_number = models.CharField(_("supplier's number"), max_length=60)
    supplier_year = models.PositiveSmallIntegerField()
    our_order_number = models.CharField(_("our order number"), max_length=60, blank=True)
    origin = models.CharField(max_length=80, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    exchange_rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    issue_date = models.DateField(_("date of the bill"))
    received_date = models.DateField(_("received"))
    supply_date = models.DateField(null=True, blank=True)
    tax_point_date = models.DateField(null=True)
    posting_date = models.DateField(null=True)
    due_date = models.DateField(_("due"), null=True)
    expected_payment_date = models.DateField(_("payment expected"), null=True)
    journal_entry = models.OneToOneField(
        "accounting.JournalEntry", on_delete=models.PROTECT, null=True, db_constraint=False
    )
    net = models.DecimalField(max_digits=19, decimal_places=4)
    tax = models.DecimalField(max_digits=19, decimal_places=4)
    gross = models.DecimalField(max_digits=19, decimal_places=4)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ScopedQuerySet["Bill"].as_manager()

    class Meta:
        permissions = [("post_bill", "Can approve or refuse a bill")]
        indexes = [
            models.Index(fields=["company", "-received_date", "-id"], name="bill_newest"),
            models.Index(fields=["party", "-received_date", "-id"], name="bill_newest_of_party"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="bill_company_number"),
            models.UniqueConstraint(
                fields=["supplier_account", "supplier_year", "supplier_number"],
                condition=~Q(status__in=["REFUSED", "REVERSED"]),
                name="bill_once_per_supplier_year",
            ),
            models.CheckConstraint(condition=Q(gross=F("net") + F("tax")), name="bill_gross"),
            models.CheckConstraint(
                condition=Q(
                    status__in=["APPROVED", "REVERSED"],
                    journal_entry__isnull=False,
                    due_date__isnull=False,
                )
                | Q(status__in=["RECEIVED", "REFUSED"], journal_entry=None),
                name="bill_approved_is_posted",
            ),
            models.CheckConstraint(
                condition=~Q(status="REFUSED") | ~Q(refusal_reason=""), name="bill_refused_in_words"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class BillLine(models.Model):
    """One thing bought, on the account it is charged to."""

    bill = models.ForeignKey(Bill, on_delete=models.CASCADE, related_name="lines")
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="+")
    line_no = models.PositiveSmallIntegerField()
    product_code = models.CharField(max_length=40, blank=True)
    description = models.CharField(_("description"), max_length=200)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=6)
    unit_price = models.DecimalField(_("price"), max_digits=19, decimal_places=6)
    net = models.DecimalField(max_digits=19, decimal_places=4)
    tax_code = models.ForeignKey("accounting.TaxCode", on_delete=models.PROTECT)
    expense_account = models.ForeignKey("accounting.Account", on_delete=models.PROTECT)
    dimension_set = models.ForeignKey("accounting.DimensionSet", on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "line_no"], name="bill_line_no"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="bill_line_price"),
        ]

    def __str__(self) -> str:
        return f"line {self.line_no} of bill {self.bill_id}: {self.description}"


class BillPayment(models.Model):
    """Money to a supplier. Posted when recorded; `key` makes recording twice harmless."""

    class Status(models.TextChoices):
        POSTED = "POSTED", _("Posted")
        REVERSED = "REVERSED", _("Reversed")

    class Method(models.TextChoices):
        TRANSFER = "TRANSFER", _("Bank transfer")
        DIRECT_DEBIT = "DIRECT_DEBIT", _("Direct debit")
        CARD = "CARD", _("Card")
        CASH = "CASH", _("Cash")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="bill_payments")
    supplier_account = models.ForeignKey(SupplierAccount, on_delete=models.PROTECT)
    status = models.CharField(max_length=10, choices=Status, default=Status.POSTED)
    journal = models.ForeignKey("accounting.Journal", on_delete=models.PROTECT)
    number = models.CharField(_("number"), max_length=40)
    key = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=19, decimal_places=4)
    exchange_rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    booked_date = models.DateField(_("paid"))
    value_date = models.DateField(_("value date"))
    method = models.CharField(_("way"), max_length=12, choices=Method, default=Method.TRANSFER)
    reference = models.CharField(_("reference"), max_length=140, blank=True)
    payee_iban = models.CharField(max_length=34, blank=True)
    journal_entry = models.OneToOneField(
        "accounting.JournalEntry", on_delete=models.PROTECT, db_constraint=False
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet["BillPayment"].as_manager()

    class Meta:
        permissions = [("pay_bill", "Can pay a bill and reverse a payment")]
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="bill_payment_company_number"),
            models.UniqueConstraint(fields=["company", "key"], name="bill_payment_once_per_key"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="bill_payment_positive"),
        ]

    def __str__(self) -> str:
        return self.number
