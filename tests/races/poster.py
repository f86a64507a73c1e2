"""Posters by SQL: what a process does that posts, rolls back, settles or closes beside others."""

import multiprocessing
import random
import warnings
from collections.abc import Callable, Sequence
from decimal import Decimal

import psycopg2

from tests.accounting.ledger.forgery import allocation
from tests.accounting.ledger.stage import Stage

POST = """
    SELECT entry_id, line_ids FROM post_entries(%(company)s, 'SALES', %(actor)s,
        ARRAY[date '2026-03-31'], ARRAY[date '2026-03-31'], ARRAY[%(source)s], ARRAY[''],
        ARRAY['NORMAL'], ARRAY[''], ARRAY[NULL]::bigint[], ARRAY[false], ARRAY[NULL]::bigint[],
        ARRAY[NULL]::bigint[], ARRAY[1, 1], ARRAY[1, 2], ARRAY[%(receivable)s, %(sales)s]::bigint[],
        ARRAY[%(customer)s, NULL]::bigint[], ARRAY[%(branch)s, %(branch)s]::bigint[],
        ARRAY[%(amount)s, 0]::numeric[], ARRAY[0, %(amount)s]::numeric[], ARRAY['EUR', 'EUR'],
        ARRAY[%(amount)s, -%(amount)s]::numeric[], ARRAY[NULL, NULL]::date[],
        ARRAY[NULL, NULL]::bigint[], ARRAY[NULL, NULL]::bigint[], ARRAY[NULL, NULL]::numeric[])
"""


def post(cursor: "psycopg2.extensions.cursor", stage: Stage, source: str) -> bool:
    """Post a sale of ten euros; say whether the books took it."""
    cursor.execute(POST, stage.rows | {"source": source, "amount": Decimal(10)})
    return cursor.rowcount == 1


def post_many(stage: Stage, seed: int, tries: int) -> tuple[int, int]:
    """Post and commit, or in a quarter of the tries roll back; return how many of each."""
    dice = random.Random(seed)  # noqa: S311  repeatable, not secret
    session = psycopg2.connect(host=stage.host, dbname=stage.database, user="erp_app")
    kept = 0
    for number in range(tries):
        with session.cursor() as cursor:
            post(cursor, stage, f"race:{seed}:{number}")
        if dice.random() < 0.25:
            session.rollback()
        else:
            session.commit()
            kept += 1
    session.close()
    return kept, tries - kept


def settle(stage: Stage, amount: str) -> bool:
    """Settle so much of the sale by the receipt and commit; say whether it was taken."""
    session = psycopg2.connect(host=stage.host, dbname=stage.database, user="erp_app")
    statement = allocation(amount=amount, debit_base_amount=amount, credit_base_amount=amount)
    try:
        with session.cursor() as cursor:
            cursor.execute(statement.format_map(stage.rows))
        session.commit()
    except psycopg2.errors.CheckViolation:
        return False
    else:
        return True
    finally:
        session.close()


def side_by_side[T](work: Callable[..., T], calls: Sequence[tuple[object, ...]]) -> list[T]:
    """Run each call in a process of its own and return what they answer."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of others do not matter here
        with multiprocessing.get_context("fork").Pool(len(calls)) as pool:
            return pool.starmap(work, calls, chunksize=1)
