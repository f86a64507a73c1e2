"""Databases in which processes may commit side by side: copies to change, and a company's own."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace

import psycopg2
import pytest

from tests.accounting.ledger.stage import Stage, staged
from tests.races.market import Market, fill, opened


@pytest.fixture(scope="session")
def template(django_db_setup: None, django_db_blocker) -> Iterator[Stage]:
    """Books of everything, to copy."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stage = stack.enter_context(staged("template"))
        yield stage


@pytest.fixture
def arena(template: Stage) -> Iterator[Stage]:
    """A copy that one test may change for good."""
    with closing(psycopg2.connect(host=template.host, dbname="postgres", user="postgres")) as session:
        session.autocommit = True
        cursor = session.cursor()
        name = f"{template.database}_arena"
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template.database} OWNER erp_owner")
        yield replace(template, database=name)
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


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


@pytest.fixture(params=[3, pytest.param(250, marks=pytest.mark.long)])
def rounds(request: pytest.FixtureRequest) -> int:
    """How often a race is run: a few times, and 2,000 acts of eight people in the long tests."""
    return request.param
