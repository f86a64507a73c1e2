"""The lines of one account."""

import datetime

import pytest

from accounting.ledger.entries import JournalEntry
from accounting.ledger.posting import reverse_entry
from accounting.reports.general_ledger import (
    DocumentKey,
    LedgerSpan,
    document_of,
    entry_lines,
    general_ledger,
)
from erp.access.decisions import AccessDenied
from tests.accounting.posting import post_plain

WINTER = LedgerSpan(datetime.date(2026, 2, 1), datetime.date(2026, 3, 31))


def amounts(ledger):
    return [(row.entry_date.isoformat(), row.debit, row.credit, row.balance) for row in ledger.rows]


def test_lines_run_from_the_opening_to_the_closing_balance(scope, traded, account):
    ledger = general_ledger(scope, account_id=account("1000").pk, span=WINTER)

    assert ledger.opening == 10000
    assert amounts(ledger) == [
        ("2026-02-15", 1000, 0, 11000),
        ("2026-03-10", 500, 0, 11500),
        ("2026-03-20", 0, 300, 11200),
    ]
    assert (ledger.closing, ledger.row_count) == (11200, 3)


def test_a_page_runs_on_from_the_page_before(scope, traded, account):
    page = LedgerSpan(WINTER.since, WINTER.until, offset=1, limit=1)

    ledger = general_ledger(scope, account_id=account("1000").pk, span=page)

    assert amounts(ledger) == [("2026-03-10", 500, 0, 11500)]
    assert (ledger.opening, ledger.closing, ledger.row_count) == (10000, 11200, 3)


def test_each_line_names_its_entry_and_document(scope, traded, branch, account):
    post_plain(
        scope,
        branch,
        datetime.date(2026, 3, 25),
        ("6100", "40"),
        ("1000", "-40"),
        source="bill:7:approve",
        external_reference="R-1",
    )

    row = general_ledger(scope, account_id=account("6100").pk, span=WINTER).rows[-1]

    assert row.document == DocumentKey("bill", "7", "approve")
    assert (row.number, row.journal_code, row.external_reference) == ("GJ-2026-00005", "GENERAL", "R-1")
    assert row.entry_public_id == JournalEntry.objects.get(source="bill:7:approve").public_id


def test_a_storno_subtracts_on_its_side(scope, traded, branch, account):
    traded.uses_storno = True
    traded.save()
    entry = post_plain(scope, branch, datetime.date(2026, 3, 25), ("6100", "40"), ("1000", "-40"))
    reverse_entry(scope, entry_id=entry.pk, entry_date=datetime.date(2026, 3, 26), source="test:back")

    ledger = general_ledger(scope, account_id=account("6100").pk, span=WINTER)

    assert amounts(ledger)[-2:] == [("2026-03-25", 40, 0, 340), ("2026-03-26", -40, 0, 300)]


def test_an_entry_shows_its_lines(scope, traded, branch):
    entry = post_plain(scope, branch, datetime.date(2026, 3, 25), ("6100", "40"), ("1000", "-40"))

    assert [(line.account, line.debit, line.credit) for line in entry_lines(entry)] == [
        ("6100 Rent", 40, 0),
        ("1000 Bank", 0, 40),
    ]


@pytest.mark.parametrize(
    ("source", "document"),
    [
        ("invoice:42:issue", DocumentKey("invoice", "42", "issue")),
        ("lines:1:2:difference:1", DocumentKey("lines", "1", "2:difference:1")),
        ("opening:books", DocumentKey("opening", "books", "")),
    ],
)
def test_a_source_names_document_and_purpose(source, document):
    assert document_of(source) == document


def test_a_ledger_takes_the_same_statements_for_any_number_of_lines(
    scope, traded, branch, account, django_assert_num_queries
):
    for day in range(1, 6):
        post_plain(scope, branch, datetime.date(2026, 3, day), ("6100", "1"), ("1000", "-1"))
    bank = account("1000")

    # account; periods; balances of both days, which end periods; count; the page, which skips no line
    with django_assert_num_queries(5):
        general_ledger(scope, account_id=bank.pk, span=WINTER)


def test_a_stranger_reads_nothing(stranger_scope, account):
    with pytest.raises(AccessDenied):
        general_ledger(stranger_scope, account_id=account("1000").pk, span=WINTER)
