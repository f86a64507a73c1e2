"""Ordered from a supplier, arrived in parts, put on the shelf."""

import datetime
from decimal import Decimal

import pytest

from erp.access.decisions import AccessDenied
from erp.errors import Invalid
from inventory.purchasing.models import PurchaseOrder, Receipt
from inventory.purchasing.operations import (
    PurchaseLine,
    PurchaseOrderDraft,
    PurchaseOrderNotOpen,
    cancel_purchase_order,
    place_purchase_order,
)
from inventory.purchasing.receiving import Arrival, MoreThanOrdered, ReceiptDraft, receive_goods
from inventory.stock.models import StockLevel, StockMove
from inventory.stock.rebuilding import wrong_levels
from tests import trading

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 31)


def receive(scope, order, shelf, *rows, key="first"):
    lines = list(order.lines.order_by("line_no"))
    arrivals = [Arrival(lines[number].pk, Decimal(amount), shelf.pk) for number, amount in rows]
    return receive_goods(scope, receipt=ReceiptDraft(order.pk, key, TODAY, arrivals, "LS-7"))


def test_an_order_is_numbered_and_its_lines_rounded_to_cents(order):
    # 60 x 4.123456 = 247.40736 -> 247.41; and 25
    assert (order.number, order.status, order.net) == ("PO-2026-00001", "ORDERED", Decimal("272.41"))
    assert list(order.lines.values_list("net", flat=True)) == [Decimal("247.41"), Decimal("25")]


def test_an_order_handed_in_twice_is_one_order(scope, order, supplier_account, branch, beans):
    draft = PurchaseOrderDraft(supplier_account.pk, branch.pk, "first", TODAY, [])

    assert place_purchase_order(scope, order=draft) == order
    assert PurchaseOrder.objects.count() == 1


def test_goods_arrive_in_parts_until_the_order_is_whole(scope, order, shelf, beans):
    first = receive(scope, order, shelf, (0, "20"))
    order.refresh_from_db()
    assert (first.number, order.status) == ("GR-2026-00001", "ORDERED")

    receive(scope, order, shelf, (0, "40"), (1, "1"), key="second")

    order.refresh_from_db()
    assert order.status == "RECEIVED"
    # the service arrives without a move
    assert StockLevel.objects.get().on_hand == 60
    assert list(StockMove.objects.order_by("pk").values_list("quantity", "from_place__kind")) == [
        (20, "SUPPLIER"),
        (40, "SUPPLIER"),
    ]
    assert wrong_levels() == []


def test_a_receipt_handed_in_twice_moves_once(scope, order, shelf):
    assert receive(scope, order, shelf, (0, "20")) == receive(scope, order, shelf, (0, "20"))

    assert StockLevel.objects.get().on_hand == 20


def test_more_than_is_open_does_not_arrive(scope, order, shelf):
    receive(scope, order, shelf, (0, "59.5"))

    with pytest.raises(MoreThanOrdered, match="PO-2026-00001"):
        receive(scope, order, shelf, (0, "0.25"), (0, "0.500001"), key="second")

    assert Receipt.objects.count() == 1
    assert StockLevel.objects.get().on_hand == Decimal("59.5")


def test_an_order_is_canceled_only_while_nothing_has_arrived(scope, order, shelf):
    canceled = cancel_purchase_order(scope, purchase_order_id=order.pk)
    assert canceled.status == "CANCELED"

    with pytest.raises(PurchaseOrderNotOpen):
        receive(scope, order, shelf, (0, "1"))
    with pytest.raises(PurchaseOrderNotOpen):
        cancel_purchase_order(scope, purchase_order_id=order.pk)


def test_an_order_of_which_something_arrived_is_not_canceled(scope, order, shelf):
    receive(scope, order, shelf, (0, "1"))

    with pytest.raises(PurchaseOrderNotOpen):
        cancel_purchase_order(scope, purchase_order_id=order.pk)


def test_orders_without_lines_or_with_foreign_goods_are_refused(scope, supplier_account, branch):
    foreign = trading.new_product(trading.new_company("Lowland Tea"), "TEA")
    for lines in ([], [PurchaseLine(foreign.pk, Decimal("0"), Decimal("-1"))]):
        draft = PurchaseOrderDraft(supplier_account.pk, branch.pk, "second", TODAY, lines)
        with pytest.raises(Invalid):
            place_purchase_order(scope, order=draft)

    assert not PurchaseOrder.objects.exists()


def test_without_a_price_the_last_one_of_the_supplier_counts(
    scope, order, supplier_account, new_supplier, branch, beans, cups
):
    def ask(account, product, key):
        draft = PurchaseOrderDraft(
            account.pk, branch.pk, key, TODAY, [PurchaseLine(product.pk, Decimal(2))]
        )
        return place_purchase_order(scope, order=draft)

    assert ask(supplier_account, beans, "second").net == Decimal("8.25")  # 2 x 4.123456 = 8.246912
    for account, product in ((new_supplier("Altura", "V2"), beans), (supplier_account, cups)):
        with pytest.raises(Invalid, match="at what price"):
            ask(account, product, "third")

    type(cups).objects.filter(pk=cups.pk).update(standard_cost=Decimal("0.05"))
    assert ask(supplier_account, cups, "third").net == Decimal("0.10")


def test_lines_of_another_order_do_not_arrive(scope, order, shelf, supplier_account, branch, beans):
    lines = [PurchaseLine(beans.pk, Decimal("1"), Decimal("1"))]
    draft = PurchaseOrderDraft(supplier_account.pk, branch.pk, "second", TODAY, lines)
    other = place_purchase_order(scope, order=draft)
    arrivals = [Arrival(order.lines.first().pk, Decimal("1"), shelf.pk)]

    with pytest.raises(Invalid):
        receive_goods(scope, receipt=ReceiptDraft(other.pk, "first", TODAY, arrivals))
    with pytest.raises(Invalid):
        receive(scope, order, shelf)


def test_stranger_is_denied_and_nothing_arrives(stranger_scope, order, shelf, supplier_account, branch):
    draft = PurchaseOrderDraft(supplier_account.pk, branch.pk, "second", TODAY, [])

    with pytest.raises(AccessDenied):
        receive(stranger_scope, order, shelf, (0, "1"))
    with pytest.raises(AccessDenied):
        cancel_purchase_order(stranger_scope, purchase_order_id=order.pk)
    with pytest.raises(AccessDenied):
        place_purchase_order(stranger_scope, order=draft)

    assert PurchaseOrder.objects.get().status == "ORDERED"
    assert not Receipt.objects.exists()
