"""Processes that write the books side by side."""

import threading
import time

import psycopg2
import pytest

from tests.accounting.ledger.stage import Stage
from tests.races.poster import post, post_many, settle, side_by_side

pytestmark = pytest.mark.django_db  # so that the tests' database is there to be copied

NUMBERS = """
    SELECT count(*), count(DISTINCT number), min(number), max(number), max(s.last_number)
    FROM accounting_journalentry e JOIN erp_series s ON s.id = e.series_id WHERE s.id = %s
"""
BALANCES = """
    SELECT (SELECT sum(debit) FROM accounting_balance) = (SELECT sum(debit) FROM recomputed_balances()),
        (SELECT count(*) FROM (SELECT line_id, open_amount, settled_date FROM accounting_openitem EXCEPT
            SELECT line_id, open_amount, settled_date FROM recomputed_open_items()) differing)
"""
WAITING = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'
"""


def one(stage: Stage, statement: str, *values: object) -> tuple[object, ...]:
    with stage.connect("erp_owner") as session, session.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def wait_for_a_waiter(stage: Stage) -> None:
    """Return once a session of the stage waits for a lock, as the superuser sees them all."""
    deadline = time.monotonic() + 20
    with stage.connect("postgres") as session, session.cursor() as cursor:
        session.autocommit = True
        while time.monotonic() < deadline:
            cursor.execute(WAITING, [stage.database])
            if cursor.fetchone() != (0,):
                return
    pytest.fail("nobody waited")


def test_eight_processes_leave_no_gap_and_no_double(arena: Stage) -> None:
    before = one(arena, NUMBERS, arena.rows["series"])[0]

    counts = side_by_side(post_many, [(arena, seed, 40) for seed in range(8)])

    kept, thrown = (sum(each) for each in zip(*counts, strict=True))
    assert kept + thrown == 320
    assert thrown > 20
    count, distinct, lowest, highest, counted = one(arena, NUMBERS, arena.rows["series"])
    assert (count, distinct, lowest) == (before + kept, before + kept, 1)
    assert highest == counted == before + kept
    assert one(arena, BALANCES) == (True, 0)


def test_closing_a_period_waits_for_who_posts_and_then_nobody_posts(arena: Stage) -> None:
    order = []

    def close() -> None:
        with psycopg2.connect(host=arena.host, dbname=arena.database, user="erp_app") as session:
            session.cursor().execute(
                "UPDATE accounting_period SET is_closed = true WHERE id = %s", [arena.rows["period"]]
            )
            order.append("closed")
        session.close()

    with arena.connect("erp_app") as session, session.cursor() as cursor:
        assert post(cursor, arena, "race:open")
        closer = threading.Thread(target=close)
        closer.start()
        wait_for_a_waiter(arena)
        order.append("posted")
        session.commit()
        closer.join()
        cursor.execute("SELECT 1")

        assert order == ["posted", "closed"]
        assert not post(cursor, arena, "race:late")
    assert one(arena, BALANCES) == (True, 0)


def test_who_posts_waits_for_closing_and_is_refused(arena: Stage) -> None:
    answers = []

    def try_to_post() -> None:
        with arena.connect("erp_app") as session, session.cursor() as cursor:
            try:
                answers.append(post(cursor, arena, "race:late"))
            except psycopg2.errors.CheckViolation as error:
                answers.append(str(error))

    with arena.connect("erp_app") as session, session.cursor() as cursor:
        cursor.execute(
            "UPDATE accounting_period SET is_closed = true WHERE id = %s", [arena.rows["period"]]
        )
        poster = threading.Thread(target=try_to_post)
        poster.start()
        wait_for_a_waiter(arena)
        session.commit()
        poster.join()

    assert len(answers) == 1
    assert "no open period" in str(answers[0])


def test_payments_that_race_for_one_item_never_take_more_than_is_open(arena: Stage) -> None:
    # 59 euros of the sale are open (119 less 60): of eight who want 10, five are served
    taken = side_by_side(settle, [(arena, "10") for _ in range(8)])

    assert sorted(taken) == [False] * 3 + [True] * 5
    line = "SELECT open_amount FROM accounting_openitem WHERE entry_id = %s"
    assert one(arena, line, arena.rows["sale"]) == (9,)
    assert one(arena, BALANCES) == (True, 0)


def test_a_number_given_back_goes_to_who_waits(arena: Stage) -> None:
    numbers = []
    with arena.connect("erp_app") as session, session.cursor() as cursor:
        assert post(cursor, arena, "race:first")
        cursor.execute("SELECT last_number FROM erp_series WHERE id = %s", [arena.rows["series"]])
        (held,) = cursor.fetchone()

        def take() -> None:
            with arena.connect("erp_app") as second, second.cursor() as hand:
                post(hand, arena, "race:second")
                hand.execute("SELECT last_number FROM erp_series WHERE id = %s", [arena.rows["series"]])
                numbers.append(hand.fetchone()[0])

        waiter = threading.Thread(target=take)
        waiter.start()
        wait_for_a_waiter(arena)
        session.rollback()
        waiter.join()

    assert numbers == [held]
