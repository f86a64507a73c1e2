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
            stage = stack.enter_context(staged("test_template"))
        yield stage


@pytest.fixture
def arena(template: Stage) -> Iterator[Stage]:
    """A copy that one test may change for good."""
    with closing(psycopg2.connect(host=template.host, dbname="postgres", user="postgres")) as session:
        session.autocommit = True
        cursor = session.cursor()
        cursor.execute("DROP DATABASE IF EXISTS test_arena WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE test_arena TEMPLATE {template.database} OWNER erp_owner")
        yield replace(template, database="test_arena")
        cursor.execute("DROP DATABASE test_arena WITH (FORCE)")
