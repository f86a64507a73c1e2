"""Clerks deliver and customers order at once. Real transactions; the tables are emptied afterwards."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from crm.sales.models import Delivery, SalesOrder
from crm.sales.operations.ordering import place_order
from crm.sales.refusals import MoreThanOrdered, OrderNotOpen
from inventory.stock.moving import NotEnoughStock
from inventory.stock.queries import availability
from inventory.stock.rebuilding import wrong_levels

pytestmark = pytest.mark.django_db(transaction=True)


def attempted(act):
    try:
        return act()
    except (MoreThanOrdered, OrderNotOpen, NotEnoughStock) as refusal:
        return type(refusal)
    finally:
        connection.close()


def test_one_order_leaves_once(order, deliver, beans):
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda n: attempted(lambda: deliver(order, key=f"race-{n}")), range(6)))

    assert outcomes.count(OrderNotOpen) == 5
    assert Delivery.objects.count() == 1
    assert availability(company_id=order.company_id)[beans.pk].on_hand == 90


def test_the_last_goods_are_sold_once(scope, order_draft, deliver, stocked, cups):
    orders = [
        place_order(scope, order=order_draft((cups, "20"), key=f"key-{number}")) for number in range(6)
    ]

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda o: attempted(lambda: deliver(o, key=o.key)), orders))

    # 50 cups: two orders of 20 leave, four find 10
    assert outcomes.count(NotEnoughStock) == 4
    found = availability(company_id=stocked.company_id)[cups.pk]
    assert (found.on_hand, found.reserved) == (10, 80)
    assert wrong_levels() == []


def test_one_key_handed_in_at_once_is_one_order(scope, order_draft, stocked, beans):
    with ThreadPoolExecutor(6) as pool:
        placed = list(
            pool.map(
                lambda _n: attempted(lambda: place_order(scope, order=order_draft((beans, "1"))).pk),
                range(6),
            )
        )

    assert len(set(placed)) == 1
    assert SalesOrder.objects.count() == 1


def test_orders_and_deliveries_of_the_same_goods_in_any_order_never_deadlock(
    scope, order_draft, deliver, stocked, beans, cups
):
    def order_and_deliver(number):
        rows = [(beans, "1"), (cups, "1")]
        draft = order_draft(*rows if number % 2 else rows[::-1], key=f"key-{number}")
        return attempted(lambda: deliver(place_order(scope, order=draft), key=draft.key))

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(order_and_deliver, range(18)))

    assert all(isinstance(outcome, Delivery) for outcome in outcomes)
    found = availability(company_id=stocked.company_id)
    assert (found[beans.pk].on_hand, found[cups.pk].on_hand) == (82, 32)
    assert {one.reserved for one in found.values()} == {Decimal(0)}
    assert wrong_levels() == []
