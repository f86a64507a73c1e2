"""Every act on the stock itself: places, transfers and counts."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Invalid
from erp.organization.models import Branch
from inventory.catalog.models import Product
from inventory.stock.models import (
    Place,
    StockCount,
    StockCountLine,
    StockLevel,
    StockMove,
)
from inventory.stock.moving import Move, move_stock

OUTSIDE = {
    Place.Kind.CUSTOMER: "Customers",
    Place.Kind.SUPPLIER: "Suppliers",
    Place.Kind.COUNT: "Counts and losses",
}


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """A place of our own, as entered; the default one of a branch is where orders leave from."""

    branch_id: int
    code: str
    name: str
    is_default: bool = False
    allows_negative: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """So much of one product."""

    product_id: int
    quantity: Decimal


@transaction.atomic
def create_place(scope: Scope, *, place: PlaceDraft) -> Place:
    """
    Add a place of our own at a branch; the first one of a branch is its default.

    :raises Invalid: if code or name is missing, or the code is in use
    """
    branch = Branch.objects.get(pk=place.branch_id)
    require(scope, "inventory.move_stock", branch)
    in_use = Place.objects.filter(company_id=branch.company_id, code=place.code).exists()
    if in_use or not place.code.strip() or not place.name.strip():
        raise Invalid([_("A place needs a name and a code that no other place bears.")])
    others = Place.objects.filter(branch=branch, is_default=True)
    is_default = place.is_default or not others.exists()
    if is_default:
        others.update(is_default=False)
    created = Place.objects.create(
        company_id=branch.company_id,
        branch=branch,
        code=place.code,
        name=place.name,
        is_default=is_default,
        allows_negative=place.allows_negative,
    )
    audit.record(scope, "place.created", created, code=place.code)
    return created


def outside_place(*, branch: Branch, kind: Place.Kind) -> Place:
    """Return the one place of the company that stands for customers, suppliers or counts."""
    place, _is_new = Place.objects.get_or_create(
        company_id=branch.company_id,
        code=kind.value,
        defaults={"branch": branch, "kind": kind, "name": OUTSIDE[kind]},
    )
    return place


@transaction.atomic
def transfer_stock(
    scope: Scope,
    *,
    from_place_id: int,
    to_place_id: int,
    transfer_date: datetime.date,
    quantities: Sequence[Quantity],
    key: str,
) -> list[StockMove]:
    """
    Carry goods from one own place to another. The same `key` again changes nothing.

    Locks: both places by id (for the key), then products by id.

    :raises NotEnoughStock: if the first place holds less
    :raises Invalid: if a place or product is foreign
    """
    ends = {
        place.pk: place
        for place in Place.objects.select_for_update(no_key=True)
        .filter(pk__in=[from_place_id, to_place_id])
        .order_by("pk")
    }
    from_place, to_place = ends[from_place_id], ends[to_place_id]
    for place in (from_place, to_place):
        require(scope, "inventory.move_stock", place)
        if place.kind != Place.Kind.INTERNAL:
            raise Invalid([_("Goods are carried between our own places only.")])
    done = StockMove.objects.filter(
        company_id=from_place.company_id, source__startswith=f"transfer:{key}:"
    )
    if first := list(done.order_by("pk")):
        return first
    if not quantities:
        raise Invalid([_("Say what is to be carried, and how much of it.")])
    moves = move_stock(
        scope,
        company_id=from_place.company_id,
        move_date=transfer_date,
        moves=[
            Move(row.product_id, from_place_id, to_place_id, row.quantity, f"transfer:{key}:{number}")
            for number, row in enumerate(quantities, start=1)
        ],
    )
    audit.record(scope, "stock.transferred", from_place, to=str(to_place_id), lines=str(len(moves)))
    return moves


@transaction.atomic
def count_stock(
    scope: Scope, *, place_id: int, count_date: datetime.date, counted: Sequence[Quantity], key: str
) -> StockCount:
    """
    Bring the level of each product to what was counted; only differences move.

    The same `key` again returns the first count, whatever was sold since. Locks: the place (for the
    key), then products by id before the levels are read, so that nothing moves in between.

    :raises Invalid: if a quantity is below zero, a product twice or foreign, or the place not our own
    """
    place = Place.objects.select_for_update(no_key=True).get(pk=place_id)
    require(scope, "inventory.move_stock", place)
    product_ids = [row.product_id for row in counted]
    if (
        place.kind != Place.Kind.INTERNAL
        or len(set(product_ids)) != len(product_ids)
        or any(row.quantity < 0 for row in counted)
    ):
        raise Invalid([_("A count names each product once, not below zero, at a place of our own.")])
    first = StockCount.objects.filter(company_id=place.company_id, key=key).first()
    if first:
        return first
    goods = _locked_goods(place.company_id, product_ids)
    if len(goods) < len(product_ids):
        raise Invalid([_("Only goods of the company are counted.")])
    return _write_count(scope, place, counted, count_date=count_date, key=key)


def _locked_goods(company_id: int, product_ids: Sequence[int]) -> list[Product]:
    goods = Product.objects.filter(company_id=company_id, kind=Product.Kind.GOODS, pk__in=product_ids)
    return list(goods.order_by("pk").select_for_update(no_key=True))


def _write_count(
    scope: Scope, place: Place, counted: Sequence[Quantity], *, count_date: datetime.date, key: str
) -> StockCount:
    count = StockCount.objects.create(
        company_id=place.company_id,
        branch_id=place.branch_id,
        place=place,
        key=key,
        count_date=count_date,
        counted_by=scope.actor,
    )
    levels = StockLevel.objects.filter(place=place, product_id__in=[row.product_id for row in counted])
    on_hand = dict(levels.values_list("product_id", "on_hand"))
    lines = [
        StockCountLine(
            stock_count=count,
            product_id=row.product_id,
            expected=on_hand.get(row.product_id, Decimal(0)),
            counted=row.quantity,
        )
        for row in sorted(counted, key=lambda one: one.product_id)
    ]
    StockCountLine.objects.bulk_create(lines)
    moves = _differences(count, lines)
    if moves:
        move_stock(scope, company_id=place.company_id, move_date=count_date, moves=moves)
    audit.record(scope, "stock.counted", count, counted=str(len(lines)), moved=str(len(moves)))
    return count


def _differences(count: StockCount, lines: Sequence[StockCountLine]) -> list[Move]:
    losses = outside_place(branch=count.place.branch, kind=Place.Kind.COUNT)
    moves = []
    for line in lines:
        difference = line.counted - line.expected
        if difference:
            ends = (losses.pk, count.place_id) if difference > 0 else (count.place_id, losses.pk)
            source = f"stockcount:{count.pk}:{line.product_id}"
            moves.append(Move(line.product_id, *ends, abs(difference), source))
    return moves
