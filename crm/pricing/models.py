"""What a customer pays for a product."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erp.access.decisions import ScopedQuerySet


class PriceList(models.Model):
    """Prices of a company in one currency, net or with tax; one of them is the default."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    code = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=80)
    currency = models.CharField(_("currency"), max_length=3)
    prices_include_tax = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    objects = ScopedQuerySet["PriceList"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="price_list_code"),
            models.UniqueConstraint(
                fields=["company", "currency"],
                condition=Q(is_default=True),
                name="price_list_one_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PriceListItem(models.Model):
    """The price of one product from a quantity and a day on."""

    price_list = models.ForeignKey(PriceList, on_delete=models.PROTECT, related_name="items")
    product = models.ForeignKey("inventory.Product", on_delete=models.PROTECT, related_name="+")
    quantity_min = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    unit_price = models.DecimalField(max_digits=19, decimal_places=6)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["price_list", "product", "quantity_min", "start_date"], name="price_once"
            ),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0, quantity_min__gte=0), name="price_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=F("start_date")), name="price_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_price} for {self.product_id}"


class CustomerPriceList(models.Model):
    """Which price list a customer account buys from."""

    customer_account = models.OneToOneField(
        "accounting.CustomerAccount", on_delete=models.PROTECT, related_name="price_list_choice"
    )
    price_list = models.ForeignKey(PriceList, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return f"{self.customer_account_id} buys from {self.price_list}"
