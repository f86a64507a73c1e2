"""The list of stock: what each place holds of each product."""

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inventory.stock.models import Place, StockLevel
from portals.components.columns import Column
from portals.components.filters import BooleanFilter, ChoiceFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible


def stock_rows(request: ScopedRequest) -> QuerySet[StockLevel]:
    """Return the visible levels with `available`."""
    levels = visible(request, StockLevel).select_related("product", "place")
    return levels.annotate(available=F("on_hand") - F("reserved"))


def stock_list(request: ScopedRequest) -> ListSpec:
    """Return the shape of the list."""
    return ListSpec(
        columns=(
            Column("code", _("Number"), source="product.code", sort="product__code", is_strong=True),
            Column("name", _("Name"), source="product.name", sort="product__name"),
            Column("place", _("Place"), source="place.name", sort="place__code"),
            Column("on_hand", _("On hand"), "number", sort="on_hand"),
            Column("reserved", _("Reserved"), "number", sort="reserved"),
            Column("available", _("Available"), "number", sort="available", is_strong=True),
            Column("unit", _("Unit"), source="product.unit_id", on_phone=False),
        ),
        default_sort="code",
        export_name=_("Stock"),
        search_fields=("product__code", "product__name"),
        filters=(
            ChoiceFilter("place", _("Place"), _places(request)),
            BooleanFilter("short", _("Below zero"), Q(available__lt=0)),
        ),
        row_url=lambda row: reverse("staff:product", args=[row.product.public_id]),
        empty_title=_("Nothing is in stock yet."),
        empty_text=_("Count what is there, or receive a purchase order."),
    )


def _places(request: ScopedRequest) -> list[tuple[str, str]]:
    own = visible(request, Place).filter(kind=Place.Kind.INTERNAL, is_active=True)
    return [(str(place.pk), place.name) for place in own.order_by("code")]
