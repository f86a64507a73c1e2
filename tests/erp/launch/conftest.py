"""Texts that were reviewed and are kept beside the tests; a world for the logins of the portals."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.database.copies import copied
from tests.erp.launch.portal_world import World, set_up


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return `golden(name, text)`: fail unless the text is the one kept under that name."""

    def compare(name: str, text: str) -> None:
        found = Path(settings.DATA_DIR) / name
        found.write_text(text)
        kept = Path(request.path).parent / "golden" / name
        assert kept.read_text() == text, f"if the change is meant: cp {found} {kept}"

    return compare


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """The demo company; whoever looks at it leaves it as it is."""
    with django_db_blocker.unblock(), copied("portals", set_up) as found:
        yield World(*found)
