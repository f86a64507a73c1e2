"""Credit notes, reversals, and invoices written anew."""

import datetime
from decimal import Decimal

import pytest

from accounting.currencies.models import ExchangeRate
from accounting.ledger.entries import Allocation, JournalEntry
from accounting.receivables.models import Invoice
from accounting.receivables.operations.crediting import (
    CreditDraft,
    CreditLine,
    NoReason,
    correct_invoice,
    credit_invoice,
    reverse_invoice,
)
from accounting.receivables.operations.issuing import issue_invoice
from accounting.receivables.operations.payments import apply_credit_note, record_payment
from accounting.receivables.operations.refunds import refund_payment
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft, RefundDraft
from accounting.receivables.queries.invoices import invoice_standings
from accounting.receivables.refusals import CreditTooHigh, InvoiceNotIssued
from accounting.taxes.models import TaxLine
from erp.access.decisions import AccessDenied
from erp.money import Money
from tests.accounting.receivables import books
from tests.accounting.receivables.conftest import TODAY

pytestmark = pytest.mark.django_db
APRIL_10 = datetime.date(2026, 4, 10)


def euros(amount):
    return Money(Decimal(amount), "EUR")


@pytest.fixture
def credit(scope):
    def make(invoice, *lines, reason="RETURN", **rest):
        given_back = [
            CreditLine(no, Decimal(quantity), *price) for no, quantity, *price in lines
        ] or None
        return credit_invoice(
            scope, credit=CreditDraft(invoice.pk, reason, given_back, **rest), issue_date=APRIL_10
        )

    return make


@pytest.fixture
def paid(scope, customer):
    def make(invoice, amount="119"):
        draft = PaymentDraft(
            customer.pk, euros(amount), APRIL_10, f"p{invoice.pk}", [AllocationDraft(invoice.pk)]
        )
        return record_payment(scope, draft=draft)

    return make


def test_goods_taken_back_lessen_revenue_tax_and_what_is_owed(issued, credit):
    invoice = issued(("5", "20", "STANDARD"), ("1", "10", "REDUCED"))

    note = credit(invoice, (1, "2"))

    # 2 x 20 = 40, 19 % = 7.60
    assert (note.number, note.type, note.gross) == ("CN-2026-00001", "CREDIT_NOTE", Decimal("47.60"))
    assert books.lines(note.journal_entry) == [
        ("receivable", 0, Decimal("47.60")),
        ("sales", 40, 0),
        ("tax_output", Decimal("7.60"), 0),
    ]
    assert books.taxes(note.journal_entry) == [("STANDARD", -40, Decimal("-7.60"))]
    # 119 + 10.70 - 47.60
    assert books.open_amounts(invoice.journal_entry) == [Decimal("82.10")]
    assert books.open_amounts(note.journal_entry) == [0]
    assert (note.corrects, note.reason) == (invoice, "RETURN")


def test_a_price_is_lowered_for_all_of_a_quantity(issued, credit):
    invoice = issued(("5", "20", "STANDARD"))

    note = credit(invoice, (1, "5", Decimal("1.50")), reason="PRICE")

    # 5 x 1.50 = 7.50, 19 % = 1.425 -> 1.43
    assert (note.net, note.tax) == (Decimal("7.50"), Decimal("1.43"))


def test_a_whole_credit_for_cancellation_is_the_reversal_of_the_entry(scope, term, issued):
    halves = term(("50", 0), ("50", 30))
    invoice = issued(payment_term_id=halves.pk)

    note = reverse_invoice(scope, invoice_id=invoice.pk, issue_date=APRIL_10)

    entry = note.journal_entry
    assert (entry.kind, entry.reverses_id, entry.is_storno) == (
        "REVERSAL",
        invoice.journal_entry_id,
        False,
    )
    assert entry.source == f"invoice:{note.pk}:issue"
    assert books.lines(entry) == [
        ("receivable", 0, Decimal("59.50")),
        ("receivable", 0, Decimal("59.50")),
        ("sales", 100, 0),
        ("tax_output", 19, 0),
    ]
    assert books.taxes(entry) == [("STANDARD", -100, -19)]
    assert TaxLine.objects.get(entry=entry).return_period == "2026-04"
    assert books.open_amounts(invoice.journal_entry) == [0, 0]
    assert books.open_amounts(entry) == [0, 0]
    standing = invoice_standings([invoice], today=APRIL_10)[invoice.pk]
    assert standing.state == "CREDITED"


def test_a_company_with_storno_reverses_on_the_original_side(scope, company, issued):
    company.uses_storno = True
    company.save()
    invoice = issued()

    note = reverse_invoice(scope, invoice_id=invoice.pk, issue_date=APRIL_10)

    assert note.journal_entry.is_storno


def test_what_was_paid_stands_to_their_credit_and_settles_the_next_invoice(scope, issued, credit, paid):
    invoice, following = issued(), issued()
    paid(invoice)

    note = credit(invoice)
    apply_credit_note(
        scope,
        credit_note_id=note.pk,
        allocations=[AllocationDraft(following.pk, euros("100"))],
        allocation_date=APRIL_10,
    )

    assert books.open_amounts(note.journal_entry) == [19]
    assert books.open_amounts(following.journal_entry) == [19]


def test_what_stands_to_their_credit_is_refunded(scope, customer, issued, credit, paid):
    invoice = issued()
    paid(invoice)
    note = credit(invoice)

    refund_payment(scope, draft=RefundDraft(customer.pk, euros("119"), APRIL_10, "r"))

    assert books.open_amounts(note.journal_entry) == [0]


def test_more_than_was_invoiced_is_not_credited(issued, credit):
    invoice = issued(("5", "20", "STANDARD"))
    credit(invoice, (1, "3"))

    # 119 - 71.40 = 47.60 left; 3 more would be 71.40
    with pytest.raises(CreditTooHigh, match=r"only 47.60 EUR is left"):
        credit(invoice, (1, "3"))

    assert Invoice.objects.filter(type="CREDIT_NOTE").count() == 1


@pytest.mark.parametrize("line", [(1, "6"), (1, "0"), (9, "1"), (1, "1", Decimal("20.01"))])
def test_a_line_gives_back_what_it_holds_and_no_more(issued, credit, line):
    invoice = issued(("5", "20", "STANDARD"))

    with pytest.raises(CreditTooHigh):
        credit(invoice, line)

    assert not Invoice.objects.filter(type="CREDIT_NOTE").exists()


def test_a_credit_note_says_why(issued, credit):
    with pytest.raises(NoReason):
        credit(issued(), reason="")


def test_a_draft_is_not_credited(draft, credit):
    with pytest.raises(InvoiceNotIssued):
        credit(draft())


def test_it_bears_the_rate_of_the_invoice_when_the_rate_has_changed(company, issued, credit):
    invoice = issued()
    company.taxcode_set.get(code="STANDARD").rates.create(start_date=APRIL_10, rate_percent=20)

    assert credit(invoice).tax == 19


def test_it_bears_the_exchange_rate_of_the_invoice(issued, credit):
    for day, rate in ((TODAY, "0.90"), (APRIL_10, "0.95")):
        ExchangeRate.objects.create(
            base_currency="USD", quote_currency="EUR", rate_date=day, rate=Decimal(rate), source="test"
        )
    invoice = issued(("1", "100", "EXPORT"), currency="USD")

    note = credit(invoice)

    assert books.lines(note.journal_entry) == [("receivable", 0, 90), ("sales", 90, 0)]
    assert Allocation.objects.get().difference_entry is None


def test_correcting_takes_the_invoice_back_and_drafts_it_anew_in_one_act(scope, issued):
    invoice = issued(("5", "20", "STANDARD"), customer_order_number="PO-7")

    correction = correct_invoice(scope, invoice_id=invoice.pk, issue_date=APRIL_10)

    assert books.open_amounts(invoice.journal_entry) == [0]
    assert (correction.draft.status, correction.draft.corrects) == ("DRAFT", invoice)
    assert correction.draft.customer_order_number == "PO-7"
    again = issue_invoice(scope, invoice_id=correction.draft.pk, issue_date=APRIL_10)
    assert (again.number, again.gross) == ("INV-2026-00002", 119)


def test_who_may_only_issue_may_not_credit(sales_scope, issued):
    invoice = issued()

    with pytest.raises(AccessDenied, match=r"accounting\.credit_invoice"):
        credit_invoice(sales_scope, credit=CreditDraft(invoice.pk, "RETURN"), issue_date=APRIL_10)

    assert JournalEntry.objects.count() == 1
