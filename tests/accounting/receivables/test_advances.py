"""Taxable advances: taxed when the money comes, deducted net and tax by the final invoice."""

import datetime
from decimal import Decimal

import pytest

from accounting.currencies.models import ExchangeRate
from accounting.ledger.entries import JournalLine
from accounting.receivables.operations.crediting import (
    CreditDraft,
    credit_invoice,
    reverse_invoice,
)
from accounting.receivables.operations.issuing import issue_invoice
from accounting.receivables.operations.payments import record_payment
from accounting.receivables.operations.returns import reverse_payment
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft, ReversalDraft
from accounting.receivables.queries.advances import advance_remainders
from accounting.receivables.refusals import AdvanceUsed
from accounting.taxes.models import TaxLine
from erp.money import Money
from tests.accounting.receivables import books
from tests.accounting.receivables.conftest import TODAY

pytestmark = pytest.mark.django_db
APRIL_10 = datetime.date(2026, 4, 10)
APRIL_20 = datetime.date(2026, 4, 20)
JUNE_30 = datetime.date(2026, 6, 30)


@pytest.fixture
def advance(issued):
    """An advance invoice over 100 and 19 of tax."""
    return lambda *lines, **rest: issued(*lines, type="ADVANCE", **rest)


@pytest.fixture
def pay(scope, customer):
    def make(invoice, amount, on=APRIL_10, currency="EUR"):
        draft = PaymentDraft(
            customer.pk,
            Money(Decimal(amount), currency),
            on,
            f"{invoice.pk}:{on}",
            [AllocationDraft(invoice.pk)],
        )
        return record_payment(scope, draft=draft)

    return make


def received(advance):
    """The entries that receipts on the advance made, oldest first."""
    return [receipt.journal_entry for receipt in advance.receipts.order_by("pk")]


def all_lines():
    """The sum of debits less credits per account, over everything."""
    sums = {}
    for purpose, debit, credit in JournalLine.objects.values_list("account__purpose", "debit", "credit"):
        sums[purpose] = sums.get(purpose, 0) + debit - credit
    return {purpose: amount for purpose, amount in sums.items() if amount}


def test_an_advance_invoice_asks_and_owes_no_tax_yet(advance):
    invoice = advance()

    assert invoice.number == "ADV-2026-00001"
    assert books.lines(invoice.journal_entry) == [("receivable", 119, 0), ("advance_requested", 0, 119)]
    assert not TaxLine.objects.exists()
    assert (invoice.net, invoice.tax, invoice.gross) == (100, 19, 119)


def test_its_tax_is_owed_on_the_day_the_money_comes(advance, pay):
    invoice = advance()

    pay(invoice, "119")

    (entry,) = received(invoice)
    assert books.lines(entry) == [
        ("advance_requested", 119, 0),
        ("advance_received", 0, 100),
        ("tax_output", 0, 19),
    ]
    tax = TaxLine.objects.get()
    assert (tax.base, tax.tax, tax.tax_point_date, tax.return_period) == (100, 19, APRIL_10, "2026-04")
    assert all_lines() == {"bank": 119, "advance_received": -100, "tax_output": -19}


def test_parts_bring_net_and_tax_that_add_up_exactly(advance, pay):
    invoice = advance(("1", "100", "STANDARD"), ("1", "10", "REDUCED"))

    pay(invoice, "43.23")
    pay(invoice, "43.23", on=APRIL_20)
    pay(invoice, "43.24", on=JUNE_30)

    rows = [(r.tax_code.code, r.net, r.tax) for r in invoice.receipts.order_by("pk")]
    totals = {
        code: (sum(n for c, n, _ in rows if c == code), sum(t for c, _, t in rows if c == code))
        for code in ("STANDARD", "REDUCED")
    }
    assert totals == {"STANDARD": (100, 19), "REDUCED": (10, Decimal("0.70"))}
    # each payment is used up by what it brought: 43.23 + 43.23 + 43.24 = 129.70
    assert sum(n + t for _, n, t in rows) == Decimal("129.70")


def test_the_final_invoice_deducts_net_and_tax_with_reference(advance, pay, issued):
    paid = advance()
    pay(paid, "119")

    final = issued(("10", "100", "STANDARD"), issue_date=JUNE_30, advance_ids=[paid.pk])

    # 1,000 + 190 = 1,190; less 100 + 19 = 1,071 to pay
    assert (final.net, final.tax, final.gross, final.payable) == (1000, 190, 1190, 1071)
    assert books.lines(final.journal_entry) == [
        ("receivable", 1071, 0),
        ("advance_received", 100, 0),
        ("tax_output", 19, 0),
        ("sales", 0, 1000),
        ("tax_output", 0, 190),
    ]
    assert books.taxes(final.journal_entry) == [("STANDARD", -100, -19), ("STANDARD", 1000, 190)]
    (deduction,) = final.deductions.all()
    assert (deduction.advance, deduction.net, deduction.tax) == (paid, 100, 19)
    assert advance_remainders([paid.pk]) == []
    # in sum: 1,000 of revenue and 190 of tax, once
    assert all_lines() == {"bank": 119, "receivable": 1071, "sales": -1000, "tax_output": -190}


def test_what_was_paid_of_an_advance_is_deducted_and_no_more(advance, pay, issued):
    partly = advance()
    pay(partly, "59.50")

    final = issued(("10", "100", "STANDARD"), issue_date=JUNE_30, advance_ids=[partly.pk])

    assert final.payable == Decimal("1130.50")


def test_an_advance_larger_than_the_invoice_pays_it_and_keeps_the_rest(advance, pay, issued):
    paid = advance(("1", "1000", "STANDARD"))
    pay(paid, "1190")

    final = issued(("1", "100", "STANDARD"), issue_date=JUNE_30, advance_ids=[paid.pk])

    assert (final.gross, final.payable) == (119, 0)
    (left,) = advance_remainders([paid.pk])
    assert (left.open_net, left.tax_of(left.open_net)) == (900, 171)


def test_an_advance_is_deducted_once(scope, advance, pay, draft):
    paid = advance()
    pay(paid, "119")
    first, second = (draft(("10", "100", "STANDARD"), advance_ids=[paid.pk]) for _ in range(2))
    issue_invoice(scope, invoice_id=first.pk, issue_date=JUNE_30)

    with pytest.raises(AdvanceUsed):
        issue_invoice(scope, invoice_id=second.pk, issue_date=JUNE_30)

    assert second.deductions.get().base_net is None


def test_reversing_the_final_invoice_gives_the_advance_free_again(scope, advance, pay, issued):
    paid = advance()
    pay(paid, "119")
    final = issued(("10", "100", "STANDARD"), issue_date=JUNE_30, advance_ids=[paid.pk])

    note = reverse_invoice(scope, invoice_id=final.pk, issue_date=JUNE_30)

    assert (note.gross, note.payable) == (1190, 1071)
    (left,) = advance_remainders([paid.pk])
    assert left.open_net == 100
    assert all_lines() == {"bank": 119, "advance_received": -100, "tax_output": -19}
    again = issued(("10", "100", "STANDARD"), issue_date=JUNE_30, advance_ids=[paid.pk])
    assert again.payable == 1071


def test_a_payment_that_came_back_takes_its_tax_back(scope, advance, pay):
    invoice = advance()
    payment = pay(invoice, "119")

    reverse_payment(scope, payment_id=payment.pk, reversal=ReversalDraft(APRIL_20, status="RETURNED"))

    assert books.open_amounts(invoice.journal_entry) == [119]
    assert sum(TaxLine.objects.values_list("tax", flat=True)) == 0
    assert all_lines() == {"receivable": 119, "advance_requested": -119}
    assert advance_remainders([invoice.pk]) == []


def test_a_payment_whose_advance_was_deducted_does_not_go_back(scope, advance, pay, issued):
    paid = advance()
    payment = pay(paid, "119")
    issued(("10", "100", "STANDARD"), issue_date=JUNE_30, advance_ids=[paid.pk])

    with pytest.raises(AdvanceUsed):
        reverse_payment(scope, payment_id=payment.pk, reversal=ReversalDraft(JUNE_30, status="RETURNED"))

    payment.refresh_from_db()
    assert payment.status == "POSTED"


def test_an_unpaid_advance_is_credited_without_tax(scope, advance):
    invoice = advance()

    credit_invoice(scope, credit=CreditDraft(invoice.pk, "CANCELLATION"), issue_date=APRIL_20)

    assert all_lines() == {}
    assert not TaxLine.objects.exists()


def test_a_paid_advance_is_credited_with_its_tax_and_stands_to_their_credit(scope, advance, pay):
    invoice = advance()
    pay(invoice, "119")

    note = credit_invoice(scope, credit=CreditDraft(invoice.pk, "CANCELLATION"), issue_date=APRIL_20)

    assert books.lines(note.journal_entry) == [
        ("receivable", 0, 119),
        ("advance_received", 100, 0),
        ("tax_output", 19, 0),
    ]
    assert books.open_amounts(note.journal_entry) == [119, 0]
    assert sum(TaxLine.objects.values_list("tax", flat=True)) == 0
    assert all_lines() == {"bank": 119, "receivable": -119}


def test_in_another_currency_the_advance_keeps_the_worth_of_its_payment(advance, pay, issued):
    for day, rate in ((TODAY, "0.90"), (APRIL_10, "0.95"), (JUNE_30, "0.80")):
        ExchangeRate.objects.create(
            base_currency="USD", quote_currency="EUR", rate_date=day, rate=Decimal(rate), source="test"
        )
    paid = advance(("1", "100", "STANDARD"), currency="USD")
    pay(paid, "119", currency="USD")

    # 119 USD came for 113.05 EUR; no gain is left of it
    assert all_lines() == {
        "bank": Decimal("113.05"),
        "advance_received": Decimal("-95.00"),
        "tax_output": Decimal("-18.05"),
        "fx_gain": Decimal("-5.95"),
        "fx_loss": Decimal("5.95"),
    }
    final = issued(("2", "100", "STANDARD"), currency="USD", issue_date=JUNE_30, advance_ids=[paid.pk])

    # 119 USD to pay at 0.80 = 95.20, with the advance at 113.05: 208.25 over 200 and 38
    assert books.lines(final.journal_entry) == [
        ("receivable", Decimal("95.20"), 0),
        ("advance_received", Decimal("95.00"), 0),
        ("tax_output", Decimal("18.05"), 0),
        ("sales", 0, Decimal("175.00")),
        ("tax_output", 0, Decimal("33.25")),
    ]
