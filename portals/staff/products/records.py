"""A product as its page shows it: facts, levels by place, the latest moves."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from erp.audit.operations import subject_key
from inventory.catalog.models import Product
from inventory.stock.models import StockLevel, StockMove
from portals.components import formats
from portals.components.badges import Badge
from portals.components.figures import Action
from portals.components.records import Crumb, Fact, PageHeader
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers
from portals.staff.products.lists import stock_badge
from portals.staff.rows import visible
from portals.staff.timeline import timeline_of

MOVES_MAX = 20


def product_record(request: ScopedRequest, product: Any) -> dict[str, object]:
    """Return what the page of one product, as `product_rows` found it, is made of."""
    stands = stock_badge(product)
    retired = () if product.is_active else (Badge(_("Inactive"), "gray"),)
    tables = [] if product.kind == Product.Kind.SERVICE else [_levels(request, product)]
    return {
        "header": PageHeader(
            product.name,
            above=product.code,
            badges=(*((stands,) if stands else ()), *retired),
            crumbs=(Crumb(_("Products"), reverse("staff:product_list")),),
            actions=_actions(request, product),
        ),
        "facts": _facts(product),
        "tables": [*tables, _moves(request, product)],
        "timeline": timeline_of(request, [subject_key(product)]),
    }


def _actions(request: ScopedRequest, product: Any) -> tuple[Action, ...]:
    here, move = f"?product={product.public_id}", "inventory.move_stock"
    goods = [
        Offer(move, "stock_count", _("Count"), "clipboard-list", here),
        Offer(move, "stock_transfer", _("Transfer"), "transfer", here),
    ]
    edit = Offer("inventory.change_product", "product_edit", _("Edit"), "edit")
    is_goods = product.kind == Product.Kind.GOODS
    return offers(request, [*(goods if is_goods else []), edit], product)


def _facts(product: Any) -> list[Fact]:
    level = product.reorder_level
    return [
        Fact(_("Category"), product.category.name),
        Fact(_("Kind"), product.get_kind_display()),
        Fact(_("Unit"), product.unit.name),
        Fact(_("On hand"), formats.number(product.on_hand)),
        Fact(_("Reserved"), formats.number(product.reserved)),
        Fact(_("Available"), formats.number(product.available)),
        Fact(_("Reorder level"), "" if level is None else formats.number(level)),
        Fact(_("Description"), product.description),
    ]


def _levels(request: ScopedRequest, product: Any) -> Table:
    levels = visible(request, StockLevel).filter(product=product).select_related("place")
    return Table(
        _("By place"),
        (
            Head(_("Place")),
            Head(_("On hand"), is_number=True),
            Head(_("Reserved"), is_number=True),
            Head(_("Available"), is_number=True),
        ),
        tuple(
            (
                Value(level.place.name),
                Value(formats.number(level.on_hand)),
                Value(formats.number(level.reserved)),
                Value(formats.number(level.on_hand - level.reserved)),
            )
            for level in levels.order_by("place__code")
        ),
        empty_text=_("None of it is anywhere yet."),
    )


def _moves(request: ScopedRequest, product: Any) -> Table:
    moves = visible(request, StockMove).filter(product=product)
    newest = moves.select_related("from_place", "to_place").order_by("-pk")[:MOVES_MAX]
    return Table(
        _("Latest moves"),
        (
            Head(_("Date")),
            Head(_("From")),
            Head(_("To")),
            Head(_("Quantity"), is_number=True),
        ),
        tuple(
            (
                Value(formats.day(move.move_date)),
                Value(move.from_place.name),
                Value(move.to_place.name, note=move.reason),
                Value(formats.number(move.quantity)),
            )
            for move in newest
        ),
        empty_text=_("It has not moved yet."),
    )
