"""
A mass of rows to read through: copies of what the operations wrote, made by SQL with the guards off.

Only here, as the superuser, and only after everything that posts has been measured.
"""

import datetime
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import psycopg2

from accounting.receivables.models import Invoice
from erp.access.models import Grant
from erp.launch import postgres
from erp.launch.folders import Folders
from tests.bench.company import Books
from tests.bench.sizes import Sizes

FIRST_ID = 10_000_000  # copies count from here: nothing that was posted is so high
LINED = 4  # every fourth invoice has its lines, which are four: as many lines as invoices
TABLES = """
    erp_user erp_grant erp_party accounting_partyaccount accounting_customeraccount accounting_invoice
    accounting_journalentry accounting_journalline accounting_openitem accounting_balance
"""
GUARDS = """
    SELECT format('ALTER TABLE %%s DISABLE TRIGGER %%I', tgrelid::regclass, tgname),
           format('ALTER TABLE %%s ENABLE ALWAYS TRIGGER %%I', tgrelid::regclass, tgname)
    FROM pg_trigger WHERE tgenabled = 'A' AND tgrelid::regclass::text = ANY (%s)
"""
COLUMNS = """
    SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0
    AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""
BALANCES = """
    DELETE FROM accounting_balance;
    INSERT INTO accounting_balance (company_id, journal_id, period_id, entry_kind, account_id, currency,
        branch_id, debit, credit, currency_amount)
    SELECT company_id, journal_id, period_id, entry_kind, account_id, currency, branch_id, debit, credit,
        currency_amount FROM recomputed_balances()
"""


@dataclass(frozen=True, slots=True)
class Mass:
    """What was filled in: the users who see one customer each, and the first day of all invoices."""

    user_ids: tuple[int, ...]
    first_day: datetime.date


def fill(folders: Folders, books: Books, sizes: Sizes, template: Invoice) -> Mass:
    """Copy the invoice `template`, its entry, its customer and a user as often as `sizes` says."""
    grant = Grant.objects.get(user=books.buyer)
    first_day = books.first_year_start
    with closing(postgres.superuser_connection(folders, postgres.DATABASE)) as session:
        with session.cursor() as cursor, _guards_off(cursor):
            press = Press(cursor, sizes, first_day, (books.today - first_day).days)
            press.parties(template)
            press.users(grant)
            press.books(template)
            cursor.execute(BALANCES)
        with session.cursor() as cursor:
            cursor.execute(f"VACUUM ANALYZE {', '.join(TABLES.split())}")
    return Mass(tuple(range(FIRST_ID + 1, FIRST_ID + sizes.users + 1)), first_day)


class Press:
    """Copies rows; in its expressions `g` is the number of the copy and `t` the row that is copied."""

    def __init__(
        self,
        cursor: "psycopg2.extensions.cursor",
        sizes: Sizes,
        first_day: datetime.date,
        days: int,
    ) -> None:
        self.cursor, self.sizes = cursor, sizes
        count = sizes.invoices
        self.party = f"{FIRST_ID} + 1 + g / {LINED} % {sizes.customers}"
        self.day = f"date '{first_day}' + (g::bigint * {days} / {count})::int"

    def parties(self, template: Invoice) -> None:
        """Copy the customer."""
        count, account = self.sizes.customers, template.customer_account
        new = {"id": f"{FIRST_ID} + g", "party_id": f"{FIRST_ID} + g"}
        named = {"id": new["id"], "name": "'Customer ' || g", "sort_name": "'customer ' || g"}
        named["external_reference"] = "NULL"
        self.copy("erp_party", template.party_id, count, named)
        self.copy("accounting_partyaccount", account.party_account_id, count, new)
        own = {"party_account_id": new["id"], "advance_account_id": "NULL", "number": "'F' || g"}
        self.copy("accounting_customeraccount", account.pk, count, new | own)

    def users(self, grant: Grant) -> None:
        """Copy the customer's user: each sees one customer."""
        new = {"id": f"{FIRST_ID} + g", "email": "'user' || g || '@bench.example'"}
        self.copy("erp_user", grant.user_id, self.sizes.users, new)
        one = {"id": new["id"], "user_id": new["id"], "party_id": self.party}
        self.copy("erp_grant", grant.pk, self.sizes.users, one)

    def books(self, template: Invoice) -> None:
        """Copy the invoice with its entry; every fourth with its lines, of which the newest are open."""
        count, entry_id = self.sizes.invoices, template.journal_entry_id
        key, day, due = f"{FIRST_ID} + g", self.day, f"{self.day} + 30"
        entry = {"id": key, "number": key, "entry_date": day}
        entry |= {"document_date": day, "source": "'copy:' || g", "period_id": self._period()}
        self.copy("accounting_journalentry", entry_id, count, entry)
        invoice = {"id": key, "number": "'F-' || g"}
        invoice |= {"journal_entry_id": key, "issue_date": day, "due_date": due, "party_id": self.party}
        invoice |= {"posting_date": day, "tax_point_date": day, "customer_account_id": self.party}
        invoice |= dict.fromkeys(("sold_to_id", "ship_to_id", "payer_id"), self.party)
        self.copy("accounting_invoice", template.pk, count, invoice)
        line = {"id": f"{FIRST_ID} + 10 * g + t.line_no", "entry_id": key, "entry_date": day}
        line["due_date"] = f"CASE WHEN t.due_date IS NOT NULL THEN {due} END"
        line["party_account_id"] = f"CASE WHEN t.party_account_id IS NOT NULL THEN {self.party} END"
        lined = f"t.entry_id = {entry_id} AND g % {LINED} = 0"
        self.copy_where("accounting_journalline", lined, count, line)
        is_open = f"g > {count - LINED * self.sizes.open_invoices}"
        item = {"line_id": f"{FIRST_ID} + 10 * g + 1", "entry_id": key, "entry_date": day}
        item |= {"due_date": due, "party_id": self.party, "party_account_id": self.party}
        item |= {
            name: f"CASE WHEN {is_open} THEN t.{name[5:]} ELSE 0 END"
            for name in ("open_amount", "open_base_amount")
        }
        item["settled_date"] = f"CASE WHEN NOT {is_open} THEN {due} END"
        self.copy_where("accounting_openitem", lined, count, item)

    def copy(self, table: str, row_id: int | None, count: int, columns: dict[str, str]) -> None:
        """Copy one row so many times, with other values in some columns."""
        self.copy_where(table, f"t.id = {row_id}", count, columns)

    def copy_where(self, table: str, rows: str, count: int, columns: dict[str, str]) -> None:
        """Copy all rows of a condition."""
        self.cursor.execute(COLUMNS, [table])
        names = [name for (name,) in self.cursor.fetchall()]
        columns = {"public_id": "gen_random_uuid()"} | columns
        values = ", ".join(columns.get(name, f't."{name}"') for name in names)
        into = ", ".join(f'"{name}"' for name in names)
        self.cursor.execute(
            f"INSERT INTO {table} ({into}) SELECT {values} FROM generate_series(1, {count}) g"
            f" CROSS JOIN (SELECT * FROM {table}) t WHERE {rows}"
        )

    def _period(self) -> str:
        return (
            "(SELECT p.id FROM accounting_period p WHERE p.company_id = t.company_id"
            f" AND p.kind = 'REGULAR' AND {self.day} BETWEEN p.start_date AND p.end_date)"
        )


@contextmanager
def _guards_off(cursor: "psycopg2.extensions.cursor") -> Iterator[None]:
    cursor.execute(GUARDS, [TABLES.split()])
    guards = cursor.fetchall()
    cursor.execute("SET session_replication_role = replica")  # foreign keys sleep
    for off, _on in guards:
        cursor.execute(off)
    try:
        yield
    finally:
        for _off, on in guards:
            cursor.execute(on)
