"""The only way goods move: every receipt, delivery, transfer and count ends here."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from erp.access.scope import Scope
from erp.errors import Invalid, Refused
from inventory.catalog.models import Product
from inventory.stock.models import Place, StockLevel, StockMove


class NotEnoughStock(Refused):
    """A place holds less than is to leave it."""

    code = "not_enough_stock"


@dataclass(frozen=True, slots=True)
class Move:
    """
    A quantity above zero of one product from place to place, before it is written.

    `source` names document, line and purpose ("deliveryline:7:ship"), unique per company.
    """

    product_id: int
    from_place_id: int
    to_place_id: int
    quantity: Decimal
    source: str
    reason: str = ""
    move_date: datetime.date | None = None


@transaction.atomic(savepoint=False)
def move_stock(
    scope: Scope, *, company_id: int, move_date: datetime.date, moves: Sequence[Move]
) -> list[StockMove]:
    """
    Write moves of one company, all or none, dated `move_date` unless a move names its own day.

    The caller has asked `require` for its document. The levels follow by the database's own hand.
    Locks: the products by id (other moves of them wait), then the levels.

    :raises Invalid: if a quantity is not above zero, or a product or place is foreign or keeps no stock
    :raises NotEnoughStock: if a place that may not fall below zero would
    """
    products = {
        product.pk: product
        for product in Product.objects.filter(company_id=company_id)
        .filter(pk__in={move.product_id for move in moves}, kind=Product.Kind.GOODS)
        .order_by("pk")
        .select_for_update(no_key=True)
    }
    place_ids = {place for move in moves for place in (move.from_place_id, move.to_place_id)}
    places = Place.objects.filter(company_id=company_id).in_bulk(place_ids)
    if len(places) < len(place_ids) or any(
        move.quantity <= 0 or move.product_id not in products for move in moves
    ):
        raise Invalid([_("Only goods of the company, above zero, move between its own places.")])
    _refuse_shortage(moves, products, places)
    return StockMove.objects.bulk_create(
        [
            StockMove(
                company_id=company_id,
                branch_id=_branch_id(places[move.from_place_id], places[move.to_place_id]),
                product_id=move.product_id,
                from_place_id=move.from_place_id,
                to_place_id=move.to_place_id,
                quantity=move.quantity,
                move_date=move.move_date or move_date,
                source=move.source,
                reason=move.reason,
                moved_by=scope.actor,
            )
            for move in moves
        ]
    )


def _branch_id(from_place: Place, to_place: Place) -> int:
    own = from_place if from_place.kind == Place.Kind.INTERNAL else to_place
    return own.branch_id


def _refuse_shortage(
    moves: Sequence[Move], products: dict[int, Product], places: dict[int, Place]
) -> None:
    change: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for move in moves:
        change[move.product_id, move.from_place_id] -= move.quantity
        change[move.product_id, move.to_place_id] += move.quantity
    leaving = {
        key: -quantity
        for key, quantity in change.items()
        if quantity < 0
        and places[key[1]].kind == Place.Kind.INTERNAL
        and not places[key[1]].allows_negative
    }
    if not leaving:
        return
    levels = StockLevel.objects.filter(
        product_id__in={product_id for product_id, _place in leaving},
        place_id__in={place_id for _product, place_id in leaving},
    )
    on_hand = {(level.product_id, level.place_id): level.on_hand for level in levels}
    short = [
        _("%(place)s holds %(on_hand)s of %(product)s, and %(wanted)s are to leave.")
        % {
            "place": places[place_id],
            "on_hand": plain(on_hand.get((product_id, place_id), Decimal(0))),
            "product": products[product_id],
            "wanted": plain(quantity),
        }
        for (product_id, place_id), quantity in sorted(leaving.items())
        if on_hand.get((product_id, place_id), Decimal(0)) < quantity
    ]
    if short:
        raise NotEnoughStock(" ".join(short))


def plain(quantity: Decimal) -> str:
    """Return a quantity without idle zeros: 7.500000 is 7.5, and 100 stays 100."""
    return f"{quantity.normalize():f}"
