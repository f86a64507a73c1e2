"""Sales orders and deliveries."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erp.access.decisions import ScopedQuerySet


class SalesOrder(models.Model):
    """What a customer ordered; delivered in one or more deliveries, each invoiced without retyping."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        WAITING = "WAITING", _("Waiting for approval")
        CONFIRMED = "CONFIRMED", _("Confirmed")
        DELIVERED = "DELIVERED", _("Delivered")
        CANCELED = "CANCELED", _("Canceled")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="sales_orders")
    customer_account = models.ForeignKey("accounting.CustomerAccount", on_delete=models.PROTECT)
    sold_to = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="+")
    ship_to = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    number = models.CharField(_("number"), max_length=40)
    key = models.CharField(max_length=64)
    channel = models.CharField(_("channel"), max_length=30, default="OFFICE")
    customer_order_number = models.CharField(_("your order number"), max_length=60, blank=True)
    buyer_reference = models.CharField(_("buyer reference"), max_length=60, blank=True)
    currency = models.CharField(max_length=3)
    prices_include_tax = models.BooleanField(default=False)
    order_date = models.DateField(_("ordered"))
    required_date = models.DateField(_("wanted by"), null=True, blank=True)
    ship_to_address = models.TextField(blank=True)
    freight = models.DecimalField(max_digits=19, decimal_places=4, default=0)
    net = models.DecimalField(max_digits=19, decimal_places=4, default=0)
    note = models.TextField(_("note"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet["SalesOrder"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["company", "-order_date", "-id"], name="sales_order_newest"),
            models.Index(fields=["party", "-order_date", "-id"], name="sales_order_newest_of_party"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "id"], name="sales_order_company_id"),
            models.UniqueConstraint(fields=["company", "number"], name="sales_order_number"),
            models.UniqueConstraint(fields=["company", "key"], name="sales_order_once_per_key"),
            models.CheckConstraint(condition=Q(freight__gte=0), name="sales_order_freight"),
        ]

    def __str__(self) -> str:
        return self.number


class SalesOrderLine(models.Model):
    """One product ordered at an agreed price; `delivered_quantity` is what has left."""

    sales_order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, related_name="lines")
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="+")
    line_no = models.PositiveSmallIntegerField()
    product = models.ForeignKey("inventory.Product", on_delete=models.PROTECT)
    description = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    delivered_quantity = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    gross_unit_price = models.DecimalField(max_digits=19, decimal_places=6)
    allowance_percent = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    net_unit_price = models.DecimalField(max_digits=19, decimal_places=6)
    price_trail = models.CharField(max_length=200, blank=True)
    net = models.DecimalField(max_digits=19, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sales_order", "line_no"], name="sales_order_line_no"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, net_unit_price__gte=0, gross_unit_price__gte=0),
                name="sales_order_line_amounts",
            ),
            models.CheckConstraint(
                condition=Q(delivered_quantity__gte=0, delivered_quantity__lte=F("quantity")),
                name="sales_order_line_delivered",
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.line_no} of order {self.sales_order_id}"


class Delivery(models.Model):
    """Goods that left for a customer, and the invoice made of them."""

    class Status(models.TextChoices):
        SHIPPED = "SHIPPED", _("Shipped")
        INVOICED = "INVOICED", _("Invoiced")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="deliveries")
    sales_order = models.ForeignKey(SalesOrder, on_delete=models.PROTECT, related_name="deliveries")
    status = models.CharField(max_length=10, choices=Status, default=Status.SHIPPED)
    number = models.CharField(_("number"), max_length=40)
    key = models.CharField(max_length=64)
    delivery_date = models.DateField(_("delivered"))
    carrier = models.CharField(_("carrier"), max_length=60, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=60, blank=True)
    freight = models.DecimalField(max_digits=19, decimal_places=4, default=0)
    invoice = models.OneToOneField(
        "accounting.Invoice", on_delete=models.PROTECT, null=True, related_name="delivery"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet["Delivery"].as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["company", "-delivery_date", "-id"], name="delivery_newest"),
            models.Index(fields=["party", "-delivery_date", "-id"], name="delivery_newest_of_party"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="delivery_number"),
            models.UniqueConstraint(fields=["company", "key"], name="delivery_once_per_key"),
            models.CheckConstraint(
                condition=Q(status="SHIPPED") | Q(invoice__isnull=False),
                name="delivery_invoiced_has_invoice",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DeliveryLine(models.Model):
    """How much of one ordered line left, and from which place."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="lines")
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="+")
    order_line = models.ForeignKey(SalesOrderLine, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("inventory.Place", on_delete=models.PROTECT, null=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="delivery_line_positive")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of order line {self.order_line_id}"
