"""The list of products with what of each may still be promised."""

from typing import Any

from django.db.models import DecimalField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from inventory.catalog.models import Category, Product
from inventory.stock.models import StockLevel
from portals.components.badges import Badge
from portals.components.columns import Column
from portals.components.filters import BooleanFilter, ChoiceFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible

_QUANTITY = DecimalField(max_digits=18, decimal_places=6)
_LEVELS = StockLevel.objects.filter(product=OuterRef("pk")).order_by().values("product")

# True of goods whose availability fell to the reorder level.
IS_LOW = Q(kind=Product.Kind.GOODS, available__lte=F("reorder_level"))


def product_rows(request: ScopedRequest) -> QuerySet[Product]:
    """Return the visible products with `on_hand`, `reserved` and `available`, in their own unit."""
    zero = ExpressionWrapper(F("pk") * 0, output_field=_QUANTITY)
    rows = visible(request, Product).select_related("category", "unit")
    rows = rows.annotate(
        on_hand=Coalesce(Subquery(_LEVELS.annotate(sum=Sum("on_hand")).values("sum")), zero),
        reserved=Coalesce(Subquery(_LEVELS.annotate(sum=Sum("reserved")).values("sum")), zero),
    )
    return rows.annotate(available=F("on_hand") - F("reserved"))


def low_products(request: ScopedRequest) -> QuerySet[Any]:
    """Return the active goods to reorder, the scarcest first."""
    rows: QuerySet[Any] = product_rows(request)
    return rows.filter(IS_LOW, is_active=True).order_by("available", "pk")


def stock_badge(product: object) -> Badge | None:
    """Return how the stock of an annotated product stands; a service has none."""
    if getattr(product, "kind", "") == Product.Kind.SERVICE:
        return None
    available, level = getattr(product, "available", 0), getattr(product, "reorder_level", None)
    if available <= 0:
        return Badge(_("Sold out"), "red")
    if level is not None and available <= level:
        return Badge(_("Reorder"), "yellow")
    return Badge(_("In stock"), "green")


def product_list(request: ScopedRequest) -> ListSpec:
    """Return the shape of the list."""
    return ListSpec(
        columns=(
            Column("code", _("Number"), sort="code", is_strong=True),
            Column("name", _("Name"), sort="name"),
            Column("category", _("Category"), source="category.name", sort="category__name"),
            Column("unit", _("Unit"), source="unit_id", on_phone=False),
            Column("on_hand", _("On hand"), "number", on_phone=False),
            Column("reserved", _("Reserved"), "number", on_phone=False),
            Column("available", _("Available"), "number", is_strong=True),
            Column("stock", _("Stock"), "badge", source=stock_badge),
        ),
        default_sort="code",
        export_name=_("Products"),
        search_fields=("code", "name"),
        filters=(
            ChoiceFilter("category", _("Category"), _categories(request)),
            BooleanFilter("low", _("To reorder"), IS_LOW),
            BooleanFilter("active", _("Active"), Q(is_active=True)),
        ),
        row_url="staff:product",
        empty_title=_("No products yet."),
        empty_text=_("Add what the company sells, or import it from a file."),
    )


def _categories(request: ScopedRequest) -> list[tuple[str, str]]:
    found = Category.objects.filter(company=request.company).order_by("name")
    return [(str(category.pk), category.name) for category in found]
