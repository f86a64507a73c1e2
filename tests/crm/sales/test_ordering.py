"""Orders are priced, numbered and put aside, confirmed or stopped by a rule."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.sales.drafts import OrderLineDraft
from crm.sales.models import SalesOrder, SalesOrderLine
from crm.sales.operations.deciding import (
    approve_order,
    cancel_order,
    confirm_order,
    decline_order,
)
from crm.sales.operations.ordering import place_order, place_orders
from crm.sales.queries import order_list
from crm.sales.refusals import OrderKeyReused, OrderNotOpen
from erp.access.decisions import AccessDenied
from erp.access.models import Role
from erp.approvals.models import ApprovalRequest, ApprovalRule
from erp.audit.models import AuditEvent
from erp.errors import Invalid
from erp.numbering.models import Series
from inventory.stock.models import Reservation
from inventory.stock.queries import availability
from inventory.stock.rebuilding import wrong_levels
from tests import trading

pytestmark = pytest.mark.django_db


def test_an_order_is_priced_numbered_and_its_goods_are_put_aside(order, beans, cups):
    lines = order.lines.order_by("line_no")
    columns = ("description", "quantity", "net_unit_price", "price_trail", "net")
    assert list(lines.values_list(*columns)) == [
        (
            "House beans",
            10,
            Decimal("11.25"),
            "Standard prices, from 10, since 2026-01-01",
            Decimal("112.5"),
        ),
        # 3 x 0.335 = 1.005 -> 1.01, away from zero
        ("Paper cups", 3, Decimal("0.335"), "Standard prices, since 2026-01-01", Decimal("1.01")),
        ("Repair", 1, 80, "Standard prices, since 2026-01-01", 80),
    ]
    # 112.50 + 1.01 + 80
    assert (order.number, order.status, order.net) == ("SO-2026-00001", "CONFIRMED", Decimal("193.51"))
    assert (order.currency, order.customer_order_number) == ("EUR", "PO-77")
    there = availability(company_id=order.company_id)
    assert (there[beans.pk].available, there[cups.pk].available) == (90, 47)
    assert wrong_levels() == []
    event = AuditEvent.objects.get(action="salesorder.placed")
    assert event.detail == {"number": "SO-2026-00001", "status": "CONFIRMED"}


def test_the_same_key_again_is_the_same_order(scope, order, order_draft, beans):
    assert place_order(scope, order=order_draft((beans, "99"))) == order

    assert (SalesOrder.objects.count(), SalesOrderLine.objects.count()) == (1, 3)
    assert Series.objects.get(code="ORDER").last_number == 1


def test_a_key_of_another_customer_is_refused(scope, order, order_draft, company, beans):
    neighbor = trading.new_customer(company, "Redwood Diner", number="C2")

    with pytest.raises(OrderKeyReused):
        place_order(scope, order=order_draft((beans, "1"), customer_account_id=neighbor.pk))


def test_prices_given_by_hand_and_allowances_are_reckoned_to_six_decimals(
    scope, order_draft, beans, cups
):
    lines = [
        OrderLineDraft(beans.pk, Decimal("7"), Decimal("9.99"), Decimal("12.5")),
        OrderLineDraft(cups.pk, Decimal("1000"), allowance_percent=Decimal("15")),
    ]

    order = place_order(scope, order=order_draft(lines=lines))

    # 9.99 x 0.875 = 8.74125; x 7 = 61.18875 -> 61.19; 0.335 x 0.85 = 0.28475; x 1000 = 284.75
    shown = order.lines.order_by("line_no").values_list("net_unit_price", "net")
    assert list(shown) == [
        (Decimal("8.74125"), Decimal("61.19")),
        (Decimal("0.28475"), Decimal("284.75")),
    ]
    assert order.net == Decimal("345.94")


def test_what_is_wrong_is_said_line_by_line_and_nothing_is_written(
    scope, order_draft, company, beans, cups
):
    foreign = trading.new_product(trading.new_company("Lowland Tea"), "TEA")
    unpriced = trading.new_product(company, "DUST", name="Dust")
    gone = trading.new_product(company, "GONE", name="Gone", is_active=False)
    rows = [(beans, "1"), (foreign, "1"), (unpriced, "1"), (cups, "0"), (gone, "1")]

    with pytest.raises(Invalid) as refused:
        place_order(scope, order=order_draft(*rows, freight=Decimal("-1")))

    assert refused.value.problems == (
        "Freight is never below zero.",
        "Line 2: There is no such product.",
        "Line 3: There is no price for Dust.",
        "Line 4: The quantity must be above zero.",
        "Line 5: Gone is no longer sold.",
    )
    assert not SalesOrder.objects.exists()
    assert not Reservation.objects.exists()
    assert Series.objects.get(company=company, code="ORDER").last_number == 0


def test_an_order_without_lines_or_by_an_inactive_customer_is_refused(
    scope, order_draft, customer, beans
):
    with pytest.raises(Invalid, match="at least one line"):
        place_order(scope, order=order_draft())
    customer.is_active = False
    customer.save()
    with pytest.raises(Invalid, match="not active"):
        place_order(scope, order=order_draft((beans, "1")))


def test_a_customer_who_wants_an_own_number_on_everything_must_give_it(
    scope, order_draft, customer, beans
):
    customer.requires_order_number = True
    customer.save()

    with pytest.raises(Invalid, match="Give your order number"):
        place_order(scope, order=order_draft((beans, "1"), customer_order_number=" "))
    order = place_order(scope, order=order_draft((beans, "1"), customer_order_number=" A-1 "))

    assert order.customer_order_number == "A-1"


def test_a_branch_of_another_company_is_refused(scope, order_draft, beans):
    other = trading.new_company("Lowland Tea").branches.get()

    with pytest.raises(Invalid, match="no such branch"):
        place_order(scope, order=order_draft((beans, "1"), branch_id=other.pk))


@pytest.fixture
def rule(company):
    role = Role.objects.create(code="boss", name="Boss")
    return ApprovalRule.objects.create(
        company=company, kind="sales_order", amount_min=Decimal("100"), role=role
    )


def test_an_order_below_the_rule_passes_by_itself(scope, order_draft, rule, stocked, repair):
    # 80 + 19.99 = 99.99
    order = place_order(scope, order=order_draft((repair, "1"), freight=Decimal("19.99")))

    assert order.status == "CONFIRMED"
    assert not ApprovalRequest.objects.exists()


def test_an_order_from_the_rule_on_waits_and_puts_nothing_aside(
    scope, order_draft, rule, stocked, beans
):
    # 8 x 12.50 = 100.00
    order = place_order(scope, order=order_draft((beans, "8")))

    assert order.status == "WAITING"
    assert not Reservation.objects.exists()
    request = ApprovalRequest.objects.get()
    assert (request.subject, request.amount, request.currency) == (f"salesorder:{order.pk}", 100, "EUR")
    assert request.summary == "Order SO-2026-00001 of Bluebird Cafe"
    with pytest.raises(OrderNotOpen, match=r"SO-2026-00001 is waiting for approval\."):
        cancel_order(scope, order_id=order.pk)


def test_what_waited_is_confirmed_when_approved_and_canceled_when_declined(
    scope, order_draft, rule, stocked, beans
):
    first = place_order(scope, order=order_draft((beans, "8")))
    second = place_order(scope, order=order_draft((beans, "8"), key="second"))

    assert approve_order(scope, order_id=first.pk).status == "CONFIRMED"
    assert decline_order(scope, order_id=second.pk).status == "CANCELED"

    assert Reservation.objects.get().quantity == 8
    with pytest.raises(OrderNotOpen):
        approve_order(scope, order_id=second.pk)


def test_who_may_not_confirm_leaves_a_draft_for_who_may(
    scope, company, customer, order_draft, stocked, beans
):
    clerk = trading.new_scope("front-office", ["crm.change_salesorder"], company=company)
    order = place_order(clerk, order=order_draft((beans, "8")))
    assert order.status == "DRAFT"
    assert not Reservation.objects.exists()
    with pytest.raises(AccessDenied):
        confirm_order(clerk, order_id=order.pk)

    assert confirm_order(scope, order_id=order.pk).status == "CONFIRMED"

    assert Reservation.objects.get().quantity == 8
    with pytest.raises(OrderNotOpen):
        confirm_order(scope, order_id=order.pk)


def test_a_draft_meets_the_rule_when_it_is_confirmed(scope, company, order_draft, stocked, beans, rule):
    clerk = trading.new_scope("front-office", ["crm.change_salesorder"], company=company)
    order = place_order(clerk, order=order_draft((beans, "8")))

    assert confirm_order(scope, order_id=order.pk).status == "WAITING"
    assert ApprovalRequest.objects.get().requested_by == scope.actor


def test_canceling_frees_what_was_put_aside(scope, order, beans):
    assert cancel_order(scope, order_id=order.pk).status == "CANCELED"

    assert availability(company_id=order.company_id)[beans.pk].available == 100
    assert not Reservation.objects.exists()
    with pytest.raises(OrderNotOpen):
        cancel_order(scope, order_id=order.pk)


def test_a_customer_orders_at_the_own_list_and_sets_no_terms(customer, order_draft, stocked, beans):
    buyer = trading.new_scope("buyer", ["crm.place_order"], door="customer", party=customer.party)

    order = place_order(buyer, order=order_draft((beans, "2")))

    assert (order.status, order.net) == ("CONFIRMED", 25)
    own_price = [OrderLineDraft(beans.pk, Decimal("2"), Decimal("0.01"))]
    for terms in (
        {"lines": own_price},
        {"freight": Decimal("1")},
        {"lines": [OrderLineDraft(beans.pk, Decimal("2"), allowance_percent=Decimal("99"))]},
    ):
        with pytest.raises(AccessDenied):
            place_order(buyer, order=order_draft(**{"key": "cheap", "lines": own_price} | terms))
    assert SalesOrder.objects.count() == 1


def test_a_customer_does_not_order_for_another(company, customer, order_draft, stocked, beans):
    neighbor = trading.new_customer(company, "Redwood Diner", number="C2")
    buyer = trading.new_scope("buyer", ["crm.place_order"], door="customer", party=neighbor.party)

    with pytest.raises(AccessDenied):
        place_order(buyer, order=order_draft((beans, "2")))

    assert not SalesOrder.objects.exists()


def test_stranger_is_denied_and_nothing_changes(stranger_scope, order, order_draft, beans):
    before = AuditEvent.objects.count()

    with pytest.raises(AccessDenied):
        place_order(stranger_scope, order=order_draft((beans, "2"), key="second"))
    with pytest.raises(AccessDenied):
        cancel_order(stranger_scope, order_id=order.pk)
    with pytest.raises(AccessDenied):
        confirm_order(stranger_scope, order_id=order.pk)

    assert SalesOrder.objects.get().status == "CONFIRMED"
    assert AuditEvent.objects.count() == before


def test_orders_are_found_by_the_customers_own_number(scope, stranger_scope, order):
    found = order_list(scope, search="po-77")

    assert [(one.number, one.open_lines) for one in found] == [("SO-2026-00001", 3)]
    assert not order_list(stranger_scope).exists()


def test_many_orders_are_placed_by_as_many_statements_as_few(
    scope, company, order_draft, stocked, beans, cups
):
    def statements(count, start):
        drafts = [
            order_draft((beans, "1"), (cups, "1"), key=f"key-{start + number}")
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as captured:
            orders = place_orders(scope, company_id=company.pk, orders=drafts)
        assert len(orders) == count
        return len(captured)

    assert statements(2, 0) == statements(40, 100)
    numbers = SalesOrder.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [f"SO-2026-{number:05d}" for number in range(1, 43)]


def test_orders_of_two_years_count_in_two_series(scope, company, order_draft, beans):
    Series.objects.create(
        company=company,
        code="ORDER",
        pattern="SO-2025-###",
        start_date="2025-01-01",
        end_date="2025-12-31",
        posts=False,
    )
    days = ["2026-01-02", "2025-06-01", "2026-01-03"]
    drafts = [
        order_draft(
            key=day,
            order_date=datetime.date.fromisoformat(day),
            lines=[OrderLineDraft(beans.pk, Decimal(1), Decimal(9))],
        )
        for day in days
    ]

    orders = place_orders(scope, company_id=company.pk, orders=drafts)

    assert [order.number for order in orders] == ["SO-2026-00001", "SO-2025-001", "SO-2026-00002"]
