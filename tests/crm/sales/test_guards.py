"""The database keeps orders and deliveries in their company, branch and party, whoever writes."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounting.ledger.checking import findings
from crm.sales import checks
from crm.sales.models import Delivery, SalesOrder, SalesOrderLine
from inventory.stock.models import StockLevel
from tests import trading

pytestmark = pytest.mark.django_db

DELIVERED = "what an order counts as delivered equals its deliveries"
MATCH = "an issued invoice of a delivery asks for what left, at the price ordered"
RESERVED = "an open order has put aside what has not left, as far as its branch keeps stock"
LEVELS = "stock levels equal their moves and reservations"


def moved(model, **columns):
    with transaction.atomic():
        model.objects.update(**columns)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_order_stays_with_its_customer_and_its_lines_with_it(order, company):
    neighbor = trading.new_customer(company, "Redwood Diner", number="C2")

    for attack in (
        lambda: moved(SalesOrder, party=neighbor.party),
        lambda: moved(SalesOrderLine, party=neighbor.party),
        lambda: moved(SalesOrder, customer_account=neighbor),
    ):
        with pytest.raises(IntegrityError, match="_company"):
            attack()

    assert SalesOrder.objects.get().party == order.party


def test_a_delivery_stays_with_its_order(order, deliver, company):
    deliver(order)
    other = trading.new_company("Lowland Tea")

    with pytest.raises(IntegrityError, match="_company"):
        moved(Delivery, company=other)
    with pytest.raises(IntegrityError, match="_company"):
        moved(Delivery, branch=other.branches.get())


def found(invariant):
    return [finding.place for finding in findings(invariant)]


def test_the_checks_of_sales_hold_and_find_what_is_broken(order, deliver):
    assert checks.delivered_equals_deliveries
    deliver(order, (1, "4"))
    for invariant in (DELIVERED, MATCH, RESERVED, LEVELS):
        assert found(invariant) == []

    line = order.lines.get(line_no=1)
    SalesOrderLine.objects.filter(pk=line.pk).update(delivered_quantity=5)

    assert found(DELIVERED) == [f"sales order line {line.pk}"]
    # six are put aside, and five would be open
    assert found(RESERVED) == ["reservation order:first:1"]


def test_a_broken_level_is_found(order):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE inventory_stocklevel DISABLE TRIGGER level_by_moves")
        cursor.execute("UPDATE inventory_stocklevel SET on_hand = on_hand + 1")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE inventory_stocklevel ENABLE ALWAYS TRIGGER level_by_moves")

    assert len(found(LEVELS)) == StockLevel.objects.count() == 2
