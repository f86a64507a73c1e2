"""Receivables taken over from before."""

import datetime
from decimal import Decimal

import pytest

from accounting.ledger.opening import opening_difference
from accounting.receivables.operations.openings import (
    NumberTaken,
    OpeningReceivable,
    take_over_receivable,
)
from accounting.receivables.operations.payments import record_payment
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft
from accounting.receivables.queries.invoices import invoice_standings
from accounting.receivables.refusals import InvoiceAsksNothing
from accounting.taxes.models import TaxLine
from erp.access.decisions import AccessDenied
from erp.money import Money
from tests.accounting.receivables import books

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime.date(2026, 1, 1)
NOVEMBER = datetime.date(2025, 11, 3)
DECEMBER = datetime.date(2025, 12, 3)


def euros(amount):
    return Money(Decimal(amount), "EUR")


@pytest.fixture
def take_over(scope, customer):
    def make(amount="350", number="A-17", **rest):
        money = amount if isinstance(amount, Money) else euros(amount)
        values = {"document_date": NOVEMBER, "due_date": DECEMBER, "amount": money}
        opening = OpeningReceivable(customer.pk, number, **values | rest)
        return take_over_receivable(scope, opening_date=NEW_YEAR, opening=opening)

    return make


def test_it_keeps_its_number_and_days_and_books_neither_tax_nor_revenue(take_over, company):
    invoice = take_over()

    assert (invoice.number, invoice.issue_date, invoice.due_date) == ("A-17", NOVEMBER, DECEMBER)
    entry = invoice.journal_entry
    assert (entry.kind, entry.entry_date, entry.document_date) == ("OPENING", NEW_YEAR, NOVEMBER)
    assert books.lines(entry) == [("receivable", 350, 0), ("opening", 0, 350)]
    assert not TaxLine.objects.exists()
    assert opening_difference(company.pk) == -350


def test_it_is_overdue_and_paid_like_any_other(scope, customer, take_over):
    invoice = take_over()

    assert invoice_standings([invoice], today=NEW_YEAR)[invoice.pk].overdue_days == 29
    draft = PaymentDraft(customer.pk, euros("350"), NEW_YEAR, "k", [AllocationDraft(invoice.pk)])
    record_payment(scope, draft=draft)

    assert invoice_standings([invoice], today=NEW_YEAR)[invoice.pk].state == "PAID"


def test_a_credit_stands_to_their_credit(take_over):
    note = take_over("80", "C-3", type="CREDIT_NOTE")

    assert books.lines(note.journal_entry) == [("receivable", 0, 80), ("opening", 80, 0)]


def test_dollars_are_taken_over_at_their_worth(take_over):
    invoice = take_over(amount=Money(Decimal(100), "USD"), base_amount=euros("91.50"))

    line = invoice.journal_entry.lines.get(line_no=1)
    assert (line.currency, line.currency_amount, line.debit) == ("USD", 100, Decimal("91.50"))
    assert invoice.exchange_rate == Decimal("0.915")


def test_a_number_is_taken_over_once(take_over):
    take_over()

    with pytest.raises(NumberTaken):
        take_over()


def test_nothing_open_is_not_taken_over(take_over):
    with pytest.raises(InvoiceAsksNothing):
        take_over("0")


def test_a_salesperson_takes_nothing_over(sales_scope, customer):
    opening = OpeningReceivable(customer.pk, "A-1", NOVEMBER, DECEMBER, euros("1"))

    with pytest.raises(AccessDenied, match=r"accounting\.post_opening_balance"):
        take_over_receivable(sales_scope, opening_date=NEW_YEAR, opening=opening)
