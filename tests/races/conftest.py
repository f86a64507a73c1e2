"""A database of its own for each test, in which processes may commit side by side."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace

import psycopg2
import pytest

from tests.accounting.ledger.stage import Stage, staged


@pytest.fixture(scope="module")
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
