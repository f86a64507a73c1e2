"""Goods leave all or in part; stock, order and what was put aside follow."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.sales.drafts import DeliveryDraft, DeliveryLineDraft
from crm.sales.models import Delivery, SalesOrder
from crm.sales.operations.deciding import cancel_order
from crm.sales.operations.delivering import deliver_orders
from crm.sales.operations.ordering import place_order, place_orders
from crm.sales.queries import delivery_list
from crm.sales.refusals import MoreThanOrdered, NoPlaceToShipFrom, OrderKeyReused, OrderNotOpen
from erp.access.decisions import AccessDenied
from erp.errors import Invalid
from inventory.stock.models import Place, Reservation, StockLevel, StockMove
from inventory.stock.moving import NotEnoughStock
from inventory.stock.operations import PlaceDraft, create_place
from inventory.stock.queries import availability
from inventory.stock.rebuilding import wrong_levels

pytestmark = pytest.mark.django_db


def there(order, product):
    found = availability(company_id=order.company_id)[product.pk]
    return found.on_hand, found.reserved


def test_a_whole_order_leaves_with_its_freight(deliver, order, beans, cups):
    delivery = deliver(order, carrier="DHL", tracking_number="JJD1")

    order.refresh_from_db()
    assert (delivery.number, delivery.status, delivery.freight) == (
        "DN-2026-00001",
        "SHIPPED",
        Decimal("7.9"),
    )
    assert order.status == "DELIVERED"
    assert (there(order, beans), there(order, cups)) == ((90, 0), (47, 0))
    # the repair is a service: delivered, and nothing moves
    lines = delivery.lines.order_by("order_line__line_no").values_list("quantity", "place__code")
    assert list(lines) == [(10, "SHELF"), (3, "SHELF"), (1, None)]
    moves = StockMove.objects.filter(to_place__kind="CUSTOMER").order_by("pk")
    assert list(moves.values_list("quantity", "move_date", "source")) == [
        (10, delivery.delivery_date, "delivery:first:1"),
        (3, delivery.delivery_date, "delivery:first:2"),
    ]
    assert wrong_levels() == []


def test_parts_leave_until_the_order_is_whole_and_freight_is_charged_once(deliver, order, beans, cups):
    first = deliver(order, (1, "4"), (2, "3"))
    order.refresh_from_db()
    assert order.status == "CONFIRMED"
    assert (there(order, beans), there(order, cups)) == ((96, 6), (47, 0))

    second = deliver(order, (1, "5.5"), key="second")
    third = deliver(order, key="third")

    order.refresh_from_db()
    assert [d.freight for d in (first, second, third)] == [Decimal("7.9"), 0, 0]
    left = third.lines.order_by("order_line__line_no").values_list("quantity", flat=True)
    assert list(left) == [Decimal("0.5"), 1]
    assert order.status == "DELIVERED"
    assert there(order, beans) == (90, 0)
    assert not Reservation.objects.exists()
    assert wrong_levels() == []


def test_the_same_key_again_delivers_nothing_more(deliver, order, beans):
    first = deliver(order, (1, "4"))

    assert deliver(order, (1, "4")) == first

    assert there(order, beans) == (96, 6)


def test_a_key_of_another_order_is_refused(scope, deliver, order, order_draft, beans):
    deliver(order, (1, "4"))
    other = place_order(scope, order=order_draft((beans, "1"), key="second"))

    with pytest.raises(OrderKeyReused):
        deliver(other)


def test_more_than_is_open_does_not_leave(deliver, order, beans):
    deliver(order, (1, "9"))

    with pytest.raises(
        MoreThanOrdered, match=r"1 of House beans are open on order SO-2026-00001, not 1\.5"
    ):
        deliver(order, (1, "1.5"), key="second")
    with pytest.raises(MoreThanOrdered):
        deliver(order, (1, "1"), (1, "0.5"), key="second")

    assert there(order, beans) == (91, 1)
    assert Delivery.objects.count() == 1


def test_goods_that_are_not_there_do_not_leave(scope, deliver, order_draft, stocked, cups):
    order = place_order(scope, order=order_draft((cups, "50.000001")))

    with pytest.raises(NotEnoughStock, match=r"Shelf holds 50 of CUPS Paper cups"):
        deliver(order)

    assert there(order, cups) == (50, Decimal("50.000001"))
    assert not Delivery.objects.exists()


def test_goods_leave_from_the_place_that_is_named(scope, deliver, order, branch, beans):
    dock = create_place(scope, place=PlaceDraft(branch.pk, "DOCK", "Dock", allows_negative=True))
    lines = {line.line_no: line.pk for line in order.lines.all()}

    named = [DeliveryLineDraft(lines[1], Decimal("10"), dock.pk)]
    deliver(order, lines=named)

    levels = dict(StockLevel.objects.filter(product=beans).values_list("place__code", "on_hand"))
    assert levels == {"SHELF": 100, "DOCK": -10}
    outside = Place.objects.get(kind="CUSTOMER")
    with pytest.raises(NoPlaceToShipFrom):
        deliver(order, lines=[DeliveryLineDraft(lines[2], Decimal("1"), outside.pk)], key="second")


def test_a_branch_without_a_shelf_delivers_services_only(scope, deliver, order_draft, beans, repair):
    goods = place_order(scope, order=order_draft((beans, "1")))
    service = place_order(scope, order=order_draft((repair, "1"), key="second"))

    with pytest.raises(NoPlaceToShipFrom):
        deliver(goods)
    deliver(service)

    assert not StockMove.objects.exists()


def test_old_orders_are_taken_over_without_moving_stock(deliver, order, beans):
    delivery = deliver(order, moves_stock=False)

    order.refresh_from_db()
    assert order.status == "DELIVERED"
    assert there(order, beans) == (100, 0)
    assert set(delivery.lines.values_list("place", flat=True)) == {None}


@pytest.mark.parametrize("rows", [[(1, "0")], [(1, "-1")]])
def test_only_amounts_above_zero_leave(deliver, order, rows):
    with pytest.raises(Invalid):
        deliver(order, *rows)


def test_lines_of_another_order_do_not_leave(scope, deliver, order, order_draft, beans):
    other = place_order(scope, order=order_draft((beans, "1"), key="second"))

    with pytest.raises(Invalid):
        deliver(order, lines=[DeliveryLineDraft(other.lines.get().pk, Decimal("1"))])


def test_what_is_canceled_or_delivered_does_not_leave(scope, deliver, order):
    deliver(order, (1, "4"))
    assert cancel_order(scope, order_id=order.pk).status == "DELIVERED"

    with pytest.raises(OrderNotOpen, match="is delivered"):
        deliver(order, key="second")
    assert not Reservation.objects.exists()


def test_many_orders_leave_by_as_many_statements_as_few(
    scope, company, order_draft, stocked, beans, cups
):
    def statements(count, start):
        drafts = [
            order_draft((beans, "0.5"), (cups, "0.25"), key=f"key-{start + number}")
            for number in range(count)
        ]
        orders = place_orders(scope, company_id=company.pk, orders=drafts)
        leaving = [DeliveryDraft(o.pk, o.key, o.order_date) for o in orders]
        with CaptureQueriesContext(connection) as captured:
            deliver_orders(scope, company_id=company.pk, deliveries=leaving)
        return len(captured)

    statements(1, 200)  # the first one of all adds the place that stands for customers
    assert statements(2, 0) == statements(40, 100)
    assert set(SalesOrder.objects.values_list("status", flat=True)) == {"DELIVERED"}
    # 43 orders of half a kilogram
    assert availability(company_id=company.pk)[beans.pk].on_hand == Decimal("78.5")
    assert wrong_levels() == []


def test_stranger_is_denied_and_nothing_leaves(deliver, order, stranger_scope, beans):
    with pytest.raises(AccessDenied):
        deliver(order, scope=stranger_scope)

    assert there(order, beans) == (100, 10)
    assert not Delivery.objects.exists()
    assert not delivery_list(stranger_scope).exists()
