"""People press the button at once. Real transactions, so these tests empty the tables afterwards."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from accounting.ledger.entries import Allocation, JournalEntry, OpenItem
from accounting.receivables.models import Invoice, Payment
from accounting.receivables.operations.crediting import CreditDraft, credit_invoice
from accounting.receivables.operations.issuing import issue_invoice
from accounting.receivables.operations.payments import record_payment
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft
from accounting.receivables.refusals import AdvanceUsed, CreditTooHigh, InvoiceNotDraft, MoreThanOwed
from erp.money import Money
from tests.accounting.receivables.conftest import TODAY

pytestmark = pytest.mark.django_db(transaction=True)
APRIL_10 = datetime.date(2026, 4, 10)
REFUSALS = (InvoiceNotDraft, MoreThanOwed, CreditTooHigh, AdvanceUsed)


def outcome(act):
    try:
        return act()
    except REFUSALS as refusal:
        return type(refusal)
    finally:
        connection.close()


def at_once(*acts):
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(outcome, acts))


def payment_of(customer, invoice, amount, key):
    return PaymentDraft(
        customer.pk,
        Money(Decimal(amount), "EUR"),
        APRIL_10,
        key,
        [AllocationDraft(invoice.pk, Money(Decimal(amount), "EUR"))],
    )


def test_one_invoice_is_issued_once(scope, draft):
    invoice_id = draft().pk

    found = at_once(*[lambda: issue_invoice(scope, invoice_id=invoice_id, issue_date=TODAY).number] * 4)

    assert sorted(found, key=str) == [InvoiceNotDraft] * 3 + ["INV-2026-00001"]
    assert JournalEntry.objects.count() == 1


def test_numbers_have_no_gaps_and_no_doubles(scope, draft):
    ids = [draft().pk for _ in range(12)]

    found = at_once(
        *[lambda pk=pk: issue_invoice(scope, invoice_id=pk, issue_date=TODAY).number for pk in ids]
    )

    assert sorted(found) == [f"INV-2026-{n:05d}" for n in range(1, 13)]


def test_two_payments_at_once_never_overpay_an_invoice(scope, customer, issued):
    invoice = issued()
    acts = [
        lambda key=key: record_payment(scope, draft=payment_of(customer, invoice, "119", key)).number
        for key in ("a", "b")
    ]

    found = at_once(*acts)

    assert sorted(found, key=str) == [MoreThanOwed, "RCT-2026-00001"]
    assert OpenItem.objects.get(entry=invoice.journal_entry).open_amount == 0
    assert sum(Allocation.objects.values_list("amount", flat=True)) == 119


def test_the_same_payment_twice_at_once_is_recorded_once(scope, customer, issued):
    invoice = issued()

    found = at_once(
        *[lambda: record_payment(scope, draft=payment_of(customer, invoice, "119", "k")).pk] * 4
    )

    assert len(set(found)) == 1
    assert Payment.objects.count() == 1


def test_a_payment_and_a_credit_note_at_once_settle_no_more_than_is_owed(scope, customer, issued):
    invoice = issued()

    at_once(
        lambda: record_payment(scope, draft=payment_of(customer, invoice, "119", "k")).pk,
        lambda: credit_invoice(scope, credit=CreditDraft(invoice.pk, "RETURN"), issue_date=APRIL_10).pk,
    )

    assert OpenItem.objects.get(entry=invoice.journal_entry).open_amount == 0
    assert sum(Allocation.objects.values_list("amount", flat=True)) == 119


def test_two_credit_notes_at_once_give_back_no_more_than_was_invoiced(scope, issued):
    invoice = issued()

    def act():
        credit = CreditDraft(invoice.pk, "RETURN")
        return credit_invoice(scope, credit=credit, issue_date=APRIL_10).number

    found = at_once(act, act)

    assert sorted(found, key=str) == [CreditTooHigh, "CN-2026-00001"]


def test_an_advance_is_deducted_once_by_two_invoices_at_once(scope, customer, issued, draft):
    advance = issued(type="ADVANCE")
    record_payment(scope, draft=payment_of(customer, advance, "119", "k"))
    ids = [draft(("10", "100", "STANDARD"), advance_ids=[advance.pk]).pk for _ in range(2)]

    found = at_once(
        *[lambda pk=pk: issue_invoice(scope, invoice_id=pk, issue_date=APRIL_10).number for pk in ids]
    )

    assert sorted(found, key=str) == [AdvanceUsed, "INV-2026-00001"]
    assert Invoice.objects.filter(status="DRAFT").count() == 1
