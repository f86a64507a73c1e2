"""Where goods are, moved by moves."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erp.access.decisions import ScopedQuerySet


class Place(models.Model):
    """A place that holds goods: a shelf of ours, or a customer, a supplier, the count itself."""

    class Kind(models.TextChoices):
        INTERNAL = "INTERNAL", _("Own place")
        CUSTOMER = "CUSTOMER", _("Customers")
        SUPPLIER = "SUPPLIER", _("Suppliers")
        COUNT = "COUNT", _("Counts and losses")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.INTERNAL)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    is_default = models.BooleanField(_("orders are shipped from here"), default=False)
    allows_negative = models.BooleanField(_("may fall below zero"), default=False)
    is_active = models.BooleanField(default=True)

    objects = ScopedQuerySet["Place"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch"], condition=Q(is_default=True), name="place_one_default_per_branch"
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(kind="INTERNAL"), name="place_default_is_own"
            ),
            models.UniqueConstraint(fields=["company", "code"], name="place_company_code"),
            models.UniqueConstraint(fields=["company", "id"], name="place_company_id"),
        ]

    def __str__(self) -> str:
        return self.name


class StockMove(models.Model):
    """
    A quantity of a product moved from one place to another. Append-only; a mistake is moved back.

    `source` names document, line and purpose ("delivery:7:line:1:ship"), unique per company.
    """

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    product = models.ForeignKey("inventory.Product", on_delete=models.PROTECT)
    from_place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="moves_out")
    to_place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="moves_in")
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    move_date = models.DateField()
    source = models.CharField(max_length=80)
    reason = models.CharField(max_length=120, blank=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet["StockMove"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["company", "product", "-id"], name="move_by_product")]
        constraints = [
            models.UniqueConstraint(fields=["company", "source"], name="stock_move_source"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="stock_move_positive"),
            models.CheckConstraint(
                condition=~Q(from_place=F("to_place")), name="stock_move_between_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.product_id}"


class StockCount(models.Model):
    """Goods counted at a place on a day; `key` makes handing in twice harmless."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    place = models.ForeignKey(Place, on_delete=models.PROTECT)
    key = models.CharField(max_length=64)
    count_date = models.DateField(_("counted on"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet["StockCount"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="stock_count_once_per_key"),
        ]

    def __str__(self) -> str:
        return f"count of {self.count_date} at {self.place}"


class StockCountLine(models.Model):
    """What the books said and what was found of one product; the difference moved."""

    stock_count = models.ForeignKey(StockCount, on_delete=models.PROTECT, related_name="lines")
    product = models.ForeignKey("inventory.Product", on_delete=models.PROTECT, related_name="+")
    expected = models.DecimalField(max_digits=18, decimal_places=6)
    counted = models.DecimalField(max_digits=18, decimal_places=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stock_count", "product"], name="stock_count_line_once"),
            models.CheckConstraint(condition=Q(counted__gte=0), name="stock_count_line_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.counted} of {self.product_id}"


class Reservation(models.Model):
    """
    A quantity put aside for a confirmed order; added and removed whole, never changed.

    `source` names the order's line ("salesorderline:7"), unique per company.
    """

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    product = models.ForeignKey("inventory.Product", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    source = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "source"], name="reservation_source"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.product_id} for {self.source}"


class StockLevel(models.Model):
    """
    What an own place holds of a product: the sum of its moves, and of what orders have reserved.

    Written by the triggers on moves and reservations alone.
    Rebuild: `manage.py rebuild_stock`; check: `manage.py verify_books`.
    """

    company = models.ForeignKey("erp.Company", on_delete=models.PROTECT)
    branch = models.ForeignKey("erp.Branch", on_delete=models.PROTECT)
    product = models.ForeignKey("inventory.Product", on_delete=models.PROTECT, related_name="levels")
    place = models.ForeignKey(Place, on_delete=models.PROTECT)
    on_hand = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    reserved = models.DecimalField(max_digits=18, decimal_places=6, default=0)

    objects = ScopedQuerySet["StockLevel"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "place"], name="stock_level_once"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="stock_reserved_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.on_hand} at {self.place}"
