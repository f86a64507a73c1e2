"""The price lists of the company, and the prices in one of them."""

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.pricing.models import PriceList, PriceListItem
from portals.components.badges import Badge
from portals.components.columns import Column
from portals.components.filters import BooleanFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible

LISTS = ListSpec(
    columns=(
        Column("code", _("Code"), sort="code", is_strong=True),
        Column("name", _("Name"), sort="name"),
        Column("currency", _("Currency"), sort="currency"),
        Column("count", _("Prices"), "number", sort="count"),
        Column(
            "default",
            _("Default"),
            "badge",
            source=lambda row: Badge(_("Default"), "blue") if row.is_default else None,
        ),
    ),
    default_sort="code",
    export_name=_("Price lists"),
    search_fields=("code", "name"),
    row_url="staff:price_list",
    empty_title=_("No price lists yet."),
    empty_text=_("Without one, prices are typed on every order."),
)


def price_list_rows(request: ScopedRequest) -> QuerySet[PriceList]:
    """Return the visible price lists with the number of their prices."""
    return visible(request, PriceList).annotate(count=Count("items"))


def price_rows(price_list: PriceList) -> QuerySet[PriceListItem]:
    """Return the prices of one list."""
    return PriceListItem.objects.filter(price_list=price_list).select_related("product", "price_list")


def price_spec(request: ScopedRequest, price_list: PriceList) -> ListSpec:
    """Return the shape of the list of prices, as of the company's day."""
    today = request.today
    holds = Q(start_date__lte=today) & (Q(end_date=None) | Q(end_date__gte=today))
    return ListSpec(
        columns=(
            Column("code", _("Number"), source="product.code", sort="product__code", is_strong=True),
            Column("name", _("Name"), source="product.name", sort="product__name"),
            Column("from", _("From quantity"), "number", source="quantity_min", sort="quantity_min"),
            Column("start_date", _("From"), "date", sort="start_date"),
            Column("end_date", _("Until"), "date"),
            Column(
                "price", _("Price"), "money", "unit_price", "unit_price", "price_list.currency",
                is_strong=True,
            ),
        ),
        default_sort="code",
        export_name=price_list.name,
        search_fields=("product__code", "product__name"),
        filters=(BooleanFilter("holds", _("In force today"), holds),),
        row_url=lambda row: reverse("staff:product", args=[row.product.public_id]),
        empty_title=_("No prices yet."),
        empty_text=_("Set the first price of a product."),
    )  # fmt: skip
