"""The company whose story is told, and the clock it goes by."""

from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.portals.staff import conftest as trade

account = trade.account
beans = trade.beans
books = trade.books
new_account = trade.new_account
new_product = trade.new_product
shelf = trade.shelf


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


class Clock:
    """The instant at which doors and workers believe to be; a story sets it on."""

    def __init__(self, at):
        self.at = at

    def __call__(self):
        return self.at


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands at the tests' noon until it is set."""
    made = Clock(NOW)
    monkeypatch.setattr("portals.gate.now", made)
    monkeypatch.setattr("erp.clock.now", made)
    return made
