"""The database keeps the stock by itself: each guard is attacked past the operations."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction

from inventory.stock.models import Reservation, StockLevel, StockMove
from inventory.stock.operations import Quantity, count_stock
from inventory.stock.queries import availability
from inventory.stock.rebuilding import rebuild_levels, wrong_levels
from inventory.stock.reservations import Claim, release, reserve
from tests import trading

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 31)


@pytest.fixture
def stocked(scope, shelf, beans):
    counted = [Quantity(beans.pk, Decimal("7"))]
    return count_stock(scope, place_id=shelf.pk, count_date=TODAY, counted=counted, key="first")


def move(scope, product, from_place, to_place, amount="1", source="test"):
    return StockMove.objects.create(
        company_id=from_place.company_id,
        branch_id=from_place.branch_id,
        product=product,
        from_place=from_place,
        to_place=to_place,
        quantity=Decimal(amount),
        move_date=TODAY,
        source=source,
        moved_by=scope.actor,
    )


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE inventory_stockmove SET quantity = 1",
        "DELETE FROM inventory_stockmove",
        "UPDATE inventory_stocklevel SET on_hand = 1000",
        "UPDATE inventory_stocklevel SET reserved = 0.5",
        "DELETE FROM inventory_stocklevel",
        "UPDATE inventory_stockcount SET reason = 'theft'",
        "DELETE FROM inventory_stockcountline",
        "SET LOCAL session_replication_role = replica; UPDATE inventory_stocklevel SET on_hand = 9",
        "SET LOCAL session_replication_role = replica; DELETE FROM inventory_stockmove",
    ],
)
def test_what_was_moved_stays_as_it_is(stocked, attack):
    with (
        pytest.raises((IntegrityError, ProgrammingError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attack)

    assert StockMove.objects.get().quantity == 7
    assert StockLevel.objects.get().on_hand == 7


def test_reservations_are_added_and_removed_whole(stocked, branch, beans):
    reserve(company_id=branch.company_id, claims=[Claim(branch.pk, beans.pk, Decimal("3"), "line:1")])

    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        Reservation.objects.update(quantity=1)

    assert availability(company_id=branch.company_id)[beans.pk].available == 4


def test_no_level_falls_below_zero_past_the_operations(scope, stocked, shelf, cellar, beans):
    with (
        pytest.raises(IntegrityError, match="would hold -0"),
        transaction.atomic(),
    ):
        move(scope, beans, shelf, cellar, "7.000001")

    assert StockLevel.objects.get().on_hand == 7


def test_a_source_moves_once(scope, stocked, shelf, cellar, beans):
    move(scope, beans, shelf, cellar)

    with pytest.raises(IntegrityError, match="stock_move_source"), transaction.atomic():
        move(scope, beans, shelf, cellar)


def test_no_move_crosses_companies(scope, stocked, shelf, cellar):
    foreign = trading.new_product(trading.new_company("Lowland Tea"), "TEA")

    with (
        pytest.raises(IntegrityError, match="inventory_stockmove_product_company"),
        transaction.atomic(),
    ):
        move(scope, foreign, cellar, shelf)


def test_reserving_and_releasing_move_what_is_promised(stocked, branch, shelf, beans, cups):
    company_id = branch.company_id
    claims = [
        Claim(branch.pk, beans.pk, Decimal("3"), "line:1"),
        Claim(branch.pk, beans.pk, Decimal("5.5"), "line:2"),
        Claim(branch.pk, cups.pk, Decimal("2"), "line:3"),
    ]

    reserve(company_id=company_id, claims=claims)

    there = availability(company_id=company_id)
    # 7 beans and 8.5 promised; no cups at all and 2 promised
    assert (there[beans.pk].reserved, there[beans.pk].available) == (Decimal("8.5"), Decimal("-1.5"))
    assert (there[cups.pk].on_hand, there[cups.pk].available) == (0, -2)

    release(company_id=company_id, sources=["line:1", "line:3", "line:unknown"])

    there = availability(company_id=company_id)
    assert (there[beans.pk].reserved, there[cups.pk].reserved) == (Decimal("5.5"), 0)
    assert wrong_levels() == []


def test_a_branch_without_a_shelf_reserves_nothing(branch, beans):
    reserve(company_id=branch.company_id, claims=[Claim(branch.pk, beans.pk, Decimal("3"), "line:1")])

    assert not Reservation.objects.exists()


def test_rebuilding_repairs_what_was_broken_under_the_guards(stocked, branch, beans, capsys):
    reserve(company_id=branch.company_id, claims=[Claim(branch.pk, beans.pk, Decimal("3"), "line:1")])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE inventory_stocklevel DISABLE TRIGGER level_by_moves")
        cursor.execute("UPDATE inventory_stocklevel SET on_hand = 99, reserved = 1")
        cursor.execute("ALTER TABLE inventory_stocklevel ENABLE ALWAYS TRIGGER level_by_moves")
    (wrong,) = wrong_levels()
    assert (wrong.on_hand, wrong.moved, wrong.reserved, wrong.promised) == (99, 7, 1, 3)

    call_command("rebuild_stock")

    assert capsys.readouterr().out == "1 stock levels corrected\n"

    assert wrong_levels() == []
    assert rebuild_levels() == 0
