"""The world of the matrix, made once for all of its tests and taken back afterwards."""

from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from django.test.client import ClientHandler

from erp.access.operations import sync_roles
from erp.identity.models import User
from tests.access.browsing import Browser
from tests.access.personas import PERSONAS, Keys, Persona, take_in
from tests.access.world import WORDS, Side, hand_in_all, new_house, new_side
from tests.conftest import NOW, TODAY


@dataclass(frozen=True)
class World:
    """The sides with their records, the people with their keys, and the way to ask as one of them."""

    sides: dict[str, Side]
    people: dict[str, User]
    keys: dict[str, Keys]
    handler: ClientHandler

    def browser(self, persona: Persona) -> Browser:
        """Return a browser of the persona's; of nobody's if they are not known here."""
        return Browser(self.handler, self.keys.get(persona.name, Keys()))


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, store):
    """Make the world on a fixed day, in one transaction that is taken back at the end."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        _seals_of_today(),
        override_settings(ROOT_URLCONF="tests.portals.demo.urls", USERSESSIONS_TRACK_ACTIVITY=False),
        transaction.atomic(),
    ):
        yield _made()
        transaction.set_rollback(True)


@contextmanager
def _seals_of_today():
    """The database looks at a clock of its own, so what it is told must expire by that one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            "erp.access.seal.time", SimpleNamespace(time=time_machine.escape_hatch.time.time)
        )
        yield


def _made() -> World:
    sync_roles(today=TODAY)
    first = new_house("Highland zqecho", WORDS["inside a"], first_year=2026)
    second = new_house("Lowland zqfoxtrot", WORDS["inside b"], first_year=2025)
    sides = {
        "a1": new_side(first, "a1"),
        "a2": new_side(first, "a2"),
        "b": new_side(second, "b"),
    }
    taken = {each.name: take_in(each, sides) for each in PERSONAS if each.state != "anonymous"}
    people = {name: user for name, (user, _keys) in taken.items()}
    for name, kind in (("a1", ""), ("a2", "other "), ("b", "")):
        tail = " of another company" if name == "b" else ""
        hand_in_all(sides[name], people[f"{kind}customer{tail}"], people[f"{kind}supplier{tail}"])
    for name, kind in (("a1", "sales"), ("a2", "sales"), ("b", "administrator of another company")):
        user = people[kind]
        sides[name].keep(user=user, grant=user.grants.get(), branch=sides[name].house.branch)
    keys = {name: shown for name, (_user, shown) in taken.items()}
    return World(sides, people, keys, ClientHandler(enforce_csrf_checks=False))
