"""Open books to post into, and a database to attack."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.accounting.ledger.books import Books, books_of
from tests.accounting.ledger.stage import Stage, staged


@pytest.fixture
def books(company, new_party) -> Books:
    return books_of(company, new_party("Blue Ltd"))


@pytest.fixture(scope="package")
def stage(django_db_setup: None, django_db_blocker) -> Iterator[Stage]:
    """Books of everything in a database of their own; whoever uses it leaves it as it is."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stage = stack.enter_context(staged("stage"))
        yield stage
