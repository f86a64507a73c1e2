"""Settling: what is open after it, differences of exchange, and taking it back."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction

from accounting.ledger.allocations import (
    AllocationReversed,
    MoreThanOpen,
    NotAllocatable,
    allocate,
    allocate_reversal,
    reverse_allocation,
)
from accounting.ledger.entries import Allocation, Balance, JournalEntry, OpenItem
from accounting.ledger.posting import post_entry, reverse_entry
from erp.money import Money
from tests.accounting.ledger.books import DAY

pytestmark = pytest.mark.django_db


def euros(amount):
    return Money(Decimal(amount), "EUR")


def dollars(amount):
    return Money(Decimal(amount), "USD")


@pytest.fixture
def pair(scope, books):
    """The open lines of an invoice of 119 and of a receipt of 119, as arguments of allocate."""
    invoice = post_entry(scope, books.invoice("invoice:1:issue"))
    receipt = post_entry(scope, books.receipt("payment:1:record"))
    return {"debit_line_id": invoice.line_ids[0], "credit_line_id": receipt.line_ids[1]}


@pytest.fixture
def dollar_pair(scope, books):
    """300.00 USD owed at 1 USD = 0.90 EUR, 300.00 USD received at 0.95 EUR."""

    def post(source, purpose, base, **rest):
        usd = {"currency": "USD"}
        lines = [
            books.line(purpose, f"{base}", **usd, currency_amount=Decimal(300)),
            books.line("receivable", f"-{base}", **usd, currency_amount=Decimal(-300)),
        ]
        if purpose == "receivable":
            lines[1] = books.line("sales", f"-{base}", **usd, currency_amount=Decimal(-300))
        return post_entry(scope, replace(books.invoice(source), lines=lines, **rest))

    invoice = post("invoice:1:issue", "receivable", 270)
    receipt = post("payment:1:record", "bank", 285, journal_code="BANK")
    return {"debit_line_id": invoice.line_ids[0], "credit_line_id": receipt.line_ids[1]}


def still_open(pair):
    return [
        (item.open_amount, item.open_base_amount)
        for item in (OpenItem.objects.get(line_id=line_id) for line_id in pair.values())
    ]


def refused(refusal):
    """Expect a refusal, and keep the transaction of the test."""

    class Both:
        def __enter__(self):
            self.raises = pytest.raises(refusal)
            self.raises.__enter__()
            self.savepoint = transaction.atomic()
            self.savepoint.__enter__()

        def __exit__(self, *error):
            self.savepoint.__exit__(*error)
            return self.raises.__exit__(*error)

    return Both()


def test_a_part_leaves_the_rest_open_on_both_sides(scope, pair):
    allocate(scope, **pair, amount=euros("19.50"), allocation_date=DAY)

    assert still_open(pair) == [(Decimal("99.50"), Decimal("99.50"))] * 2
    assert OpenItem.objects.get(line_id=pair["debit_line_id"]).settled_date is None


def test_the_whole_settles_both_sides_on_its_day(scope, pair):
    later = DAY + datetime.timedelta(days=3)

    allocate(scope, **pair, amount=euros(119), allocation_date=later)

    assert still_open(pair) == [(0, 0)] * 2
    assert OpenItem.objects.get(line_id=pair["debit_line_id"]).settled_date == later


def test_it_costs_two_statements(scope, pair, django_assert_num_queries):
    with django_assert_num_queries(2):
        allocate(scope, **pair, amount=euros(19), allocation_date=DAY)


def test_more_than_is_open_is_refused_and_changes_nothing(scope, pair):
    with refused(MoreThanOpen):
        allocate(scope, **pair, amount=euros("119.01"), allocation_date=DAY)

    assert still_open(pair) == [(119, 119)] * 2


@pytest.mark.parametrize("amount", [euros(0), euros(-1), dollars(1)])
def test_an_amount_must_be_positive_and_of_the_currency(scope, pair, amount):
    with refused(NotAllocatable):
        allocate(scope, **pair, amount=amount, allocation_date=DAY)


def test_two_debits_do_not_settle_each_other(scope, books, pair):
    other = post_entry(scope, books.invoice("invoice:2:issue"))

    with refused(NotAllocatable):
        allocate(
            scope, **pair | {"credit_line_id": other.line_ids[0]}, amount=euros(1), allocation_date=DAY
        )


def test_it_is_never_dated_before_its_lines(scope, pair):
    row = allocate(scope, **pair, amount=euros(1), allocation_date=DAY - datetime.timedelta(days=9))

    assert row.allocation_date == DAY


def test_a_difference_of_exchange_is_posted_with_each_part(scope, books, dollar_pair):
    # 100 of 300 USD: 90 of 270 EUR owed, 95 of 285 EUR received: a gain of 5 EUR
    row = allocate(scope, **dollar_pair, amount=dollars(100), allocation_date=DAY)

    assert (row.debit_base_amount, row.credit_base_amount) == (90, 95)
    assert row.difference_kind == "FX"
    lines = row.difference_entry.lines.order_by("line_no")
    assert [(line.account_id, line.debit, line.credit, line.currency_amount) for line in lines] == [
        (books.accounts["receivable"], 5, 0, 0),
        (books.accounts["fx_gain"], 0, 5, -5),
    ]
    assert still_open(dollar_pair) == [(200, 180), (200, 190)]
    # the control account shows what is open: 270 - 285 + 5 = 180 - 190
    receivable = Balance.objects.filter(account_id=books.accounts["receivable"])
    assert sum(row.debit - row.credit for row in receivable) == -10


def test_the_last_part_releases_all_that_is_left_of_the_base(scope, dollar_pair):
    # thirds of 270 and 285 EUR to the cent: 89.97 + 89.97 + 90.06, and 94.97 + 94.97 + 95.06
    for amount in ("99.97", "99.97", "100.06"):
        allocate(scope, **dollar_pair, amount=dollars(amount), allocation_date=DAY)

    released = Allocation.objects.order_by("id").values_list("debit_base_amount", "credit_base_amount")
    assert list(released) == [
        (Decimal("89.97"), Decimal("94.97")),
        (Decimal("89.97"), Decimal("94.97")),
        (Decimal("90.06"), Decimal("95.06")),
    ]
    assert still_open(dollar_pair) == [(0, 0)] * 2


def test_taking_back_opens_both_sides_as_they_were_and_reverses_the_difference(
    scope, books, dollar_pair
):
    row = allocate(scope, **dollar_pair, amount=dollars(100), allocation_date=DAY)

    back = reverse_allocation(scope, allocation_id=row.pk, allocation_date=DAY)

    assert (back.reverses_id, back.amount) == (row.pk, 100)
    assert still_open(dollar_pair) == [(300, 270), (300, 285)]
    assert JournalEntry.objects.get(reverses=row.difference_entry).pk == back.difference_entry_id
    gain = Balance.objects.filter(account_id=books.accounts["fx_gain"])
    assert sum(each.credit - each.debit for each in gain) == 0
    with refused(AllocationReversed):
        reverse_allocation(scope, allocation_id=row.pk, allocation_date=DAY)
    again = allocate(scope, **dollar_pair, amount=dollars(100), allocation_date=DAY)
    assert again.difference_entry_id is not None


def test_a_reversed_entry_is_settled_by_its_reversal(scope, books):
    entry = post_entry(scope, books.invoice("invoice:1:issue"))
    reverse_entry(scope, entry_id=entry.pk, entry_date=DAY, source="undo", journal_code="REVERSAL")

    allocate_reversal(scope, entry_id=entry.pk, allocation_date=DAY)

    assert {item.open_amount for item in OpenItem.objects.all()} == {0}


def test_what_is_partly_paid_is_not_settled_by_its_reversal(scope, books, pair):
    allocate(scope, **pair, amount=euros(1), allocation_date=DAY)
    entry = JournalEntry.objects.get(source="invoice:1:issue")
    reverse_entry(scope, entry_id=entry.pk, entry_date=DAY, source="undo", journal_code="REVERSAL")

    with refused(MoreThanOpen):
        allocate_reversal(scope, entry_id=entry.pk, allocation_date=DAY)
