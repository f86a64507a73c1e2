"""What manage.py verify_books proves, and what the seals show."""

import hashlib
import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounting.ledger.allocations import allocate
from accounting.ledger.checking import findings, invariants
from accounting.ledger.entries import Balance, OpenItem
from accounting.ledger.posting import post_entry
from accounting.ledger.sealing import seal_entries
from accounting.ledger.seals import Seal, SealedEntry
from accounting.ledger.tasks import seal_all_books, seal_books
from erp.money import Money
from tests.accounting.ledger.books import DAY

pytestmark = pytest.mark.django_db(transaction=True)

# The owner takes the guards off, tampers, and puts them on again.
TAMPER = "ALTER TABLE {table} DISABLE TRIGGER USER; {change}; ALTER TABLE {table} ENABLE TRIGGER USER"
TAMPERINGS = {
    "every entry has lines": ("journalline", "DELETE FROM {table} WHERE entry_id = {entry}"),
    "every entry is balanced": ("journalline", "UPDATE {table} SET debit = debit + 1 WHERE debit > 0"),
    "every line fits its account": (
        "journalline",
        "UPDATE {table} SET party_account_id = NULL WHERE party_account_id IS NOT NULL",
    ),
    "every entry lies in its period": (
        "journalentry",
        "UPDATE {table} SET entry_date = entry_date - 365",
    ),
    "numbers have no gaps": ("journalentry", "UPDATE {table} SET number = number + 5"),
    "the balances kept": ("balance", "UPDATE {table} SET debit = debit + 1"),
    "the open items kept": ("openitem", "UPDATE {table} SET open_amount = open_amount / 2"),
    "open items come to": ("openitem", "UPDATE {table} SET open_base_amount = open_base_amount / 2"),
    "the seals are one chain": ("journalline", "UPDATE {table} SET debit = 0.01 WHERE debit > 0"),
    "every entry older than a day": (
        "journalentry",
        "UPDATE {table} SET posted_at = posted_at - interval '2 days'",
    ),
}


@pytest.fixture
def invoice(scope, books):
    """An invoice of 119 with 100 of it paid, both sealed; a later invoice is not."""
    invoice = post_entry(scope, books.invoice("invoice:1:issue"))
    receipt = post_entry(scope, books.receipt("payment:1:record", "100"))
    allocate(
        scope,
        debit_line_id=invoice.line_ids[0],
        credit_line_id=receipt.line_ids[1],
        amount=Money(Decimal(100), "EUR"),
        allocation_date=DAY,
    )
    seal_entries(company_id=books.company.pk)
    post_entry(scope, books.invoice("invoice:2:issue"))
    return invoice


def broken():
    return {finding.invariant for name in invariants() for finding in findings(name)}


def test_whole_books_hold_every_invariant(invoice):
    output = StringIO()

    call_command("verify_books", stdout=output)

    lines = output.getvalue().splitlines()
    assert [line.partition("  ")[2].strip() for line in lines] == list(invariants())
    assert all(line.startswith("holds") for line in lines)
    assert len(invariants()) >= 13


@pytest.mark.parametrize("invariant", TAMPERINGS)
def test_tampering_below_the_guards_is_found(invoice, invariant):
    name, change = TAMPERINGS[invariant]
    table = f"accounting_{name}"
    with connection.cursor() as cursor:
        cursor.execute(TAMPER.format(table=table, change=change.format(table=table, entry=invoice.pk)))

    assert [found for found in broken() if found.startswith(invariant)]
    with pytest.raises(CommandError, match="broken"):
        call_command("verify_books", stdout=StringIO())
    always_on_again(table)


def always_on_again(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def test_balances_and_open_items_are_rebuilt_from_lines_and_allocations(invoice):
    with connection.cursor() as cursor:
        for table, change in (
            ("accounting_balance", "UPDATE {table} SET debit = debit + 1"),
            ("accounting_openitem", "DELETE FROM {table}"),
        ):
            cursor.execute(TAMPER.format(table=table, change=change.format(table=table)))
            always_on_again(table)

    call_command("rebuild_balances", stdout=StringIO())

    assert broken() == set()
    assert OpenItem.objects.get(line_id=invoice.line_ids[0]).open_amount == 19
    assert Balance.objects.get(account__purpose="bank").debit == 100
    with pytest.raises(IntegrityError, match="postings alone"):
        Balance.objects.update(debit=0)


def test_the_export_can_be_checked_without_this_program(invoice, tmp_path):
    file = tmp_path / "books.jsonl"

    call_command("verify_books", export=str(file), stdout=StringIO())

    (seal,) = [json.loads(line) for line in file.read_text().splitlines()]
    text = "\n".join(["counterpart seal 1", "0" * 64, str(invoice.company_id), "1", *seal["texts"]])
    assert hashlib.sha256(text.encode()).hexdigest() == seal["hash"]
    assert len(seal["texts"]) == 2
    assert json.loads(seal["texts"][0])[0] == invoice.pk


def test_each_run_continues_the_chain_and_seals_an_entry_once(invoice):
    seal_books()
    seal_books()
    seal_all_books()

    first, second = Seal.objects.order_by("number")
    assert (first.number, second.number, second.previous_hash) == (1, 2, first.hash)
    assert SealedEntry.objects.count() == 3


def test_an_entry_of_a_running_transaction_waits_for_the_next_seal(scope, books):
    with transaction.atomic():
        post_entry(scope, books.invoice("invoice:1:issue"))
        assert seal_entries(company_id=books.company.pk) is None

    assert seal_entries(company_id=books.company.pk).number == 1


def test_a_seal_that_does_not_continue_the_chain_is_refused(invoice):
    with pytest.raises(IntegrityError, match="continues the chain"):
        Seal.objects.create(company_id=invoice.company_id, number=3, previous_hash="0" * 64, hash="x")
