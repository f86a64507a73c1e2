"""Posting: one statement, whole entries, refusals in words."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError

from accounting.ledger.entries import Balance, JournalEntry, OpenItem
from accounting.ledger.models import Period, PeriodException
from accounting.ledger.posting import post_entries, post_entry, reverse_entry
from accounting.ledger.refusals import (
    AlreadyPosted,
    AlreadyReversed,
    NoPeriod,
    NothingPosted,
    PeriodClosed,
    PeriodLocked,
    Unbalanced,
)
from erp.identity.models import User
from erp.numbering.operations import DateBeforeLast
from tests.accounting.ledger.books import DAY

pytestmark = pytest.mark.django_db


def balances(books, **where):
    """Return {purpose: (debit, credit)} of the kept balances."""
    names = {account_id: purpose for purpose, account_id in books.accounts.items()}
    return {
        names[row.account_id]: (row.debit, row.credit)
        for row in Balance.objects.filter(company=books.company, **where)
    }


def test_an_entry_is_posted_with_its_number_lines_balances_and_open_item(scope, books):
    entry = post_entry(scope, books.invoice("invoice:1:issue"))

    assert entry.label == "INV-2026-00001"
    stored = JournalEntry.objects.get(pk=entry.pk)
    assert (stored.label, stored.posted_at) == (entry.label, entry.posted_at)
    assert [line.pk for line in stored.lines.order_by("line_no")] == list(entry.line_ids)
    assert balances(books) == {"receivable": (119, 0), "sales": (0, 100), "tax_output": (0, 19)}
    item = OpenItem.objects.get()
    assert (item.line_id, item.is_debit, item.open_amount) == (entry.line_ids[0], True, 119)
    assert (item.party_id, item.due_date) == (books.customer.party_id, DAY)


def test_posting_costs_one_statement(scope, books, django_assert_num_queries):
    with django_assert_num_queries(1):
        post_entry(scope, books.invoice("invoice:1:issue")).label  # noqa: B018  reading must cost none


def test_a_block_keeps_its_order_and_costs_one_statement(scope, books, django_assert_num_queries):
    drafts = [books.invoice(f"invoice:{number}:issue") for number in (7, 3, 9)]

    with django_assert_num_queries(1):
        entries = post_entries(scope, drafts)

    assert [(entry.source, entry.number) for entry in entries] == [
        ("invoice:7:issue", 1),
        ("invoice:3:issue", 2),
        ("invoice:9:issue", 3),
    ]
    assert balances(books)["receivable"] == (357, 0)
    assert [JournalEntry.objects.get(pk=entry.pk).lines.count() for entry in entries] == [3, 3, 3]


def test_a_block_of_none_posts_nothing(scope):
    assert post_entries(scope, []) == []


def test_a_block_of_two_journals_is_a_mistake(scope, books):
    with pytest.raises(ValueError, match="one journal"):
        post_entries(scope, [books.invoice("a"), books.receipt("b")])


@pytest.mark.parametrize("lines", [(("bank", "10"), ("sales", "-9")), (("bank", "0"),)])
def test_an_unbalanced_draft_is_a_mistake_of_the_caller(scope, books, lines):
    with pytest.raises(Unbalanced):
        post_entry(scope, books.draft("a", *lines))

    assert JournalEntry.objects.count() == 0


def test_the_same_source_is_refused_and_takes_no_number(scope, books):
    post_entry(scope, books.invoice("invoice:1:issue"))

    with pytest.raises(AlreadyPosted):
        post_entry(scope, books.invoice("invoice:1:issue"))

    assert post_entry(scope, books.invoice("invoice:2:issue")).number == 2


def test_a_day_without_a_period_is_refused(scope, books):
    with pytest.raises(NoPeriod):
        post_entry(scope, books.invoice("a", entry_date=datetime.date(2025, 12, 31)))


def test_a_closed_period_is_refused(scope, books):
    Period.objects.filter(name="2026-03").update(is_closed=True)

    with pytest.raises(PeriodClosed):
        post_entry(scope, books.invoice("a"))


def test_a_lock_stops_its_kind_of_journal_and_no_other(scope, books):
    Period.objects.filter(name="2026-03").update(is_sales_locked=True)

    with pytest.raises(PeriodLocked):
        post_entry(scope, books.invoice("a"))

    assert post_entry(scope, books.receipt("b")).number == 1


def test_an_exception_lets_one_person_through_a_lock_until_it_expires(scope, second_scope, books):
    period = Period.objects.get(name="2026-03")
    Period.objects.filter(pk=period.pk).update(is_sales_locked=True)
    exception = PeriodException.objects.create(
        company=books.company,
        period=period,
        user=scope.actor,
        expires_at=datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC),
        reason="late bill",
        granted_by=second_scope.actor,
    )

    assert post_entry(scope, books.invoice("a")).number == 1
    with pytest.raises(PeriodLocked):
        post_entry(second_scope, books.invoice("b"))
    PeriodException.objects.filter(pk=exception.pk).update(
        expires_at=datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    )
    with pytest.raises(PeriodLocked):
        post_entry(scope, books.invoice("c"))


def test_an_adjustment_period_is_used_when_named(scope, books):
    period = Period.objects.get(kind="ADJUSTMENT")

    entry = post_entry(
        scope,
        books.receipt("a", entry_date=period.end_date, period_id=period.pk, journal_code="GENERAL"),
    )

    assert JournalEntry.objects.get(pk=entry.pk).period == period


def test_sales_numbers_run_with_the_calendar_and_bank_numbers_need_not(scope, books):
    earlier = DAY - datetime.timedelta(days=1)
    post_entry(scope, books.invoice("a"))
    post_entry(scope, books.receipt("b"))

    with pytest.raises(DateBeforeLast):
        post_entry(scope, books.invoice("c", entry_date=earlier))
    assert post_entry(scope, books.receipt("d", entry_date=earlier)).number == 2


def test_a_journal_that_does_not_exist_is_a_mistake(scope, books):
    with pytest.raises(NothingPosted):
        post_entry(scope, books.invoice("a", journal_code="NONE"))


def test_the_mirror_of_an_entry_leaves_nothing_but_turnover(scope, books):
    entry = post_entry(scope, books.invoice("invoice:1:issue"))

    mirror = reverse_entry(
        scope, entry_id=entry.pk, entry_date=DAY, source="invoice:1:cancel", journal_code="REVERSAL"
    )

    assert (mirror.label, mirror.reverses_id) == ("REV-2026-00001", entry.pk)
    assert balances(books, entry_kind="REVERSAL") == {
        "receivable": (0, 119),
        "sales": (100, 0),
        "tax_output": (19, 0),
    }
    with pytest.raises(AlreadyReversed):
        reverse_entry(scope, entry_id=entry.pk, entry_date=DAY, source="again")


def test_a_storno_subtracts_on_the_original_side(scope, books):
    books.company.uses_storno = True
    books.company.save()
    entry = post_entry(scope, books.invoice("invoice:1:issue"))

    mirror = reverse_entry(scope, entry_id=entry.pk, entry_date=DAY, source="cancel")

    assert JournalEntry.objects.get(pk=mirror.pk).is_storno
    assert [(line.debit, line.credit) for line in mirror.lines.order_by("line_no")] == [
        (0, 119),
        (100, 0),
        (19, 0),
    ]
    assert balances(books, entry_kind="REVERSAL") == {
        "receivable": (-119, 0),
        "sales": (0, -100),
        "tax_output": (0, -19),
    }


def test_a_foreign_currency_moves_both_scales(scope, books):
    # 110 USD at 1 EUR = 1.10 USD is 100 EUR
    lines = [
        books.line("receivable", "100", currency="USD", currency_amount=Decimal(110)),
        books.line("sales", "-100", currency="USD", currency_amount=Decimal(-110)),
    ]

    post_entry(scope, replace(books.invoice("a"), lines=lines))

    row = Balance.objects.get(account_id=books.accounts["receivable"])
    assert (row.currency, row.debit, row.currency_amount) == ("USD", 100, 110)
    item = OpenItem.objects.get()
    assert (item.currency, item.open_amount, item.open_base_amount) == ("USD", 110, 100)


def test_a_person_without_an_exception_is_not_the_one_who_granted_it(scope, second_scope, books):
    with pytest.raises(IntegrityError, match="period_exception_by_another"):
        PeriodException.objects.create(
            company=books.company,
            period=Period.objects.first(),
            user=User.objects.get(pk=scope.actor.pk),
            expires_at=datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC),
            reason="alone",
            granted_by=scope.actor,
        )
