"""Signed roots show what the seals alone do not: books that were changed and chained anew."""

import base64
import json

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from accounting.ledger.checks import kept_roots, unbroken_seals
from accounting.ledger.entries import JournalEntry
from accounting.ledger.posting import post_entry
from accounting.ledger.sealing import NOTHING_BEFORE, chain, seal_entries, seal_hash
from accounting.ledger.seals import Seal
from accounting.ledger.tasks import sign_roots

pytestmark = pytest.mark.django_db

TAMPER = "ALTER TABLE {table} DISABLE TRIGGER USER; {change}"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR, settings.ROOTS_DIR = tmp_path, tmp_path / "roots"
    return settings.ROOTS_DIR


@pytest.fixture
def sealed(scope, books):
    """Two seals of one entry each, and a root of the day on which both were there."""
    for number in (1, 2):
        post_entry(scope, books.invoice(f"invoice:{number}:issue"))
        seal(books.company)
    with time_machine.travel("2026-04-01T01:55:00Z", tick=False):
        sign_roots()
    return books


def seal(company):
    """Seal what is there, although it is of this very transaction."""
    tamper("accounting_journalentry", "UPDATE {table} SET xact = '1' WHERE xact <> '1'")
    assert seal_entries(company_id=company.pk)


def tamper(table, change):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(TAMPER.format(table=table, change=change.format(table=table)))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def chain_anew(company):
    """Do what an owner of the tables would do: make every seal fit what the books say now."""
    tamper("accounting_seal", "SELECT 1")
    previous = NOTHING_BEFORE
    for link in chain(company.pk):
        found = seal_hash(company.pk, link.number, previous, link.texts)
        row = Seal.objects.filter(company=company, number=link.number)
        row.update(previous_hash=previous, hash=found)
        previous = found


def root_of(folder):
    (path,) = folder.iterdir()
    return path


def test_the_last_seal_of_a_company_is_signed_and_can_be_checked_without_this_program(sealed, folder):
    last = Seal.objects.get(number=2)
    path = root_of(folder)

    kept = json.loads(path.read_text())

    assert path.name == f"company-{sealed.company.pk}-2026-04-01.json"
    assert kept["text"].split("\n") == [
        "counterpart root 1",
        str(sealed.company.pk),
        "2026-04-01",
        "2",
        last.hash,
    ]
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(kept["public_key"]))
    key.verify(base64.b64decode(kept["signature"]), kept["text"].encode())
    assert list(kept_roots()) == []
    assert (folder.parent / "root_key").stat().st_mode & 0o777 == 0o600


def test_a_second_run_of_the_day_changes_nothing_and_the_next_day_adds_one(sealed, folder):
    before = root_of(folder).read_text()

    with time_machine.travel("2026-04-01T23:00:00Z", tick=False):
        sign_roots()
    unchanged = root_of(folder).read_text()
    with time_machine.travel("2026-04-02T01:55:00Z", tick=False):
        sign_roots()

    assert unchanged == before
    assert len(list(folder.iterdir())) == 2
    assert list(kept_roots()) == []


def test_books_that_were_changed_and_chained_anew_are_noticed(sealed, folder):
    tamper("accounting_journalentry", "UPDATE {table} SET narration = 'another' WHERE number = 1")
    chain_anew(sealed.company)

    assert list(unbroken_seals()) == []
    name = root_of(folder).name
    assert list(kept_roots()) == [f"seal 2 of company {sealed.company.pk} is not that of {name}"]


def test_a_chain_that_lost_its_end_is_noticed(sealed):
    entry = JournalEntry.objects.order_by("pk").last()
    tamper("accounting_sealedentry", f"DELETE FROM {{table}} WHERE entry_id = {entry.pk}")
    tamper("accounting_seal", "DELETE FROM {table} WHERE number = 2")

    assert list(unbroken_seals()) == []
    assert len(list(kept_roots())) == 1


@pytest.mark.parametrize("part", ["text", "signature"])
def test_a_root_that_was_touched_is_noticed(sealed, folder, part):
    path = root_of(folder)
    kept = json.loads(path.read_text())
    kept[part] = "A" * 64 if part == "signature" else kept["text"].replace("\n2\n", "\n1\n")
    path.write_text(json.dumps(kept))

    assert list(kept_roots()) == [f"{path.name} is not signed by the key of this house"]


def test_a_root_of_another_key_is_noticed(sealed, folder, settings):
    settings.ROOT_KEY = "somebody else"

    assert list(kept_roots()) == [f"{root_of(folder).name} is not signed by the key of this house"]


def test_a_damaged_file_is_noticed(sealed, folder):
    path = root_of(folder)
    path.write_text(path.read_text()[:40])

    assert list(kept_roots()) == [f"{path.name} cannot be read"]


def test_without_seals_nothing_is_written(company, folder):
    sign_roots()

    assert list(folder.iterdir()) == []
    assert list(kept_roots()) == []
