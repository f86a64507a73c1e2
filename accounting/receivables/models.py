"""Customers' accounts, sales invoices and credit notes, and the money customers pay."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erp.access.decisions import ScopedQuerySet


class CustomerAccount(models.Model):
    """A party as a customer of a company: its control account, terms, currency and limit."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="customer_accounts")
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    number = models.CharField(_("customer number"), max_length=20)
    party_account = models.OneToOneField("accounting.PartyAccount", on_delete=models.PROTECT)
    advance_account = models.OneToOneField(
        "accounting.PartyAccount", on_delete=models.PROTECT, null=True, related_name="+"
    )
    payment_term = models.ForeignKey("accounting.PaymentTerm", on_delete=models.PROTECT)
    currency = models.CharField(_("currency"), max_length=3)
    default_tax_code = models.ForeignKey(
        "accounting.TaxCode", on_delete=models.PROTECT, null=True, blank=True
    )
    credit_limit = models.DecimalField(
        _("credit limit"), max_digits=19, decimal_places=4, null=True, blank=True
    )
    requires_order_number = models.BooleanField(_("order number required"), default=False)
    is_reminded = models.BooleanField(_("receives reminders"), default=True)
    is_active = models.BooleanField(default=True)
    salesperson = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet["CustomerAccount"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "party"], name="customer_account_once"),
            models.UniqueConstraint(fields=["company", "number"], name="customer_account_number"),
            models.CheckConstraint(
                condition=Q(credit_limit=None) | Q(credit_limit__gte=0), name="customer_credit_limit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.party}"


class Invoice(models.Model):
    """
    A sales invoice, credit note or advance invoice. Only a draft may change.

    Amounts are positive; the type gives the direction. What the law wants on it is copied when it is
    issued, so a customer who moves house later does not change it. `party` is who is billed and rules
    every filter by scope. `origin` names what it came from upward ("delivery:7"). A draft's amounts are
    a preview by the rates of its day. One unit of `currency` is worth `exchange_rate` of the company's.
    `installments` freezes what falls due when, with the discount for paying early.
    """

    class Type(models.TextChoices):
        INVOICE = "INVOICE", _("Invoice")
        CREDIT_NOTE = "CREDIT_NOTE", _("Credit note")
        ADVANCE = "ADVANCE", _("Advance invoice")

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        ISSUED = "ISSUED", _("Issued")

    class Reason(models.TextChoices):
        NONE = "", _("None")
        RETURN = "RETURN", _("Return")
        PRICE = "PRICE", _("Price")
        GOODWILL = "GOODWILL", _("Goodwill")
        CANCELLATION = "CANCELLATION", _("Cancellation")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT, db_index=False)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT, db_index=False)
    party = models.ForeignKey(
        "erp.Party", on_delete=models.PROTECT, related_name="invoices", db_index=False
    )
    customer_account = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT)
    sold_to = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    ship_to = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    payer = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    type = models.CharField(max_length=12, choices=Type, default=Type.INVOICE)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    journal = models.ForeignKey("accounting.Journal", on_delete=models.PROTECT, db_index=False)
    payment_term = models.ForeignKey("accounting.PaymentTerm", on_delete=models.PROTECT, db_index=False)
    number = models.CharField(_("number"), max_length=40, null=True)
    origin = models.CharField(max_length=80, null=True)
    external_reference = models.CharField(max_length=80, null=True)
    customer_order_number = models.CharField(_("your order number"), max_length=60, blank=True)
    buyer_reference = models.CharField(_("buyer reference"), max_length=60, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    exchange_rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    tax_exchange_rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    prices_include_tax = models.BooleanField(default=False)
    issue_date = models.DateField(_("date"), null=True)
    supply_date = models.DateField(_("supply date"), null=True)
    service_start_date = models.DateField(null=True, blank=True)
    service_end_date = models.DateField(null=True, blank=True)
    tax_point_date = models.DateField(null=True)
    tax_point_reason = models.CharField(max_length=10, blank=True)
    posting_date = models.DateField(null=True)
    due_date = models.DateField(_("due"), null=True)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    reason = models.CharField(max_length=12, choices=Reason, blank=True, default="")
    journal_entry = models.OneToOneField(
        "accounting.JournalEntry", on_delete=models.PROTECT, null=True, db_constraint=False
    )
    net = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    tax = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    gross = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    cash_rounding_step = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    cash_rounding = models.DecimalField(max_digits=19, decimal_places=4, default=0)
    payable = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    language = models.CharField(max_length=10, blank=True)
    seller_name = models.CharField(max_length=200, blank=True)
    seller_address = models.TextField(blank=True)
    seller_tax_number = models.CharField(max_length=30, blank=True)
    seller_legal_lines = models.TextField(blank=True)
    seller_iban = models.CharField(max_length=34, blank=True)
    seller_bic = models.CharField(max_length=11, blank=True)
    buyer_name = models.CharField(max_length=200, blank=True)
    buyer_address = models.TextField(blank=True)
    buyer_tax_number = models.CharField(max_length=30, blank=True)
    ship_to_address = models.TextField(blank=True)
    terms_text = models.TextField(blank=True)
    installments = models.JSONField(default=list)
    note = models.TextField(_("note"), blank=True)
    authority_number = models.CharField(max_length=60, blank=True)
    authority_status = models.CharField(max_length=20, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    issued_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet["Invoice"].as_manager()

    class Meta:
        permissions = [
            ("issue_invoice", "Can issue an invoice"),
            ("credit_invoice", "Can credit, correct or reverse an invoice"),
            ("write_off_item", "Can write off what a customer owes"),
            ("view_statement", "Can view statements of account"),
        ]
        indexes = [
            models.Index(fields=["company", "-issue_date", "-id"], name="invoice_newest"),
            models.Index(fields=["party", "-issue_date", "-id"], name="invoice_newest_of_party"),
            models.Index(fields=["branch", "-issue_date", "-id"], name="invoice_newest_of_branch"),
            models.Index(fields=["company", "customer_order_number"], name="invoice_by_order_number"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "id"], name="invoice_company_id"),
            models.UniqueConstraint(fields=["company", "number"], name="invoice_company_number"),
            models.UniqueConstraint(
                fields=["company", "origin", "type"], name="invoice_once_per_origin"
            ),
            models.UniqueConstraint(
                fields=["company", "external_reference"], name="invoice_external_reference"
            ),
            models.CheckConstraint(
                condition=Q(status="DRAFT", number=None, journal_entry=None)
                | Q(status="ISSUED", number__isnull=False, issue_date__isnull=False)
                & Q(journal_entry__isnull=False, gross__isnull=False, posting_date__isnull=False)
                & Q(tax_point_date__isnull=False, payable__isnull=False)
                & ~Q(seller_name="")
                & ~Q(buyer_name=""),
                name="invoice_issued_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(gross=None) | Q(gross=F("net") + F("tax")),
                name="invoice_gross_is_net_and_tax",
            ),
            models.CheckConstraint(
                condition=Q(exchange_rate__gt=0, tax_exchange_rate__gt=0), name="invoice_rates_positive"
            ),
            models.CheckConstraint(
                condition=~Q(type="CREDIT_NOTE") | ~Q(reason=""), name="credit_note_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"draft invoice {self.pk}"


class SalesClass(models.TextChoices):
    """What was sold, for royalties and returns."""

    GOODS = "GOODS", _("Goods")
    SERVICE = "SERVICE", _("Service")
    TIP = "TIP", _("Tip")
    GIFT_CARD = "GIFT_CARD", _("Gift card")
    DELIVERY = "DELIVERY", _("Delivery")
    DEPOSIT = "DEPOSIT", _("Deposit")
    STAFF_MEAL = "STAFF_MEAL", _("Staff meal")
    COMP = "COMP", _("On the house")
    INTERCOMPANY = "INTERCOMPANY", _("Intercompany")


class InvoiceLine(models.Model):
    """
    One thing sold: `quantity` of it at `net_unit_price` each; a negative quantity takes it back.

    With prices that include tax, `net_unit_price` holds the shown gross. Company, branch, party and
    category are copied, so that turnover and row security need no join; `net` is frozen on issue.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines", db_index=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT, db_index=False)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT, db_index=False)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="+")
    line_no = models.PositiveSmallIntegerField()
    product_code = models.CharField(max_length=40, blank=True)
    description = models.CharField(_("description"), max_length=200)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=6)
    unit_code = models.CharField(max_length=3, default="C62")
    gross_unit_price = models.DecimalField(max_digits=19, decimal_places=6)
    allowance_percent = models.DecimalField(_("discount %"), max_digits=7, decimal_places=4, default=0)
    allowance_reason = models.CharField(max_length=80, blank=True)
    net_unit_price = models.DecimalField(_("price"), max_digits=19, decimal_places=6)
    price_base_quantity = models.DecimalField(max_digits=18, decimal_places=6, default=1)
    price_trail = models.CharField(max_length=200, blank=True)
    net = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    tax_code = models.ForeignKey("accounting.TaxCode", on_delete=models.PROTECT, db_index=False)
    rate_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    revenue_account = models.ForeignKey("accounting.Account", on_delete=models.PROTECT, db_index=False)
    dimension_set = models.ForeignKey(
        "accounting.DimensionSet", on_delete=models.PROTECT, null=True, db_index=False
    )
    sales_class = models.CharField(max_length=12, choices=SalesClass, default=SalesClass.GOODS)
    category = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=30, blank=True)
    business_date = models.DateField(null=True)
    supply_date = models.DateField(null=True)
    origin = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["branch", "business_date"], name="invoice_line_turnover")]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "line_no"], name="invoice_line_no"),
            models.CheckConstraint(
                condition=Q(net_unit_price__gte=0, gross_unit_price__gte=0),
                name="invoice_line_price_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(allowance_percent__gte=0, allowance_percent__lte=100),
                name="invoice_line_allowance",
            ),
            models.CheckConstraint(
                condition=Q(price_base_quantity__gt=0), name="invoice_line_price_base"
            ),
            models.CheckConstraint(condition=~Q(quantity=0), name="invoice_line_quantity"),
        ]

    def __str__(self) -> str:
        return f"line {self.line_no} of invoice {self.invoice_id}: {self.description}"


class InvoiceCharge(models.Model):
    """
    A charge or allowance of the whole document, such as freight, with a tax of its own.

    `amount` is as shown: gross where prices include tax; `net` is without tax.
    """

    class Kind(models.TextChoices):
        CHARGE = "CHARGE", _("Charge")
        ALLOWANCE = "ALLOWANCE", _("Allowance")

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="charges")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CHARGE)
    description = models.CharField(max_length=120)
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    net = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    tax_code = models.ForeignKey("accounting.TaxCode", on_delete=models.PROTECT)
    rate_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    account = models.ForeignKey("accounting.Account", on_delete=models.PROTECT)
    sales_class = models.CharField(max_length=12, choices=SalesClass, default=SalesClass.DELIVERY)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="invoice_charge_positive")]

    def __str__(self) -> str:
        return self.description


class InvoiceTax(models.Model):
    """One row of an invoice's tax breakdown: per category, rate and exemption reason."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="taxes")
    category = models.CharField(max_length=2)
    rate_percent = models.DecimalField(max_digits=7, decimal_places=4)
    exemption_reason = models.CharField(max_length=200, blank=True)
    base = models.DecimalField(max_digits=19, decimal_places=4)
    tax = models.DecimalField(max_digits=19, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "category", "rate_percent", "exemption_reason"],
                name="invoice_tax_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.rate_percent} %"


class Payment(models.Model):
    """
    Money from a customer, or back to one. Posted when recorded; undone by a reversal, never deleted.

    `key` is the caller's own, unique per company: recording twice changes nothing. Punctuality counts
    from `value_date`.
    """

    class Direction(models.TextChoices):
        RECEIPT = "RECEIPT", _("Receipt")
        REFUND = "REFUND", _("Refund")

    class Status(models.TextChoices):
        POSTED = "POSTED", _("Posted")
        REVERSED = "REVERSED", _("Reversed")
        RETURNED = "RETURNED", _("Returned")
        CHARGED_BACK = "CHARGED_BACK", _("Charged back")

    class Method(models.TextChoices):
        TRANSFER = "TRANSFER", _("Bank transfer")
        CASH = "CASH", _("Cash")
        CARD = "CARD", _("Card")
        DIRECT_DEBIT = "DIRECT_DEBIT", _("Direct debit")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT, db_index=False)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    party = models.ForeignKey(
        "erp.Party", on_delete=models.PROTECT, related_name="payments", db_index=False
    )
    customer_account = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT)
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.RECEIPT)
    status = models.CharField(max_length=14, choices=Status, default=Status.POSTED)
    method = models.CharField(max_length=14, choices=Method, default=Method.TRANSFER)
    journal = models.ForeignKey("accounting.Journal", on_delete=models.PROTECT, db_index=False)
    number = models.CharField(_("number"), max_length=40)
    key = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=19, decimal_places=4)
    exchange_rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    booked_date = models.DateField(_("booked"))
    value_date = models.DateField(_("value date"))
    reference = models.CharField(_("reference"), max_length=140, blank=True)
    payer_iban = models.CharField(max_length=34, blank=True)
    journal_entry = models.OneToOneField(
        "accounting.JournalEntry", on_delete=models.PROTECT, db_constraint=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet["Payment"].as_manager()

    class Meta:
        permissions = [
            ("record_payment", "Can record and reverse a payment"),
            ("allocate_payment", "Can allocate a payment"),
            ("refund_payment", "Can refund a customer"),
        ]
        indexes = [
            models.Index(fields=["company", "-booked_date", "-id"], name="payment_newest"),
            models.Index(fields=["party", "-booked_date", "-id"], name="payment_newest_of_party"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="payment_company_number"),
            models.UniqueConstraint(fields=["company", "key"], name="payment_once_per_key"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_positive"),
            models.CheckConstraint(condition=Q(exchange_rate__gt=0), name="payment_rate_positive"),
        ]

    def __str__(self) -> str:
        return self.number
