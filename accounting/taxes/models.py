"""Kinds of tax, their dated rates, and what was charged of each."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class TaxCategory(models.TextChoices):
    """VAT categories as in UNTDID 5305, the subset of EN 16931."""

    S = "S", _("Standard rate")
    Z = "Z", _("Zero rated")
    E = "E", _("Exempt")
    AE = "AE", _("Reverse charge")
    K = "K", _("Intra-Community supply")
    G = "G", _("Export")
    O = "O", _("Outside the scope")  # noqa: E741  the code of the standard


class TaxDirection(models.TextChoices):
    """Whether tax is owed on sales or reclaimed on purchases."""

    OUTPUT = "OUTPUT", _("Output tax")
    INPUT = "INPUT", _("Input tax")


class TaxCode(models.Model):
    """
    A kind of tax of a company in a jurisdiction, for one direction.

    A reverse-charge purchase names the output code that is owed at the same time (`reverse_pair`).
    """

    class DueOn(models.TextChoices):
        INVOICE = "INVOICE", _("On invoice")
        PAYMENT = "PAYMENT", _("On payment")

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    jurisdiction = models.CharField(max_length=6)
    direction = models.CharField(max_length=6, choices=TaxDirection, default=TaxDirection.OUTPUT)
    category = models.CharField(max_length=2, choices=TaxCategory)
    exemption_code = models.CharField(max_length=30, blank=True)
    exemption_reason = models.CharField(max_length=200, blank=True)
    national_code = models.CharField(max_length=20, blank=True)
    deductible_percent = models.DecimalField(max_digits=7, decimal_places=4, default=100)
    due_on = models.CharField(max_length=8, choices=DueOn, default=DueOn.INVOICE)
    reverse_pair = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="tax_code_company_code"),
            models.UniqueConstraint(fields=["company", "id"], name="tax_code_company_id"),
            models.CheckConstraint(
                condition=Q(deductible_percent__gte=0, deductible_percent__lte=100),
                name="tax_code_deductible_percent",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class TaxRate(models.Model):
    """The rate of a tax code from a day on; the rate is chosen by the tax point."""

    tax_code = models.ForeignKey(TaxCode, on_delete=models.PROTECT, related_name="rates")
    start_date = models.DateField()
    rate_percent = models.DecimalField(max_digits=7, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tax_code", "start_date"], name="tax_rate_once_a_day"),
            models.CheckConstraint(
                condition=Q(rate_percent__gte=0, rate_percent__lte=100), name="tax_rate_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rate_percent} % from {self.start_date}"


class TaxComponent(models.Model):
    """A part of a tax with an account of its own: state and county, split payment, withholding."""

    tax_code = models.ForeignKey(TaxCode, on_delete=models.PROTECT, related_name="components")
    name = models.CharField(max_length=80)
    share_percent = models.DecimalField(max_digits=7, decimal_places=4, default=100)
    account = models.ForeignKey("accounting.Account", on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(share_percent__gt=0), name="tax_component_share")
        ]

    def __str__(self) -> str:
        return self.name


class TaxLine(models.Model):
    """
    One tax of one entry: what returns read. Born with its entry, immutable, sealed.

    `base` and `tax` are signed from the tax authority's view of `direction`; `line_no` names the journal
    line that carries the tax, none where the rate is zero. `base` is in the company's currency,
    `tax_currency_*` in the currency of the return.
    """

    company = models.ForeignKey(
        "erp.Company", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    entry = models.ForeignKey(
        "accounting.JournalEntry",
        on_delete=models.PROTECT,
        related_name="tax_lines",
        db_constraint=False,
    )
    line_no = models.PositiveSmallIntegerField(null=True)
    tax_code = models.ForeignKey(TaxCode, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    registration_country = models.CharField(max_length=2)
    registration_number = models.CharField(max_length=30, blank=True)
    direction = models.CharField(max_length=6, choices=TaxDirection)
    category = models.CharField(max_length=2, choices=TaxCategory)
    exemption_code = models.CharField(max_length=30, blank=True)
    rate_percent = models.DecimalField(max_digits=7, decimal_places=4)
    currency = models.CharField(max_length=3)
    currency_base = models.DecimalField(max_digits=19, decimal_places=4)
    currency_tax = models.DecimalField(max_digits=19, decimal_places=4)
    base = models.DecimalField(max_digits=19, decimal_places=4)
    tax = models.DecimalField(max_digits=19, decimal_places=4)
    tax_currency = models.CharField(max_length=3)
    tax_currency_base = models.DecimalField(max_digits=19, decimal_places=4)
    tax_currency_tax = models.DecimalField(max_digits=19, decimal_places=4)
    deductible_percent = models.DecimalField(max_digits=7, decimal_places=4, default=100)
    tax_point_date = models.DateField()
    return_period = models.CharField(max_length=10)

    class Meta:
        indexes = [models.Index(fields=["company", "return_period", "tax_code"], name="tax_line_return")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(category__in=["Z", "E", "K", "G", "O"]) | Q(tax=0), name="tax_line_no_tax"
            ),
            models.CheckConstraint(
                condition=~Q(currency=F("tax_currency")) | Q(tax_currency_tax=F("currency_tax")),
                name="tax_line_same_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.rate_percent} % of {self.base}"
