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
    is_active = models.BooleanField(default=True)

    objects = ScopedQuerySet["Place"].as_manager()

    class Meta:
        constraints = [
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


class StockLevel(models.Model):
    """
    What a place holds of a product: a cache of its moves, and what orders have reserved of it.

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
