"""What was ordered from suppliers and what has arrived."""

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounting.payables.models import Bill
from erp.access.decisions import ScopedQuerySet


class PurchaseOrder(models.Model):
    """An order to a supplier."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        ORDERED = "ORDERED", _("Ordered")
        RECEIVED = "RECEIVED", _("Received")
        CANCELED = "CANCELED", _("Canceled")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="purchase_orders")
    supplier_account = models.ForeignKey("accounting.SupplierAccount", on_delete=models.PROTECT)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    number = models.CharField(_("number"), max_length=40, null=True)
    currency = models.CharField(max_length=3)
    order_date = models.DateField(_("ordered"))
    expected_date = models.DateField(_("expected"), null=True, blank=True)
    key = models.CharField(max_length=64)
    note = models.TextField(_("note"), blank=True)
    net = models.DecimalField(max_digits=19, decimal_places=4, default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet["PurchaseOrder"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["company", "-order_date", "-id"], name="purchase_order_newest"),
            models.Index(fields=["party", "-order_date", "-id"], name="purchase_order_newest_of_party"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="purchase_order_number"),
            models.UniqueConstraint(fields=["company", "key"], name="purchase_order_once_per_key"),
            models.CheckConstraint(
                condition=Q(status="DRAFT") | Q(number__isnull=False), name="purchase_order_has_number"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"draft purchase order {self.pk}"


class PurchaseOrderLine(models.Model):
    """One product ordered, and how much of it has arrived."""

    purchase_order = models.ForeignKey(PurchaseOrder, on_delete=models.CASCADE, related_name="lines")
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="+")
    line_no = models.PositiveSmallIntegerField()
    product = models.ForeignKey("inventory.Product", on_delete=models.PROTECT)
    description = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    received_quantity = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    unit_price = models.DecimalField(max_digits=19, decimal_places=6)
    net = models.DecimalField(max_digits=19, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purchase_order", "line_no"], name="purchase_order_line_no"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0), name="purchase_order_line_amounts"
            ),
            models.CheckConstraint(
                condition=Q(received_quantity__gte=0, received_quantity__lte=F("quantity")),
                name="purchase_order_line_received",
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.line_no} of purchase order {self.purchase_order_id}"


class ReceiptQuerySet(ScopedQuerySet["Receipt"]):
    """Receipts by whether their bill has come."""

    def to_bill(self) -> Self:
        """Keep the receipts without a bill; one that was refused or taken back does not count."""
        return self.filter(Q(bill=None) | Q(bill__status__in=Bill.NOT_IN_FORCE))


class Receipt(models.Model):
    """Goods that arrived from a supplier on one day, and the bill that asks for their price."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="receipts")
    purchase_order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="receipts")
    number = models.CharField(_("number"), max_length=40)
    delivery_note = models.CharField(_("delivery note"), max_length=60, blank=True)
    receipt_date = models.DateField(_("received"))
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, null=True, related_name="receipts")
    key = models.CharField(max_length=64)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["party", "-receipt_date", "-id"], name="receipt_newest_of_party")
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="receipt_company_number"),
            models.UniqueConstraint(fields=["company", "key"], name="receipt_once_per_key"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_billed(self) -> bool:
        """True when a bill that is in force asks for the price of these goods."""
        return self.bill is not None and self.bill.status not in Bill.NOT_IN_FORCE


class ReceiptLine(models.Model):
    """How much of one ordered line arrived, and at which place it was put."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="lines")
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    party = models.ForeignKey("erp.Party", on_delete=models.PROTECT, related_name="+")
    order_line = models.ForeignKey(PurchaseOrderLine, on_delete=models.PROTECT)
    place = models.ForeignKey("inventory.Place", on_delete=models.PROTECT)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="receipt_line_positive")]

    def __str__(self) -> str:
        return f"{self.quantity} of order line {self.order_line_id}"
