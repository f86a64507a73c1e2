"""What is there, and what of it may still be sold."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, QuerySet, Sum

from erp.access.scope import Scope
from inventory.stock.models import Place, StockLevel, StockMove


@dataclass(frozen=True, slots=True)
class Availability:
    """What own places hold of a product, and what orders have reserved of it; both in its unit."""

    on_hand: Decimal = Decimal(0)
    reserved: Decimal = Decimal(0)

    @property
    def available(self) -> Decimal:
        """What may still be promised; below zero when more is promised than is there."""
        return self.on_hand - self.reserved


NOTHING = Availability()


def availability(
    *, company_id: int, product_ids: Collection[int] | None = None
) -> dict[int, Availability]:
    """
    Return availability by product id over all own places of a company, by one statement.

    Products that never moved are missing: read them as `NOTHING`.
    """
    levels = StockLevel.objects.filter(company_id=company_id)
    if product_ids is not None:
        levels = levels.filter(product_id__in=product_ids)
    sums = levels.values("product_id").annotate(here=Sum("on_hand"), promised=Sum("reserved"))
    return {row["product_id"]: Availability(row["here"], row["promised"]) for row in sums}


def stock_list(scope: Scope) -> QuerySet[StockLevel]:
    """Return levels `scope` may see with `available`, by product and place."""
    levels = StockLevel.objects.visible_to(scope).select_related("product__unit", "place", "branch")
    return levels.annotate(available=F("on_hand") - F("reserved")).order_by(
        "product__code", "place__code"
    )


def stock_below_reorder_level(scope: Scope) -> QuerySet[StockLevel]:
    """Return levels at default places whose availability has fallen to the reorder level or below."""
    levels = stock_list(scope).filter(place__is_default=True, product__is_active=True)
    return levels.filter(on_hand__lte=F("product__reorder_level") + F("reserved"))


def moves_of_product(scope: Scope, *, product_id: int) -> QuerySet[StockMove]:
    """Return the moves of a product that `scope` may see, newest first."""
    moves = StockMove.objects.visible_to(scope).filter(product_id=product_id)
    return moves.select_related("from_place", "to_place", "moved_by").order_by("-pk")


def own_places(*, company_id: int) -> QuerySet[Place]:
    """Return a company's own active places, the default ones first."""
    places = Place.objects.filter(company_id=company_id, kind=Place.Kind.INTERNAL, is_active=True)
    return places.order_by("-is_default", "code")
