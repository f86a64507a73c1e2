"""The guards after a dump and a restore into a new cluster, whose transactions count from the start."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from erp.launch import postgres
from erp.launch.folders import Folders
from tests.accounting.ledger.attacks import ON_ENTRIES
from tests.accounting.ledger.attacks_around import AROUND_ENTRIES
from tests.accounting.ledger.forgery import WHOLE, allocation, lines
from tests.accounting.ledger.stage import Stage

pytestmark = pytest.mark.django_db  # so that the tests' database is there to be copied
DENIED = "permission denied|must be owner"


NOW = "SELECT pg_current_xact_id()::text::bigint"
ITS_NUMBER = "SELECT xact::text::bigint FROM accounting_journalentry WHERE id = {sale}"
NUMBERS_MAX = 200_000


@pytest.fixture(scope="module")
def restored(stage: Stage) -> Iterator[Stage]:
    """The stage, dumped and restored into a server of its own."""
    folders = Folders(Path(settings.DATA_DIR) / f"restored_{stage.database}")
    shutil.rmtree(folders.data, ignore_errors=True)
    host = str(postgres.ensure_running(folders, for_tests=True))
    try:
        dump = folders.data / "stage.dump"
        run("pg_dump", "-Fc", "-h", stage.host, "-U", "postgres", "-f", dump, stage.database)
        run("pg_restore", "-h", host, "-U", "postgres", "-d", postgres.DATABASE, "-1", dump)
        yield replace(stage, host=host, database=postgres.DATABASE)
    finally:
        postgres.stop(folders)
        shutil.rmtree(folders.data)


def run(program: str, *arguments: object) -> None:
    command = [str(postgres.binary(program)), *map(str, arguments)]
    subprocess.run(command, check=True, capture_output=True)


@pytest.mark.parametrize("login", ["erp_owner", "erp_app"])
def test_every_attack_is_refused_as_before(restored: Stage, login: str) -> None:
    passed = []
    for name, (statement, answer) in (ON_ENTRIES | AROUND_ENTRIES).items():
        with restored.connect(login) as session, session.cursor() as cursor:
            try:
                cursor.execute(statement.format_map(restored.rows) + ";SET CONSTRAINTS ALL IMMEDIATE")
            except psycopg2.Error as error:
                if re.search(answer if login == "erp_owner" else f"{answer}|{DENIED}", str(error)):
                    continue
            passed.append(name)

    assert passed == []


def test_posting_and_settling_go_on(restored: Stage) -> None:
    with restored.connect("erp_app") as session, session.cursor() as cursor:
        cursor.execute((WHOLE + allocation()).format_map(restored.rows))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_transaction_of_the_same_number_adds_nothing_to_an_old_entry(restored: Stage) -> None:
    late = lines(entry_id="{sale}", line_no="line_no + 9")
    with restored.connect("erp_owner") as session, session.cursor() as cursor:
        cursor.execute(ITS_NUMBER.format_map(restored.rows))
        (number,) = cursor.fetchone()
        for _ in range(NUMBERS_MAX):
            session.rollback()
            cursor.execute(NOW)
            if cursor.fetchone() == (number,):
                break
        else:
            pytest.fail(f"transaction {number} was never reached")

        with pytest.raises(psycopg2.Error, match="posted before"):
            cursor.execute(late.format_map(restored.rows))
