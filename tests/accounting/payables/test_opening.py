"""Bills taken over from the old books."""

import datetime
from decimal import Decimal

import pytest

from accounting.ledger.entries import JournalEntry, OpenItem
from accounting.ledger.opening import opening_difference
from accounting.payables.models import Bill
from accounting.payables.operations.opening import OpeningBill, open_bill
from accounting.payables.operations.paying import BillShare, PaymentDraft, pay_bills
from accounting.payables.queries import standing_of, with_standing
from accounting.payables.refusals import BillAsksNothing, BillKnown
from erp.access.decisions import AccessDenied
from tests.accounting.payables.conftest import lines_of

NEW_YEAR = datetime.date(2026, 1, 1)


@pytest.fixture
def take_over(scope, supplier_account):
    def make(amount="238", asking=scope, **rest):
        opening = OpeningBill(
            supplier_account_id=supplier_account.pk,
            supplier_number="OLD-7",
            issue_date=datetime.date(2025, 11, 20),
            due_date=datetime.date(2025, 12, 20),
            amount=Decimal(amount),
            **rest,
        )
        return open_bill(asking, opening=opening, opening_date=NEW_YEAR)

    return make


def test_what_is_left_stands_against_the_opening_account(take_over, company):
    bill = take_over()

    assert lines_of(bill.journal_entry) == [("2000", 0, 238), ("3900", 238, 0)]
    item = OpenItem.objects.get(entry=bill.journal_entry)
    assert (item.due_date, item.open_amount, item.is_debit) == (
        datetime.date(2025, 12, 20),
        238,
        False,
    )
    assert (bill.number, bill.journal_entry.external_reference) == ("BILL-2026-00001", "OLD-7")
    assert opening_difference(company.pk) == 238
    assert not bill.journal_entry.tax_lines.exists()


def test_it_is_paid_like_any_other(scope, supplier_account, take_over):
    bill = take_over()
    day = datetime.date(2026, 1, 15)

    pay_bills(
        scope,
        draft=PaymentDraft(
            supplier_account.pk, "p1", Decimal(238), day, bills=[BillShare(bill.pk, Decimal(238))]
        ),
    )

    paid = with_standing(Bill.objects.all()).get(pk=bill.pk)
    assert standing_of(paid, today=day).state == "PAID"


def test_a_foreign_credit_keeps_its_currency_and_rate(take_over):
    bill = take_over("100", currency="USD", rate=Decimal("0.9"), type=Bill.Type.CREDIT)

    line = bill.journal_entry.lines.get(party_account__isnull=False)
    assert (line.debit, line.currency, line.currency_amount) == (90, "USD", 100)


def test_the_same_paper_is_taken_over_once(take_over):
    take_over()

    with pytest.raises(BillKnown, match="OLD-7 was received before"):
        take_over()

    assert Bill.objects.count() == JournalEntry.objects.count() == 1


def test_nothing_left_is_nothing_to_take_over(take_over):
    with pytest.raises(BillAsksNothing):
        take_over("0")


def test_a_stranger_takes_nothing_over(take_over, stranger_scope):
    with pytest.raises(AccessDenied):
        take_over(asking=stranger_scope)

    assert not JournalEntry.objects.exists()
