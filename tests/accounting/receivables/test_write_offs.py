"""What is given up of a receivable, and what the customer sees of it."""

import datetime
from decimal import Decimal

import pytest

from accounting.receivables.operations.differences import WriteOff, write_off_item
from accounting.receivables.queries.positions import customer_position
from accounting.receivables.refusals import DifferenceNotAllowed, InvoiceNotIssued, MoreThanOwed
from erp.access.decisions import AccessDenied
from erp.money import Money
from tests.accounting.receivables import books

pytestmark = pytest.mark.django_db
DECEMBER = datetime.date(2026, 12, 1)


def euros(amount):
    return Money(Decimal(amount), "EUR")


@pytest.fixture
def write_off(scope):
    return lambda invoice, **rest: write_off_item(
        scope, write_off=WriteOff(invoice.pk, DECEMBER, **rest)
    )


def test_a_released_debt_is_no_longer_owed(issued, customer, write_off):
    invoice = issued()

    entry = write_off(invoice)

    assert books.lines(entry) == [("receivable", 0, 119), ("write_off", 119, 0)]
    assert books.open_amounts(invoice.journal_entry) == [0]
    assert customer_position(customer, on=DECEMBER) == []


def test_an_internal_write_off_tells_the_debtor_nothing(issued, customer, write_off):
    invoice = issued()

    entry = write_off(invoice, is_released=False)

    assert books.lines(entry) == [("write_off", 119, 0), ("doubtful_allowance", 0, 119)]
    (position,) = customer_position(customer, on=DECEMBER)
    assert position.owed == 119


def test_a_lost_debt_takes_its_tax_back_where_the_law_allows(issued, write_off):
    entry = write_off(issued(), lessens_tax=True)

    assert books.lines(entry) == [
        ("receivable", 0, 119),
        ("write_off", 100, 0),
        ("tax_output", 19, 0),
    ]
    assert books.taxes(entry) == [("STANDARD", -100, -19)]


def test_a_few_cents_are_let_go(issued, write_off):
    invoice = issued()

    entry = write_off(invoice, amount=euros("0.04"), kind="TOLERANCE")

    assert books.lines(entry) == [
        ("receivable", 0, Decimal("0.04")),
        ("rounding", Decimal("0.04"), 0),
    ]
    assert books.open_amounts(invoice.journal_entry) == [Decimal("118.96")]


def test_part_by_part_and_never_more_than_is_open(issued, write_off):
    invoice = issued()
    write_off(invoice, amount=euros("60"))
    write_off(invoice, amount=euros("50"))

    with pytest.raises(MoreThanOwed, match=r"has 9.00 EUR open"):
        write_off(invoice, amount=euros("10"))


def test_nothing_is_given_up_of_an_advance(issued, write_off):
    with pytest.raises(DifferenceNotAllowed):
        write_off(issued(type="ADVANCE"))


def test_a_draft_is_not_written_off(draft, write_off):
    with pytest.raises(InvoiceNotIssued):
        write_off(draft())


def test_a_salesperson_writes_nothing_off(sales_scope, issued):
    invoice = issued()

    with pytest.raises(AccessDenied, match=r"accounting\.write_off_item"):
        write_off_item(sales_scope, write_off=WriteOff(invoice.pk, DECEMBER))

    assert books.open_amounts(invoice.journal_entry) == [119]
