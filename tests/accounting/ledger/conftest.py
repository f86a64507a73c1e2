"""Open books to post into."""

import pytest

from tests.accounting.ledger.books import Books, books_of


@pytest.fixture
def books(company, new_party) -> Books:
    return books_of(company, new_party("Blue Ltd"))
