"""Money from customers: exact to the cent, once per key, never more than is owed."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounting.currencies.models import ExchangeRate
from accounting.ledger.entries import Allocation, JournalEntry
from accounting.receivables.models import Payment
from accounting.receivables.operations.payments import allocate_payment, record_payment
from accounting.receivables.operations.refunds import refund_payment
from accounting.receivables.operations.returns import reverse_payment
from accounting.receivables.payment_drafts import (
    AllocationDraft,
    PaymentDraft,
    RefundDraft,
    ReversalDraft,
)
from accounting.receivables.refusals import (
    KeyReused,
    MoreThanOwed,
    MoreThanPaid,
    NothingOnAccount,
    NotOfThisCustomer,
    PaymentNotPosted,
)
from erp.access.decisions import AccessDenied
from erp.money import Money
from tests.accounting.receivables import books
from tests.accounting.receivables.conftest import TODAY

pytestmark = pytest.mark.django_db
APRIL_10 = datetime.date(2026, 4, 10)
APRIL_20 = datetime.date(2026, 4, 20)


def euros(amount):
    return Money(Decimal(amount), "EUR")


@pytest.fixture
def pay(scope, customer):
    """Record a payment of the customer: pay("119", (invoice, "119"), ...); an amount may be left out."""

    def make(amount, *parts, key="", **rest):
        allocations = [
            AllocationDraft(part[0].pk, euros(part[1]) if len(part) > 1 else None) for part in parts
        ]
        values = {
            "customer_account_id": customer.pk,
            "booked_date": APRIL_10,
            "amount": amount if isinstance(amount, Money) else euros(amount),
        }
        key = key or f"key-{Payment.objects.count()}"
        return record_payment(
            scope, draft=PaymentDraft(**values | {"allocations": allocations} | rest, key=key)
        )

    return make


def test_a_full_payment_settles_the_invoice(issued, pay):
    invoice = issued()

    payment = pay("119", (invoice,), reference="INV-2026-00001")

    assert books.lines(payment.journal_entry) == [("bank", 119, 0), ("receivable", 0, 119)]
    assert books.open_amounts(invoice.journal_entry) == [0]
    assert (payment.number, payment.status, payment.value_date) == ("RCT-2026-00001", "POSTED", APRIL_10)
    assert payment.journal_entry.source == f"payment:{payment.pk}:record"


def test_one_payment_settles_several_invoices_partly_and_leaves_the_rest_on_account(issued, pay):
    first, second = issued(), issued(("2", "100", "STANDARD"))

    payment = pay("200", (first, "119"), (second, "50"))

    assert books.open_amounts(first.journal_entry) == [0]
    assert books.open_amounts(second.journal_entry) == [188]
    # 200 - 119 - 50
    assert books.open_amounts(payment.journal_entry) == [31]


def test_the_earliest_due_date_is_paid_first(term, issued, pay):
    halves = term(("50", 30), ("50", 0))
    invoice = issued(payment_term_id=halves.pk)

    pay("60", (invoice,))

    # 119 in halves 59.50 and 59.50: due now paid, 0.50 of the later one
    assert books.open_amounts(invoice.journal_entry) == [0, 59]


def test_what_stayed_on_account_is_allocated_later(scope, issued, pay):
    payment = pay("300")
    invoice = issued()

    allocate_payment(
        scope,
        payment_id=payment.pk,
        allocations=[AllocationDraft(invoice.pk)],
        allocation_date=APRIL_20,
    )

    assert books.open_amounts(invoice.journal_entry) == [0]
    assert books.open_amounts(payment.journal_entry) == [181]
    assert Allocation.objects.get().allocation_date == APRIL_20


def test_more_than_is_open_is_refused_in_words_and_posts_nothing(issued, pay):
    invoice = issued()

    with pytest.raises(MoreThanOwed, match=r"INV-2026-00001 has 119.00 EUR open; 120.00 EUR is more"):
        pay("200", (invoice, "120"))

    assert not Payment.objects.exists()
    assert books.open_amounts(invoice.journal_entry) == [119]


def test_parts_that_exceed_the_payment_are_refused(issued, pay):
    first, second = issued(), issued()

    with pytest.raises(MoreThanPaid, match=r"150.00 EUR"):
        pay("150", (first, "119"), (second, "32"))

    assert not Payment.objects.exists()


def test_the_same_invoice_twice_in_one_payment_is_not_overpaid(issued, pay):
    invoice = issued()

    with pytest.raises(MoreThanOwed):
        pay("200", (invoice, "100"), (invoice, "20"))

    assert books.open_amounts(invoice.journal_entry) == [119]


def test_the_invoice_of_another_customer_is_refused(new_customer, issued, pay):
    foreign = issued(customer_account_id=new_customer("Green Ltd").pk)

    with pytest.raises(NotOfThisCustomer):
        pay("119", (foreign,))

    assert not Payment.objects.exists()


def test_the_same_key_returns_the_first_payment_and_changes_nothing(issued, pay):
    invoice = issued()
    first = pay("119", (invoice,), key="bank:77")

    second = pay("119", (invoice,), key="bank:77")

    assert second.pk == first.pk
    assert (Payment.objects.count(), JournalEntry.objects.count()) == (1, 2)


def test_the_same_key_for_another_amount_is_refused(pay):
    pay("119", key="bank:77")

    with pytest.raises(KeyReused):
        pay("120", key="bank:77")


def test_a_payment_of_nothing_is_refused(pay):
    with pytest.raises(PaymentNotPosted):
        pay("0")


def test_stranger_is_denied_and_nothing_is_posted(stranger_scope, customer):
    draft = PaymentDraft(customer.pk, euros("5"), APRIL_10, "k")

    with pytest.raises(AccessDenied, match=r"accounting\.record_payment"):
        record_payment(stranger_scope, draft=draft)

    assert not Payment.objects.exists()
    assert not JournalEntry.objects.exists()


def test_a_discount_lessens_the_tax_with_the_price(scope, issued, pay, customer):
    invoice = issued(("1", "100", "STANDARD"), ("1", "10", "REDUCED"))
    # 119 + 10.70 = 129.70; 2 % = 2.594 -> 2.59; 127.11 paid
    allocation = AllocationDraft(
        invoice.pk, euros("127.11"), difference=euros("2.59"), difference_kind="DISCOUNT"
    )

    payment = pay("127.11", allocations=[allocation])

    assert books.open_amounts(invoice.journal_entry) == [0]
    entry = JournalEntry.objects.get(source=f"payment:{payment.pk}:difference:{invoice.pk}:1")
    # 2.59 over 10 : 0.70 : 100 : 19 by running totals: 0.20, 0.01, 2.00, 0.38
    assert books.lines(entry) == [
        ("receivable", 0, Decimal("2.59")),
        ("discount_given", Decimal("2.20"), 0),
        ("tax_output_reduced", Decimal("0.01"), 0),
        ("tax_output", Decimal("0.38"), 0),
    ]
    assert books.taxes(entry) == [
        ("REDUCED", Decimal("-0.20"), Decimal("-0.01")),
        ("STANDARD", Decimal("-2.00"), Decimal("-0.38")),
    ]
    assert set(Allocation.objects.values_list("difference_kind", "amount")) == {
        ("NONE", Decimal("127.11")),
        ("DISCOUNT", Decimal("2.59")),
    }


def test_a_fee_the_bank_kept_is_an_expense(issued, pay):
    invoice = issued()
    allocation = AllocationDraft(
        invoice.pk, euros("116.50"), difference=euros("2.50"), difference_kind="BANK_FEE"
    )

    payment = pay("116.50", allocations=[allocation])

    assert books.open_amounts(invoice.journal_entry) == [0]
    entry = JournalEntry.objects.get(source=f"payment:{payment.pk}:difference:{invoice.pk}:1")
    assert books.lines(entry) == [("receivable", 0, Decimal("2.50")), ("bank_fee", Decimal("2.50"), 0)]


def test_dollars_worth_more_when_paid_are_a_gain(rates, issued, pay):
    rates("USD", (TODAY, "0.90"), (APRIL_10, "0.95"))
    invoice = issued(("1", "100", "EXPORT"), currency="USD")

    payment = pay(Money(Decimal(100), "USD"), allocations=[AllocationDraft(invoice.pk)])

    assert books.lines(invoice.journal_entry) == [("receivable", 90, 0), ("sales", 0, 90)]
    assert books.lines(payment.journal_entry) == [("bank", 95, 0), ("receivable", 0, 95)]
    result = Allocation.objects.get()
    assert (result.debit_base_amount, result.credit_base_amount) == (90, 95)
    assert books.lines(result.difference_entry) == [("receivable", 5, 0), ("fx_gain", 0, 5)]


def test_euros_settle_a_dollar_invoice_by_what_was_agreed(rates, issued, pay):
    rates("USD", (TODAY, "0.90"))
    invoice = issued(("1", "100", "EXPORT"), currency="USD")
    allocation = AllocationDraft(invoice.pk, Money(Decimal(100), "USD"), paid=euros("92"))

    payment = pay("100", allocations=[allocation])

    lines = payment.journal_entry.lines.order_by("line_no")
    assert list(lines.values_list("currency", "currency_amount", "debit", "credit")) == [
        ("EUR", 100, 100, 0),
        ("USD", -100, 0, 92),
        ("EUR", -8, 0, 8),
    ]
    assert books.open_amounts(invoice.journal_entry) == [0]
    # 92 came for a claim of 90
    assert books.lines(Allocation.objects.get().difference_entry) == [
        ("receivable", 2, 0),
        ("fx_gain", 0, 2),
    ]


def test_a_returned_payment_opens_the_invoice_again_and_the_fee_is_ours(scope, issued, pay):
    invoice = issued()
    payment = pay("119", (invoice,))

    reverse_payment(
        scope,
        payment_id=payment.pk,
        reversal=ReversalDraft(APRIL_20, status="RETURNED", fee=euros("4.50")),
    )

    assert books.open_amounts(invoice.journal_entry) == [119]
    assert books.open_amounts(payment.journal_entry) == [0]
    assert Payment.objects.get().status == "RETURNED"
    reversal = JournalEntry.objects.get(reverses=payment.journal_entry)
    assert books.lines(reversal) == [("bank", 0, 119), ("receivable", 119, 0)]
    fee = JournalEntry.objects.get(source=f"payment:{payment.pk}:fee")
    assert books.lines(fee) == [("bank_fee", Decimal("4.50"), 0), ("bank", 0, Decimal("4.50"))]


def test_a_returned_payment_takes_its_discount_back(scope, issued, pay):
    invoice = issued()
    allocation = AllocationDraft(
        invoice.pk, euros("116.62"), difference=euros("2.38"), difference_kind="DISCOUNT"
    )
    payment = pay("116.62", allocations=[allocation])

    reverse_payment(scope, payment_id=payment.pk, reversal=ReversalDraft(APRIL_20, status="RETURNED"))

    assert books.open_amounts(invoice.journal_entry) == [119]
    taxes = [row for entry in JournalEntry.objects.all() for row in books.taxes(entry)]
    # 100 and 19 invoiced; discount -2.00 and -0.38, and back
    assert sum(tax for _, _, tax in taxes) == 19


def test_a_payment_is_taken_back_once(scope, pay):
    payment = pay("119")
    reverse_payment(scope, payment_id=payment.pk, reversal=ReversalDraft(APRIL_20))

    with pytest.raises(PaymentNotPosted):
        reverse_payment(scope, payment_id=payment.pk, reversal=ReversalDraft(APRIL_20))


def test_money_on_account_is_given_back_oldest_first(scope, customer, pay):
    first, second = pay("30"), pay("50", booked_date=APRIL_20)

    refund = refund_payment(scope, draft=RefundDraft(customer.pk, euros("40"), APRIL_20, "refund:1"))

    assert books.lines(refund.journal_entry) == [("receivable", 40, 0), ("bank", 0, 40)]
    assert (refund.number, refund.direction) == ("RFD-2026-00001", "REFUND")
    assert books.open_amounts(first.journal_entry) == [0]
    assert books.open_amounts(second.journal_entry) == [40]


def test_more_than_stands_to_their_credit_is_not_given_back(scope, customer, pay):
    pay("30")

    with pytest.raises(NothingOnAccount, match=r"Only 30.00 EUR"):
        refund_payment(scope, draft=RefundDraft(customer.pk, euros("40"), APRIL_20, "refund:1"))


def test_a_refund_taken_back_stands_to_their_credit_again(scope, customer, pay):
    payment = pay("30")
    refund = refund_payment(scope, draft=RefundDraft(customer.pk, euros("30"), APRIL_10, "refund:1"))

    reverse_payment(scope, payment_id=refund.pk, reversal=ReversalDraft(APRIL_20))

    assert books.open_amounts(payment.journal_entry) == [30]


def test_a_payment_costs_a_fixed_number_of_statements(scope, customer, issued):
    invoice = issued()
    draft = PaymentDraft(
        customer.pk, euros("119"), APRIL_10, "k", allocations=[AllocationDraft(invoice.pk)]
    )

    with CaptureQueriesContext(connection) as captured:
        record_payment(scope, draft=draft)

    statements = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
    assert len(statements) <= 11


@pytest.fixture
def rates():
    """Say what one unit of a currency is worth in euros from days on."""

    def make(currency, *rows):
        ExchangeRate.objects.bulk_create(
            ExchangeRate(
                base_currency=currency,
                quote_currency="EUR",
                rate_date=day,
                rate=Decimal(rate),
                source="test",
            )
            for day, rate in rows
        )

    return make
