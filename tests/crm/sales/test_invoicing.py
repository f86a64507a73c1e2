"""A delivery becomes an issued invoice in one act, and only such as was ordered and delivered."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounting.ledger.entries import JournalEntry, OpenItem
from accounting.receivables.models import Invoice
from accounting.receivables.operations.drafting import draft_invoice, update_draft
from accounting.receivables.operations.issuing import issue_invoice
from accounting.taxes.models import TaxCode
from crm.sales.drafts import DeliveryDraft
from crm.sales.models import Delivery
from crm.sales.operations import invoicing
from crm.sales.operations.delivering import deliver_orders
from crm.sales.operations.invoicing import invoice_deliveries, invoice_delivery
from crm.sales.operations.ordering import place_orders
from crm.sales.refusals import DeliveryInvoiced, InvoiceDiffersFromDelivery
from erp.access.decisions import AccessDenied
from erp.numbering.models import Series
from tests import trading

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 31)


@pytest.fixture
def taxed(customer):
    """The customer without a tax code of its own: the products' 19 % count."""
    customer.default_tax_code = None
    customer.save()
    return customer


def booked(invoice):
    lines = invoice.journal_entry.lines.order_by("line_no")
    return [
        (line.account.purpose or line.account.code, line.debit, line.credit)
        for line in lines.select_related("account")
    ]


def test_order_delivery_and_invoice_without_retyping(scope, taxed, order, deliver):
    delivery = deliver(order)

    invoice = invoice_delivery(scope, delivery_id=delivery.pk, issue_date=TODAY)

    # 112.50 + 1.01 + 80 + freight 7.90 = 201.41; 19 % = 38.2679 -> 38.27
    assert (invoice.status, invoice.net, invoice.tax, invoice.gross) == (
        "ISSUED",
        Decimal("201.41"),
        Decimal("38.27"),
        Decimal("239.68"),
    )
    assert booked(invoice) == [
        ("receivable", Decimal("239.68"), 0),
        ("sales", 0, Decimal("193.51")),
        ("freight", 0, Decimal("7.9")),
        ("tax_output", 0, Decimal("38.27")),
    ]
    assert (invoice.customer_order_number, invoice.supply_date) == ("PO-77", TODAY)
    lines = invoice.lines.order_by("line_no")
    columns = ("product_code", "quantity", "unit_code", "category", "sales_class", "business_date")
    assert list(lines.values_list(*columns)) == [
        ("BEANS", 10, "KGM", "Coffee", "GOODS", TODAY),
        ("CUPS", 3, "C62", "Ware", "GOODS", TODAY),
        ("REPAIR", 1, "C62", "Service", "SERVICE", TODAY),
    ]
    delivery.refresh_from_db()
    assert (delivery.status, delivery.invoice) == ("INVOICED", invoice)
    assert OpenItem.objects.get().open_amount == Decimal("239.68")


def test_the_customers_own_tax_code_counts_before_the_products(scope, order, deliver):
    invoice = invoice_delivery(scope, delivery_id=deliver(order).pk, issue_date=TODAY)

    assert (invoice.net, invoice.tax) == (Decimal("201.41"), 0)


def test_each_part_is_invoiced_for_what_left(scope, order, deliver):
    first = deliver(order, (1, "4"))
    second = deliver(order, key="second")

    invoices = invoice_deliveries(scope, days={second.pk: TODAY, first.pk: TODAY})

    # 4 x 11.25 + 7.90; then 6 x 11.25 + 1.01 + 80
    assert [(i.number, i.net) for i in invoices] == [
        ("INV-2026-00001", Decimal("52.90")),
        ("INV-2026-00002", Decimal("148.51")),
    ]


def test_a_delivery_is_invoiced_once(scope, order, deliver):
    delivery = deliver(order)
    invoice_delivery(scope, delivery_id=delivery.pk, issue_date=TODAY)

    with pytest.raises(DeliveryInvoiced, match="DN-2026-00001 is invoiced already"):
        invoice_delivery(scope, delivery_id=delivery.pk, issue_date=TODAY)

    assert Invoice.objects.count() == JournalEntry.objects.count() == 1


@pytest.fixture
def drafted(scope, order, deliver):
    """A delivery with a draft of its invoice, as a clerk would edit it."""
    delivery = deliver(order)
    draft = invoicing._draft(delivery, list(delivery.lines.order_by("order_line__line_no")))
    return draft, draft_invoice(scope, draft=draft, today=TODAY)


def issue(scope, invoice):
    return issue_invoice(scope, invoice_id=invoice.pk, issue_date=TODAY)


def test_a_draft_left_as_it_was_may_leave_and_marks_its_delivery(scope, drafted):
    issue(scope, drafted[1])

    assert Delivery.objects.get().invoice == drafted[1]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda d: replace(d, lines=[replace(d.lines[0], quantity=Decimal(11)), *d.lines[1:]]),
            r"10 of House beans were delivered, 11 are asked for\.",
        ),
        (
            lambda d: replace(
                d, lines=[replace(d.lines[0], agreed_net_price=Decimal(12)), *d.lines[1:]]
            ),
            r"House beans was ordered at 11\.25, 12 is asked for\.",
        ),
        (
            lambda d: replace(d, lines=d.lines[:2]),
            r"Repair was delivered and is not asked for\.",
        ),
        (
            lambda d: replace(d, lines=[*d.lines, replace(d.lines[1], description="Extra", origin="")]),
            r"Extra was not delivered\.",
        ),
        (
            lambda d: replace(d, lines=[*d.lines, d.lines[1]]),
            r"3 of Paper cups were delivered, 6 are asked for\.",
        ),
        (
            lambda d: replace(d, prices_include_tax=True),
            r"The prices of the order and of the invoice differ in tax\.",
        ),
        (
            lambda d: replace(d, charges=[]),
            r"Freight of 7\.9 was agreed, 0 is charged\.",
        ),
        (
            lambda d: replace(d, customer_order_number=""),
            r"The customer's order number is PO-77, not none\.",
        ),
    ],
)
def test_an_invoice_that_asks_for_something_else_does_not_leave(scope, drafted, change, words):
    draft, invoice = drafted
    update_draft(scope, invoice_id=invoice.pk, draft=change(draft), today=TODAY)

    with pytest.raises(InvoiceDiffersFromDelivery, match=words):
        issue(scope, invoice)

    assert Invoice.objects.get().status == "DRAFT"
    assert Delivery.objects.get().status == "SHIPPED"
    assert not JournalEntry.objects.exists()
    assert Series.objects.get(code="SALES").last_number == 0


def test_a_delivery_of_another_company_is_no_reason_to_ask(scope, drafted, company):
    draft, _invoice = drafted
    other = trading.new_company("Lowland Tea")
    foreign = trading.new_customer(other)
    clerk = trading.new_or_known_scope(other)
    none = TaxCode.objects.get(company=other, code="NONE").pk
    lines = [
        replace(line, tax_code_id=none, revenue_account_id=None, dimension_set_id=None)
        for line in draft.lines
    ]
    copied = replace(
        draft,
        customer_account_id=foreign.pk,
        branch_id=None,
        sold_to_id=None,
        ship_to_id=None,
        lines=lines,
        charges=[],
    )
    invoice = draft_invoice(clerk, draft=copied, today=TODAY)

    with pytest.raises(InvoiceDiffersFromDelivery, match="does not exist"):
        issue(clerk, invoice)


def test_many_deliveries_are_invoiced_on_their_days_with_numbers_that_follow_them(
    scope, company, order_draft, stocked, beans, cups
):
    days = [datetime.date(2026, 3, day) for day in (9, 3, 27, 3)]
    drafts = [
        order_draft((beans, "1"), (cups, "2"), key=f"key-{number}", order_date=day)
        for number, day in enumerate(days)
    ]
    orders = place_orders(scope, company_id=company.pk, orders=drafts)
    leaving = [DeliveryDraft(o.pk, o.key, o.order_date) for o in orders]
    deliveries = deliver_orders(scope, company_id=company.pk, deliveries=leaving)

    invoices = invoice_deliveries(scope, days={d.pk: d.delivery_date for d in deliveries})

    assert [(i.issue_date.day, i.number) for i in invoices] == [
        (9, "INV-2026-00003"),
        (3, "INV-2026-00001"),
        (27, "INV-2026-00004"),
        (3, "INV-2026-00002"),
    ]
    # 12.50 + 2 x 0.335 = 0.67
    assert {i.gross for i in invoices} == {Decimal("13.17")}


def test_statements_per_invoice_stay_few_in_a_run(scope, company, order_draft, stocked, beans):
    def statements(count, start):
        drafts = [order_draft((beans, "1"), key=f"key-{start + n}") for n in range(count)]
        orders = place_orders(scope, company_id=company.pk, orders=drafts)
        leaving = [DeliveryDraft(o.pk, o.key, o.order_date) for o in orders]
        deliveries = deliver_orders(scope, company_id=company.pk, deliveries=leaving)
        with CaptureQueriesContext(connection) as captured:
            invoice_deliveries(scope, days={d.pk: TODAY for d in deliveries})
        return len(captured)

    statements(1, 0)  # a process looks a company up once
    few, many = statements(2, 50), statements(22, 100)

    # twenty more invoices: two statements each to compare with the delivery, one to mark it
    assert many - few == 60


def test_stranger_is_denied_and_nothing_is_invoiced(scope, stranger_scope, order, deliver):
    delivery = deliver(order)

    with pytest.raises(AccessDenied):
        invoice_delivery(stranger_scope, delivery_id=delivery.pk, issue_date=TODAY)

    assert not Invoice.objects.exists()
    assert Delivery.objects.get().status == "SHIPPED"
