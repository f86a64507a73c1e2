"""Each guard is needed: without any one, an attack passes, or only another guard stops it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg2
import pytest

from tests.accounting.ledger.attacks import ON_ENTRIES
from tests.accounting.ledger.attacks_around import AROUND_ENTRIES
from tests.accounting.ledger.stage import Stage

pytestmark = pytest.mark.django_db  # so that the tests' database is there to be copied

ATTACKS = ON_ENTRIES | AROUND_ENTRIES
FUNCTIONS = (
    *("entries_born", "lines_born", "series_full", "allocations_born", "tax_lines_born"),
    *("series_counts_up", "document_is_fixed", "part_is_fixed", "fixed_once_used"),
    *("currency_fixed_once_used", "company_fixed_once_used", "seal_continues", "kept_by_postings"),
    *("rows_only_grow",),
)
# A rule is `WHEN condition THEN message`, or IF condition THEN RAISE.
RULE = re.compile(r"THEN\s+(?:format\()?'([^']+)'[^\n]*")
RAISE = re.compile(r"RAISE EXCEPTION '([^']+)'")
TRIGGERS = """
    SELECT tgrelid::regclass::text, tgname FROM pg_trigger
    WHERE NOT tgisinternal AND tgrelid::regclass::text IN
        ('accounting_journalentry', 'accounting_journalline', 'accounting_allocation',
         'accounting_taxline', 'accounting_seal', 'accounting_sealedentry', 'accounting_balance',
         'accounting_openitem', 'accounting_invoice', 'accounting_account', 'accounting_partyaccount',
         'accounting_period', 'accounting_journal', 'accounting_currency', 'erp_series',
         'erp_auditevent')
    ORDER BY 1, 2
"""
# Attacked elsewhere: what posting writes by itself, and what the attacks' rows never reach.
ELSEWHERE = {
    "the tax of period %s was returned": "test_tax_line_guard",
    "a tax line names the journal line that holds the tax": "test_tax_line_guard",
    "tax_lines_born": "test_tax_line_guard",
}


@dataclass(frozen=True)
class Mutant:
    """A guard taken away: its name, and the statement that does it."""

    name: str
    statement: str


def mutants(cursor: "psycopg2.extensions.cursor") -> Iterator[Mutant]:
    """Return every trigger switched off, and every rule of every guard function made to say nothing."""
    cursor.execute(TRIGGERS)
    for table, name in cursor.fetchall():
        yield Mutant(f"{table}.{name}", f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    for function in FUNCTIONS:
        cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [function])
        (source,) = cursor.fetchone()
        for rule in RULE.finditer(source) if function.endswith("_born") else ():
            mutated = source[: rule.start()] + "THEN NULL" + source[rule.end() :]
            yield Mutant(rule[1], mutated)
        for rule in RAISE.finditer(source):
            if rule[1] != "%":
                mutated = source[: rule.start()] + f"RAISE DEBUG '{rule[1]}'" + source[rule.end() :]
                yield Mutant(f"{function}: {rule[1]}", mutated)


def is_refused(cursor: "psycopg2.extensions.cursor", stage: Stage, name: str) -> bool:
    """Say whether an attack is refused, and with the words it should be."""
    statement, answer = ATTACKS[name]
    cursor.execute("SAVEPOINT attack")
    try:
        cursor.execute(statement.format_map(stage.rows) + ";SET CONSTRAINTS ALL IMMEDIATE")
    except psycopg2.Error as error:
        return re.search(answer, str(error)) is not None
    else:
        return False
    finally:
        cursor.execute("ROLLBACK TO attack")


def test_the_loss_of_any_one_guard_is_noticed(stage: Stage) -> None:
    with stage.connect("erp_owner") as session, session.cursor() as cursor:
        all_mutants = list(mutants(cursor))
    survived = []
    for mutant in all_mutants:
        with stage.connect("erp_owner") as session, session.cursor() as cursor:
            cursor.execute(mutant.statement)
            if all(is_refused(cursor, stage, name) for name in ATTACKS):
                survived.append(mutant.name)

    assert len(all_mutants) > 60
    assert [name for name in survived if name not in ELSEWHERE] == []
