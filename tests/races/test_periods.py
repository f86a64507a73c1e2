"""A period is closed and opened again while others post into it."""

import datetime
import multiprocessing
from contextlib import suppress
from functools import partial

import pytest
from django.db import transaction

from accounting.ledger.entries import JournalEntry
from accounting.ledger.models import Period
from accounting.ledger.periods import close_period, reopen_period
from accounting.ledger.posting import post_entry
from accounting.ledger.refusals import PeriodClosed
from tests.accounting.ledger.stage import Stage
from tests.races.market import Market, broken
from tests.races.race import race
from tests.races.test_books import wait_for_a_waiter

JANUARY_10 = datetime.date(2026, 1, 10)
POSTERS = 7
ENTRIES = 4  # by each poster and round, so that closing comes in between


@pytest.fixture
def january(market: Market) -> Period:
    return Period.objects.get(company=market.company, name="2026-01")


def post(market: Market, key: str) -> int:
    draft = market.books.draft(
        key,
        ("cash", "10"),
        ("sales", "-10"),
        journal_code="CASH",
        entry_date=JANUARY_10,
        document_date=JANUARY_10,
    )
    return post_entry(market.scope, draft).pk


def test_no_entry_lands_in_a_closed_period_and_nobody_hangs(
    market: Market, january: Period, rounds: int
) -> None:
    def post_some(key: str) -> list[int]:
        posted = []
        for number in range(ENTRIES):
            with suppress(PeriodClosed):
                posted.append(post(market, f"{key}:{number}"))
        return posted

    # what is there when the period is closed: whoever holds its lock sees all that got in before
    @transaction.atomic
    def close() -> set[int]:
        close_period(market.scope, period_id=january.pk)
        return set(JournalEntry.objects.filter(period=january).values_list("pk", flat=True))

    @transaction.atomic
    def reopen() -> set[int]:
        Period.objects.select_for_update().get(pk=january.pk)
        found = set(JournalEntry.objects.filter(period=january).values_list("pk", flat=True))
        reopen_period(market.second_scope, period_id=january.pk, reason="a late document")
        return found

    keys = [[market.key() for _ in range(2 * rounds)] for _ in range(POSTERS)]
    found = race([close, reopen] * rounds, *[[partial(post_some, key) for key in own] for own in keys])

    closed, reopened = (dict(enumerate(found[side::2])) for side in (0, 1))
    for turn in range(rounds):
        assert closed[turn][0] == reopened[turn][0]
    posted = [pk for _, *answers in found for pks in answers for pk in pks]
    there = set(JournalEntry.objects.filter(period=january).values_list("pk", flat=True))
    assert len(posted) == len(set(posted))
    assert set(posted) == there
    assert broken() == []


def test_who_posts_while_the_period_is_being_closed_is_refused_in_words(
    market: Market, market_place: Stage, january: Period
) -> None:
    closing = multiprocessing.get_context("fork").Event()

    @transaction.atomic
    def close() -> None:
        close_period(market.scope, period_id=january.pk)
        closing.set()
        wait_for_a_waiter(market_place)

    def post_meanwhile() -> int:
        assert closing.wait(20)
        return post(market, market.key())

    before = JournalEntry.objects.count()

    ((_, answer),) = race([close], [post_meanwhile])

    assert answer is PeriodClosed
    assert JournalEntry.objects.count() == before
    reopen_period(market.second_scope, period_id=january.pk, reason="for the next race")
    assert broken() == []
