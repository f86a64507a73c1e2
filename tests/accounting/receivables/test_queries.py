"""How invoices and customers' accounts stand, to the cent and to the day."""

import datetime
from decimal import Decimal

import pytest

from accounting.receivables.models import Invoice
from accounting.receivables.operations.payments import allocate_payment, record_payment
from accounting.receivables.operations.returns import reverse_payment
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft, ReversalDraft
from accounting.receivables.queries.invoices import (
    AppliedAmount,
    applied_amounts,
    invoice_standings,
    overdue,
    settled_invoices,
    still_open,
    with_open_amount,
)
from accounting.receivables.queries.positions import aged_receivables, customer_position, exposure
from accounting.receivables.queries.statements import AgeBuckets, statement_of_account
from erp.access.decisions import AccessDenied
from erp.money import Money

pytestmark = pytest.mark.django_db
MARCH_1 = datetime.date(2026, 3, 1)
MARCH_31 = datetime.date(2026, 3, 31)
APRIL_10 = datetime.date(2026, 4, 10)
MAY_15 = datetime.date(2026, 5, 15)


@pytest.fixture
def pay(scope, customer):
    def make(amount, *invoices, on=APRIL_10):
        return record_payment(
            scope,
            draft=PaymentDraft(
                customer.pk,
                Money(Decimal(amount), "EUR"),
                on,
                f"{amount}:{on}",
                allocations=[AllocationDraft(invoice.pk) for invoice in invoices],
                reference="Thanks",
            ),
        )

    return make


def standing(invoice, today):
    found = invoice_standings([invoice], today=today)[invoice.pk]
    return found.state, found.open_amount, found.overdue_days


def test_an_invoice_is_open_then_overdue_then_paid(issued, pay):
    invoice = issued()

    # due on 30 April
    assert standing(invoice, datetime.date(2026, 4, 30)) == ("OPEN", 119, 0)
    assert standing(invoice, MAY_15) == ("OVERDUE", 119, 15)
    pay("19", invoice)
    assert standing(invoice, APRIL_10) == ("PARTLY_PAID", 100, 0)
    pay("100", invoice, on=MAY_15)
    found = invoice_standings([invoice], today=MAY_15)[invoice.pk]
    assert (found.state, found.open_amount, found.paid_date) == ("PAID", 0, MAY_15)


def test_a_draft_is_a_draft(draft):
    assert standing(draft(), MAY_15) == ("DRAFT", 0, 0)


def test_lists_find_what_is_open_and_what_is_late(issued, pay):
    paid, late, early = issued(), issued(), issued(issue_date=APRIL_10)
    pay("119", paid)

    invoices = Invoice.objects.order_by("pk")
    assert list(still_open(invoices)) == [late, early]
    assert list(overdue(invoices, today=datetime.date(2026, 5, 1))) == [late]
    assert [each.open_amount for each in with_open_amount(invoices)] == [0, 119, 119]


def test_what_settled_an_invoice_is_named(issued, pay):
    invoice = issued()

    payment = pay("50", invoice)

    assert applied_amounts(invoice) == [
        AppliedAmount(APRIL_10, "PAYMENT", "RCT-2026-00001", Decimal(50))
    ]
    assert [(each.number, each.amount) for each in settled_invoices(payment)] == [("INV-2026-00001", 50)]


def test_the_position_names_owed_overdue_and_credit_per_currency(scope, issued, customer, pay):
    issued(issue_date=MARCH_1)
    issued()
    pay("30")

    (position,) = customer_position(customer, on=datetime.date(2026, 4, 15))

    # due on 31 March and on 30 April
    assert (position.currency, position.owed, position.overdue, position.on_account) == (
        "EUR",
        238,
        119,
        30,
    )
    assert (position.overdue_since, position.next_due_date) == (MARCH_31, datetime.date(2026, 4, 30))
    assert (position.balance, position.last_payment_date) == (208, APRIL_10)
    assert exposure(customer) == 208


def test_nothing_open_is_no_position(customer):
    assert customer_position(customer, on=MAY_15) == []


def test_the_statement_runs_from_the_opening_balance_to_the_closing_one(issued, customer, pay):
    first = issued(issue_date=MARCH_1, customer_order_number="PO-7")
    second = issued()
    pay("119", first)

    (statement,) = statement_of_account(customer, first_date=MARCH_31, last_date=APRIL_10)

    assert statement.opening_balance == 119
    assert [
        (row.date, row.kind, row.number, row.debit, row.credit, row.balance) for row in statement.rows
    ] == [
        (MARCH_31, "INVOICE", "INV-2026-00002", 119, 0, 238),
        (APRIL_10, "RECEIPT", "RCT-2026-00001", 0, 119, 119),
    ]
    assert statement.closing_balance == 119
    assert [row.reference for row in statement.rows] == ["", "Thanks"]
    assert statement.rows[0].public_id == str(second.public_id)
    assert statement.buckets == AgeBuckets(not_due=Decimal(119))


def test_ageing_of_a_past_day_is_as_it_was_then(scope, issued, customer, pay):
    invoice = issued(issue_date=MARCH_1)
    payment = pay("119", on=APRIL_10)
    allocate_payment(
        scope,
        payment_id=payment.pk,
        allocations=[AllocationDraft(invoice.pk)],
        allocation_date=datetime.date(2026, 4, 20),
    )

    def buckets(day):
        (statement,) = statement_of_account(customer, first_date=MARCH_1, last_date=day)
        return statement.buckets

    # due on 31 March; paid on 10 April, applied on the 20th
    assert buckets(MARCH_31) == AgeBuckets(not_due=Decimal(119))
    assert buckets(datetime.date(2026, 4, 5)) == AgeBuckets(days_30=Decimal(119))
    assert buckets(datetime.date(2026, 4, 15)) == AgeBuckets(
        days_30=Decimal(119), on_account=Decimal(119)
    )
    assert buckets(datetime.date(2026, 4, 20)) == AgeBuckets()


def test_a_payment_that_came_back_shows_on_the_statement(scope, issued, customer, pay):
    payment = pay("119", issued())
    reverse_payment(scope, payment_id=payment.pk, reversal=ReversalDraft(MAY_15, status="RETURNED"))

    (statement,) = statement_of_account(customer, first_date=MARCH_1, last_date=MAY_15)

    assert [(row.kind, row.balance) for row in statement.rows] == [
        ("INVOICE", 119),
        ("RECEIPT", 0),
        ("REVERSAL", 119),
    ]


def test_a_statement_without_movements_is_in_the_currency_of_the_account(customer):
    (statement,) = statement_of_account(customer, first_date=MARCH_1, last_date=MAY_15)

    assert (statement.currency, statement.closing_balance, statement.rows) == ("EUR", 0, ())


def test_receivables_are_aged_by_customer(scope, company, issued, new_customer, pay):
    issued(issue_date=MARCH_1)
    issued(customer_account_id=new_customer("Amber Ltd").pk)
    pay("19")

    aged = aged_receivables(scope, company_id=company.pk, on=MAY_15)

    # 15 May: due 31 March is 45 days past, due 30 April 15
    assert [(row.party_name, row.days_30, row.days_60, row.unapplied) for row in aged.rows] == [
        ("Amber Ltd", 119, 0, 0),
        ("Blue Ltd", 0, 119, 19),
    ]
    assert aged.total.total == 219


def test_a_stranger_sees_no_ageing(stranger_scope, company):
    with pytest.raises(AccessDenied):
        aged_receivables(stranger_scope, company_id=company.pk, on=MAY_15)
