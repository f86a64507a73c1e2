"""Shorthands for orders and deliveries."""

import datetime
from decimal import Decimal

import pytest

from crm.sales.drafts import DeliveryDraft, DeliveryLineDraft, OrderDraft, OrderLineDraft
from crm.sales.operations.delivering import deliver_order
from crm.sales.operations.ordering import place_order

TODAY = datetime.date(2026, 3, 31)


@pytest.fixture
def order_draft(customer, price_list):
    """Draft an order of the customer: rows of (product, quantity)."""

    def make(*rows, key="first", **changes):
        lines = [OrderLineDraft(product.pk, Decimal(amount)) for product, amount in rows]
        facts = {
            "customer_account_id": customer.pk,
            "key": key,
            "order_date": TODAY,
            "lines": lines,
        }
        return OrderDraft(**facts | changes)

    return make


@pytest.fixture
def order(scope, order_draft, stocked, beans, cups, repair):
    """Confirmed: 10 kg of beans at 11.25, 3 cups at 0.335, one repair at 80; freight 7.90."""
    rows = [(beans, "10"), (cups, "3"), (repair, "1")]
    draft = order_draft(*rows, freight=Decimal("7.90"), customer_order_number="PO-77")
    return place_order(scope, order=draft)


@pytest.fixture
def deliver(scope):
    """Deliver rows of (line number, quantity) of an order, or all that is open."""

    def make(order, *rows, key="first", scope=scope, **changes):
        by_number = {line.line_no: line.pk for line in order.lines.all()}
        lines = [DeliveryLineDraft(by_number[no], Decimal(amount)) for no, amount in rows]
        facts = {
            "sales_order_id": order.pk,
            "key": key,
            "delivery_date": TODAY,
            "lines": lines or None,
        }
        return deliver_order(scope, delivery=DeliveryDraft(**facts | changes))

    return make
