"""Databases in which processes may commit side by side: copies to change, and a company's own."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace

import psycopg2
import pytest

from tests.accounting.ledger.stage import Stage, staged
from tests.races.market import Market, fill, opened


@contextmanager
def copied(stage: Stage) -> Iterator[Stage]:
    """Copy the database of a stage, and drop the copy at the end."""
    with closing(psycopg2.connect(host=stage.host, dbname="postgres", user="postgres")) as session:
        session.autocommit = True
        cursor = session.cursor()
        name = f"{stage.database}_copy"
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {stage.database} OWNER erp_owner")
        yield replace(stage, database=name)
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def arena(stage: Stage) -> Iterator[Stage]:
    """A copy that one test may change for good."""
    with copied(stage) as copy:
        yield copy


@pytest.fixture(scope="session")
def market_place(django_db_setup: None, django_db_blocker) -> Iterator[Stage]:
    """The company whose people act at once, in a database that keeps what they did."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stage = stack.enter_context(staged("market", fill))
        yield stage


@pytest.fixture
def market(market_place: Stage, db: None) -> Iterator[Market]:
    with opened(market_place) as market:
        yield market


@pytest.fixture
def own_market(market_place: Stage, db: None) -> Iterator[Market]:
    """A copy that one test may close the books of."""
    with copied(market_place) as stage, opened(stage) as market:
        yield market


@pytest.fixture(params=[3, pytest.param(250, marks=pytest.mark.long)])
def rounds(request: pytest.FixtureRequest) -> int:
    """How often a race is run: a few times, and 2,000 acts of eight people in the long tests."""
    return request.param
