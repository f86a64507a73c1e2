"""
What was committed earlier is taken back, settled and closed by later acts.

Tests within one transaction do not see the guards that let a document be completed by the transaction
that posts it; these commit each act, as people do.
"""

import datetime
from decimal import Decimal

import pytest

from accounting.ledger.allocations import reverse_allocation
from accounting.ledger.entries import Balance
from accounting.ledger.manual_journals import (
    Voucher,
    VoucherLine,
    draft_manual_journal,
    post_manual_journal,
    reverse_manual_journal,
)
from accounting.ledger.models import FiscalYear, Period
from accounting.ledger.periods import close_period, reopen_period
from accounting.ledger.year_end import close_fiscal_year
from accounting.payables.operations.approving import reverse_bill
from accounting.payables.operations.paying import pay_bills, reverse_bill_payment
from accounting.receivables.operations.crediting import (
    CreditDraft,
    correct_invoice,
    credit_invoice,
    reverse_invoice,
)
from accounting.receivables.operations.differences import WriteOff, write_off_item
from accounting.receivables.operations.issuing import issue_invoice
from accounting.receivables.operations.payments import (
    allocate_payment,
    apply_credit_note,
    record_payment,
)
from accounting.receivables.operations.refunds import refund_payment
from accounting.receivables.operations.returns import reverse_payment
from accounting.receivables.payment_drafts import AllocationDraft, RefundDraft, ReversalDraft
from accounting.setup.operations import open_fiscal_year
from erp.money import Money
from tests.races.market import Market, broken, open_amount
from tests.trading import TODAY


def test_an_invoice_is_reversed_corrected_and_issued_again(market: Market) -> None:
    first, second = market.issued(), market.issued()

    note = reverse_invoice(market.scope, invoice_id=first.pk, issue_date=TODAY)
    correction = correct_invoice(market.scope, invoice_id=second.pk, issue_date=TODAY)
    again = issue_invoice(market.scope, invoice_id=correction.draft.pk, issue_date=TODAY)

    assert note.journal_entry.reverses_id == first.journal_entry_id
    assert again.corrects_id == second.pk
    left = [open_amount(each.journal_entry_id) for each in (first, note, second, again)]
    assert left == [0, 0, 0, 119]
    assert broken() == []


def test_a_credit_note_settles_another_invoice_and_the_rest_is_refunded(market: Market) -> None:
    paid, owed = market.issued(), market.issued("50")
    record_payment(market.scope, draft=market.payment("119", market.key(), paid))
    note = credit_invoice(market.scope, credit=CreditDraft(paid.pk, "RETURN"), issue_date=TODAY)

    apply_credit_note(
        market.scope,
        credit_note_id=note.pk,
        allocations=[AllocationDraft(owed.pk)],
        allocation_date=TODAY,
    )

    # 119 stood to their credit, 59.50 were owed
    assert (open_amount(owed.journal_entry_id), open_amount(note.journal_entry_id)) == (
        0,
        Decimal("59.5"),
    )
    left = Money(Decimal("59.50"), "EUR")
    refund_payment(market.scope, draft=RefundDraft(market.customer.pk, left, TODAY, market.key()))
    assert open_amount(note.journal_entry_id) == 0
    assert broken() == []


def test_a_payment_is_allocated_taken_back_and_its_allocation_too(market: Market) -> None:
    invoice = market.issued()
    payment = record_payment(market.scope, draft=market.payment("200", market.key()))
    (row,) = allocate_payment(
        market.scope,
        payment_id=payment.pk,
        allocations=[AllocationDraft(invoice.pk)],
        allocation_date=TODAY,
    )

    reverse_allocation(market.scope, allocation_id=row.pk, allocation_date=TODAY)
    open_again = (open_amount(invoice.journal_entry_id), open_amount(payment.journal_entry_id))
    reversal = ReversalDraft(TODAY, "RETURNED", fee=Money(Decimal(3), "EUR"))
    returned = reverse_payment(market.scope, payment_id=payment.pk, reversal=reversal)

    assert open_again == (119, 200)
    assert returned.status == "RETURNED"
    assert open_amount(payment.journal_entry_id) == 0
    assert broken() == []


def test_a_debt_is_written_off(market: Market) -> None:
    invoice = market.issued()

    write_off_item(market.scope, write_off=WriteOff(invoice.pk, TODAY, reason="insolvent"))

    assert open_amount(invoice.journal_entry_id) == 0
    assert broken() == []


def test_a_bill_payment_and_then_the_bill_are_taken_back(market: Market) -> None:
    bill = market.approved_bill()
    payment = pay_bills(market.scope, draft=market.bill_payment("119", market.key(), bill))

    payment = reverse_bill_payment(
        market.scope, bill_payment_id=payment.pk, entry_date=TODAY, reason="wrong account"
    )
    bill = reverse_bill(market.scope, bill_id=bill.pk, entry_date=TODAY, reason="billed twice")

    assert (payment.status, bill.status) == ("REVERSED", "REVERSED")
    entries = (payment.journal_entry_id, bill.journal_entry_id)
    assert [open_amount(entry) for entry in entries] == [0, 0]
    assert broken() == []


def test_a_manual_journal_is_reversed(market: Market) -> None:
    accounts = market.books.accounts
    lines = [VoucherLine(accounts["rent"], debit=Decimal(10))]
    lines.append(VoucherLine(accounts["bank"], credit=Decimal(10)))
    voucher = Voucher(market.books.branch.pk, TODAY, "rent of March", lines)
    journal = draft_manual_journal(market.scope, voucher=voucher)
    post_manual_journal(market.scope, manual_journal_id=journal.pk)

    entry = reverse_manual_journal(
        market.scope, manual_journal_id=journal.pk, entry_date=TODAY, reason="twice"
    )

    journal.refresh_from_db()
    assert entry.reverses_id == journal.journal_entry_id
    assert broken() == []


@pytest.mark.parametrize("uses_storno", [False, True])
def test_a_year_is_closed_and_its_result_carried_forward(own_market: Market, uses_storno: bool) -> None:
    market = own_market
    type(market.company).objects.filter(pk=market.company.pk).update(uses_storno=uses_storno)
    year = FiscalYear.objects.get(company=market.company)
    open_fiscal_year(market.scope, company_id=market.company.pk, start_date=datetime.date(2027, 1, 1))
    before = result_of(year)
    market.issued("500")
    reverse_invoice(market.scope, invoice_id=market.issued("70").pk, issue_date=TODAY)
    market.approved_bill("200")
    periods = Period.objects.filter(fiscal_year=year, kind="REGULAR").order_by("start_date")

    for period in periods:
        close_period(market.scope, period_id=period.pk)
    reopen_period(market.second_scope, period_id=periods.last().pk, reason="a late bill")
    close_period(market.scope, period_id=periods.last().pk)
    closed = close_fiscal_year(market.scope, fiscal_year_id=year.pk)

    # 500 of revenue less 200 of expense
    assert closed.is_closed
    assert result_of(year) == 0
    retained = Balance.objects.filter(
        period__fiscal_year__start_date__year=2027, account__purpose="retained_earnings"
    )
    assert [row.credit - row.debit for row in retained] == [before + 300]
    assert broken() == []


def result_of(year: FiscalYear) -> Decimal:
    """Return revenue less expense of a year, closing entries included."""
    rows = Balance.objects.filter(
        period__fiscal_year=year, account__type__in=["REVENUE", "EXPENSE"]
    ).values_list("credit", "debit")
    return sum((credit - debit for credit, debit in rows), Decimal(0))
