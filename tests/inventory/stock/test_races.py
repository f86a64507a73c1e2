"""Two clerks take from one shelf at once. Real transactions, so the tables are emptied afterwards."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from inventory.stock.models import StockLevel, StockMove
from inventory.stock.moving import NotEnoughStock
from inventory.stock.operations import Quantity, count_stock, transfer_stock
from inventory.stock.rebuilding import wrong_levels

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = datetime.date(2026, 3, 31)


def carry(scope, from_place, to_place, rows, key):
    try:
        transfer_stock(
            scope,
            from_place_id=from_place.pk,
            to_place_id=to_place.pk,
            transfer_date=TODAY,
            quantities=[Quantity(product.pk, Decimal(amount)) for product, amount in rows],
            key=key,
        )
    except NotEnoughStock:
        return "refused"
    finally:
        connection.close()
    return "carried"


def test_no_more_leaves_than_is_there(scope, shelf, cellar, beans):
    counted = [Quantity(beans.pk, Decimal("5"))]
    count_stock(scope, place_id=shelf.pk, count_date=TODAY, counted=counted, key="first")

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(
            pool.map(lambda n: carry(scope, shelf, cellar, [(beans, "1")], f"race-{n}"), range(16))
        )

    assert (outcomes.count("carried"), outcomes.count("refused")) == (5, 11)
    levels = dict(StockLevel.objects.values_list("place__code", "on_hand"))
    assert levels == {"SHELF": 0, "CELLAR": 5}
    assert wrong_levels() == []


def test_carrying_to_and_fro_in_any_order_never_deadlocks(scope, shelf, cellar, beans, cups):
    counted = [Quantity(beans.pk, Decimal("100")), Quantity(cups.pk, Decimal("100"))]
    for place in (shelf, cellar):
        count_stock(scope, place_id=place.pk, count_date=TODAY, counted=counted, key=place.code)

    def to_and_fro(number):
        rows = [(beans, "1"), (cups, "1")]
        ends = (shelf, cellar) if number % 2 else (cellar, shelf)
        return carry(scope, *ends, rows if number % 3 else rows[::-1], f"race-{number}")

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(to_and_fro, range(32)))

    assert outcomes == ["carried"] * 32
    assert set(StockLevel.objects.values_list("on_hand", flat=True)) == {Decimal("100")}
    assert StockMove.objects.filter(source__startswith="transfer:").count() == 64


def test_one_count_handed_in_at_once_counts_once(scope, shelf, beans):
    counted = [Quantity(beans.pk, Decimal("5"))]

    def hand_in(_number):
        try:
            return count_stock(
                scope, place_id=shelf.pk, count_date=TODAY, counted=counted, key="first"
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(hand_in, range(8)))) == 1

    assert StockLevel.objects.get().on_hand == 5
