"""
L, the limit of this machine: what one client can post when nothing is checked.

One durable transaction per entry of four lines with its number, by one SQL statement, in a copy of the
books whose guards are off.
"""

import time
from contextlib import closing

import psycopg2
from django.db import connections

from erp.launch import logins, postgres
from erp.launch.folders import Folders
from tests.bench.company import Books

DATABASE = "bench_limit"
SECONDS = 0.5
GUARDS = """
    SELECT DISTINCT format('ALTER TABLE %s DISABLE TRIGGER USER', tgrelid::regclass)
    FROM pg_trigger WHERE NOT tgisinternal
"""
POST = """
    WITH counted AS (
        UPDATE erp_series SET last_number = last_number + 1, latest_date = %(day)s
        WHERE id = %(series)s RETURNING id, last_number
    ), entry AS (
        INSERT INTO accounting_journalentry (public_id, company_id, journal_id, series_id, number,
            period_id, kind, entry_date, document_date, source, external_reference, narration, is_storno,
            prepared_by_id, seal_version)
        SELECT gen_random_uuid(), %(company)s, %(journal)s, id, last_number, %(period)s, 'NORMAL',
            %(day)s, %(day)s, 'limit:' || last_number, '', '', false, %(actor)s, 1 FROM counted
        RETURNING id
    )
    INSERT INTO accounting_journalline (company_id, entry_id, line_no, account_id, party_account_id,
        branch_id, debit, credit, currency, currency_amount, entry_date, due_date)
    SELECT %(company)s, entry.id, v.line_no, v.account, v.party_account, %(branch)s, v.debit, v.credit,
        'EUR', v.debit - v.credit, %(day)s, v.due_date
    FROM entry, (VALUES
        (1, %(receivable)s, %(party_account)s, 119::numeric, 0::numeric, %(day)s::date),
        (2, %(sales)s, NULL::bigint, 0, 60, NULL), (3, %(freight)s, NULL, 0, 40, NULL),
        (4, %(tax)s, NULL, 0, 19, NULL)) AS v (line_no, account, party_account, debit, credit, due_date)
"""


class Limit:
    """Posts as fast as the machine lets one client post."""

    def __init__(self, folders: Folders, books: Books) -> None:
        _copy(folders)
        self.session = psycopg2.connect(host=str(folders.sockets), dbname=DATABASE, user=logins.OWNER)
        self.session.autocommit = True
        self.values = books.limit_values()

    def prepare(self) -> None:
        """Nothing is to be prepared."""

    def run(self) -> int:
        """Post entries for a while; return how many."""
        end, done = time.perf_counter() + SECONDS, 0
        with self.session.cursor() as cursor:
            while time.perf_counter() < end:
                cursor.execute(POST, self.values)
                done += 1
        return done


def _copy(folders: Folders) -> None:
    connections.close_all()  # nobody may be in the database that is copied
    with closing(postgres.superuser_connection(folders)) as session, session.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {DATABASE} TEMPLATE {postgres.DATABASE} OWNER {logins.OWNER}")
    with (
        closing(postgres.superuser_connection(folders, DATABASE)) as session,
        session.cursor() as cursor,
    ):
        cursor.execute(GUARDS)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
