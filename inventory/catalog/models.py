"""What a company sells, buys and keeps."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erp.access.decisions import ScopedQuerySet


class Unit(models.Model):
    """A unit of measure by its UN/ECE Recommendation 20 code, such as C62 (piece) or KGM."""

    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.code


class Category(models.Model):
    """A family of products, for lists and turnover."""

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    name = models.CharField(_("name"), max_length=80)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        verbose_name_plural = "categories"
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="category_company_name")]

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """A thing or service with the accounts and tax its sale and purchase go to."""

    class Kind(models.TextChoices):
        GOODS = "GOODS", _("Goods")
        SERVICE = "SERVICE", _("Service")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    code = models.CharField(_("article number"), max_length=40)
    name = models.CharField(_("name"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.GOODS)
    category = models.ForeignKey(Category, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    sales_tax_code = models.ForeignKey("accounting.TaxCode", on_delete=models.PROTECT, related_name="+")
    purchase_tax_code = models.ForeignKey(
        "accounting.TaxCode", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    revenue_account = models.ForeignKey("accounting.Account", on_delete=models.PROTECT, related_name="+")
    expense_account = models.ForeignKey(
        "accounting.Account", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    standard_cost = models.DecimalField(
        _("standard cost"), max_digits=19, decimal_places=6, null=True, blank=True
    )
    supplier_account = models.ForeignKey(
        "accounting.SupplierAccount", on_delete=models.PROTECT, null=True, blank=True
    )
    reorder_level = models.DecimalField(
        _("reorder level"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    is_sold = models.BooleanField(_("is sold"), default=True)
    is_active = models.BooleanField(_("is active"), default=True)

    objects = ScopedQuerySet["Product"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "id"], name="product_company_id"),
            models.UniqueConstraint(fields=["company", "code"], name="product_company_code"),
            models.CheckConstraint(
                condition=Q(standard_cost=None) | Q(standard_cost__gte=0), name="product_standard_cost"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
