"""Every address by every person, on their own records, on others', and on none."""

import logging
from collections import defaultdict

import pytest
from django.db import transaction
from django.test.client import ClientHandler
from django.urls import path

from tests.access.addresses import every_address, names, written
from tests.access.browsing import Browser, fingerprint
from tests.access.digest import changed, digest
from tests.access.expectations import EXPECTED, POST
from tests.access.personas import NAMES, PERSONAS
from tests.access.rules import OTHER_METHODS, Outcome, cells, is_as_expected, outcome
from tests.access.world import WORDS

pytestmark = pytest.mark.django_db

CELLS_MIN = 10_000
BY_NAME = {persona.name: persona for persona in PERSONAS}
# Behind the doors that open for these every method is tried, also what no page offers.
TRYING_METHODS = ("anonymous", "administrator", "customer", "supplier", "partner")
# Pages about oneself and pages for everybody ask for no right: these see all that there is to see.
TRYING_ONES_OWN = ("anonymous", "deactivated", "stranger", "revoked administrator", "sales", "customer")


@pytest.fixture(autouse=True)
def quiet():
    """Refusals by the thousand are no news for the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def lines():
    return [EXPECTED[address.name] for address in every_address() if address.name in EXPECTED]


def planned(persona):
    """Return the cells of somebody, in the order of the address map."""
    return [cell for line in lines() for cell in _planned(persona, line)]


def _planned(persona, line):
    if line.door in {"own", "public", "closed"}:
        return cells(persona, line) if persona.name in TRYING_ONES_OWN else []
    if line.door not in persona.tries:
        return []
    found = cells(persona, line)
    if persona.name in TRYING_METHODS and (
        not persona.is_signed_in or persona.permissions(line.door) is not None
    ):
        found += [cell for cell in cells(persona, line, OTHER_METHODS) if cell.which in {"", "own"}]
    return found


class Walk:
    """One person's way through all cells, and what was found amiss."""

    def __init__(self, world, persona):
        self.world, self.persona = world, persona
        self.browser = world.browser(persona)
        self.leaks, self.count, self.answers = [], 0, defaultdict(dict)
        self.unknown = [word.encode() for key, word in WORDS.items() if key not in persona.knows]

    def go(self, cell):
        expected = outcome(self.persona, cell)
        called, inner = self.named(cell)
        with transaction.atomic():
            response = self.browser.ask(cell.method, written(cell, called, inner))
            # what may be done is done and taken back; what is refused must leave nothing to take back
            transaction.set_rollback(expected in {Outcome.OPEN, Outcome.ANYTHING})
        self.count += 1
        if not is_as_expected(expected, cell, response.status_code):
            self.leaks.append(f"{cell}: {response.status_code}, not {expected.value}")
        self.look_for_words(cell, response)
        if cell.which not in {"", "own"}:
            self.answers[cell.line.name, cell.method][cell.which] = fingerprint(response, called)

    def named(self, cell):
        keys = self.world.keys
        own = keys.get(self.persona.name) or keys["stranger"]
        tokens = {"own": own.token_key, "foreign b": keys["administrator of another company"].token_key}
        others = dict.fromkeys(("foreign a1", "foreign a2"), keys["administrator"].token_key)
        return names(cell, self.world.sides, self.persona.side, tokens | others)

    def look_for_words(self, cell, response):
        text = response.content + repr(response.headers).encode()
        self.leaks += [f"{cell}: shows {word.decode()}" for word in self.unknown if word in text]

    def compare(self):
        """Foreign must look like absent, byte for byte."""
        for (name, method), found in self.answers.items():
            absent = found.pop("absent", None)
            self.leaks += [
                f"{method} {name}: {which} differs from absent"
                for which, answer in found.items()
                if answer != absent
            ]


@pytest.mark.parametrize("name", NAMES)
def test_each_cell_answers_as_it_must_and_refusals_change_nothing(world, name, record_property):
    walk = Walk(world, BY_NAME[name])
    before = digest()

    for cell in planned(walk.persona):
        walk.go(cell)
    walk.compare()

    record_property("access matrix", {"cells": walk.count, "leaks": len(walk.leaks)})
    record_property(
        "canary", {"responses": walk.count, "hits": sum("shows" in each for each in walk.leaks)}
    )
    assert not walk.leaks, "\n".join(walk.leaks)
    assert changed(before) == []


def test_every_address_has_its_expectation_and_every_expectation_its_address(world):
    there = {address.name for address in every_address()}

    assert there - EXPECTED.keys() == set()
    assert EXPECTED.keys() - there == set()


def test_a_new_address_without_an_expectation_is_named():
    new = path("staff/secrets/", lambda request: None, name="secrets")

    found = {address.name for address in every_address([new])} - EXPECTED.keys()

    assert found == {"secrets"}


def test_the_matrix_is_as_large_as_was_promised(world):
    assert sum(len(planned(persona)) for persona in PERSONAS) >= CELLS_MIN


@pytest.mark.parametrize(("name", "acts_min"), [("administrator", 99), ("customer", 5), ("supplier", 4)])
def test_nothing_is_done_for_a_form_that_a_foreign_site_sent(world, name, acts_min):
    handler = ClientHandler(enforce_csrf_checks=True)
    persona = BY_NAME[name]
    browser = Browser(handler, world.keys[name])
    acts = [
        cell
        for cell in planned(persona)
        if cell.method == POST and cell.line.door != "api" and outcome(persona, cell) is Outcome.OPEN
    ]
    before = digest()

    answers = {
        str(cell): browser.ask(
            POST, written(cell, *names(cell, world.sides, persona.side, {}))
        ).status_code
        for cell in acts
    }

    assert len(answers) >= acts_min
    assert set(answers.values()) == {403}
    assert changed(before) == []
