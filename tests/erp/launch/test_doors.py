"""At a portal the database itself shows the reader's rows only, whatever a query forgets."""

from collections.abc import Callable

import pytest
from django.db import connection

from erp.access.seal import sealed
from erp.launch.windows import WINDOWS
from tests.erp.launch.portal_world import World, count

pytestmark = pytest.mark.django_db  # so that the tests' database is there to be copied

CASES = [(door, table) for door, windows in WINDOWS.items() for table in windows]

# Which rows are whose, said a second time and by joins, as nothing in the product says it.
PARTY = "party_id = ANY(%(parties)s)"
ACCOUNT = "party_account_id = ANY(%(accounts)s)"
COMPANY = "company_id = ANY(%(companies)s)"
SENT = f"{PARTY} AND status <> 'DRAFT'"
INVOICES = f"SELECT id FROM accounting_invoice WHERE {SENT}"
INQUIRIES = f"SELECT id FROM crm_inquiry WHERE {PARTY} AND door = %(door)s"
ACCOUNTS = f"SELECT id FROM accounting_customeraccount WHERE {PARTY}"
LISTS = f"""
    SELECT id FROM crm_pricelist WHERE {COMPANY} AND (is_default OR id IN
        (SELECT price_list_id FROM crm_customerpricelist WHERE customer_account_id IN ({ACCOUNTS})))
"""
OWN = {
    "erp_company": "id = ANY(%(companies)s)",
    "erp_branch": COMPANY,
    "erp_party": "id = ANY(%(parties)s)",
    "erp_series": COMPANY,
    "erp_submission": f"{PARTY} AND door = %(door)s",
    "crm_inquiry": f"{PARTY} AND door = %(door)s",
    "crm_inquirymessage": f"inquiry_id IN ({INQUIRIES})",
    "inventory_unit": "true",
    "inventory_category": COMPANY,
    "inventory_stocklevel": COMPANY,
    "accounting_partyaccount": "id = ANY(%(accounts)s)",
    "accounting_openitem": ACCOUNT,
    "accounting_allocation": ACCOUNT,
    "accounting_journalline": ACCOUNT,
    "accounting_journalentry": "id IN (SELECT entry_id FROM accounting_journalline"
    " WHERE party_account_id = ANY(%(accounts)s))",
    "accounting_invoice": SENT,
    "accounting_invoiceline": f"invoice_id IN ({INVOICES})",
    "accounting_invoicecharge": f"invoice_id IN ({INVOICES})",
    "accounting_invoicetax": f"invoice_id IN ({INVOICES})",
    "crm_salesorder": SENT,
    "crm_salesorderline": f"sales_order_id IN (SELECT id FROM crm_salesorder WHERE {SENT})",
    "crm_customerpricelist": f"customer_account_id IN ({ACCOUNTS})",
    "crm_pricelist": f"id IN ({LISTS})",
    "crm_pricelistitem": f"price_list_id IN ({LISTS})",
    "inventory_purchaseorder": SENT,
    "inventory_purchaseorderline": "purchase_order_id IN"
    f" (SELECT id FROM inventory_purchaseorder WHERE {SENT})",
}
OWN_AT = {
    ("customer", "inventory_product"): COMPANY,
    ("supplier", "inventory_product"): "id IN (SELECT product_id FROM inventory_purchaseorderline"
    f" WHERE {PARTY}) AND company_id = ANY(%(companies)s)",
    ("partner", "accounting_invoice"): "company_id = ANY(%(companies)s) AND status <> 'DRAFT'",
    ("partner", "accounting_invoiceline"): "invoice_id IN (SELECT id FROM accounting_invoice"
    " WHERE company_id = ANY(%(companies)s) AND status <> 'DRAFT')",
}


@pytest.mark.parametrize(("door", "table"), CASES)
def test_a_query_without_any_filter_finds_ones_own_rows_only(
    world: World, door: str, table: str
) -> None:
    _, reach = world.readers[door]
    whose = OWN_AT.get((door, table)) or OWN.get(table, PARTY)
    values = {"door": door} | {
        name: sorted(getattr(reach, name)) for name in ("companies", "branches", "parties", "accounts")
    }

    with world.at(door) as cursor:
        shown = count(cursor, f"SELECT count(*) FROM {table}")

    with world.session("erp_owner") as cursor:
        own = count(cursor, f"SELECT count(*) FROM {table} WHERE {whose}", values)
    assert shown == own


def test_the_world_holds_own_and_foreign_rows_of_nearly_every_kind(world: World) -> None:
    with world.session("erp_owner") as cursor:
        everything = {table: count(cursor, f"SELECT count(*) FROM {table}") for _, table in CASES}
    shown = {}
    for door, table in CASES:
        with world.at(door) as cursor:
            shown[door, table] = count(cursor, f"SELECT count(*) FROM {table}")

    assert sum(1 for number in shown.values() if number) >= 40
    hidden = [case for case, number in shown.items() if number < everything[case[1]]]
    assert len(hidden) >= 40


@pytest.mark.parametrize(("door", "table"), CASES)
@pytest.mark.parametrize("scope", ["", "other", "expired"])
def test_without_a_scope_of_its_own_a_portal_finds_nothing(
    world: World, door: str, table: str, scope: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = scope
    if scope == "other":
        other = "supplier" if door == "customer" else "customer"
        text = sealed(other, *world.readers[other])
    if scope == "expired":
        monkeypatch.setattr("erp.access.seal.LIFETIME_SECONDS", -1)
        text = sealed(door, *world.readers[door])
    with world.at(door, text) as cursor:
        if table != "inventory_unit":  # what a unit is called everybody may know
            assert count(cursor, f"SELECT count(*) FROM {table}") == 0


HIDDEN = [
    (door, table, column)
    for door, windows in WINDOWS.items()
    for table, window in windows.items()
    for column in window.hidden.split()
]


@pytest.mark.parametrize(("door", "table", "column"), HIDDEN)
def test_a_hidden_column_is_not_there_to_read_sort_or_filter(
    world: World, door: str, table: str, column: str
) -> None:
    with world.at(door) as cursor:
        assert count(cursor, f"SELECT count({column}) FROM {table}") == 0
        assert count(cursor, f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL") == 0


def test_a_partner_learns_how_much_was_sold_and_never_to_whom(world: World) -> None:
    people = ("party_id", "buyer_name", "buyer_address", "customer_order_number", "number", "gross")
    with world.at("partner") as cursor:
        counts = ", ".join(f"count({name})" for name in (*people, "net"))
        cursor.execute(f"SELECT {counts} FROM accounting_invoice")
        counted = cursor.fetchone()
        lines = count(cursor, "SELECT count(net) FROM accounting_invoiceline")

    assert counted == (0,) * (len(people) + 1)
    assert lines > 0


GRANTED = """
    SELECT concat_ws(' ', 'view', n.nspname || '.' || c.relname, 'of', pg_get_userbyid(c.relowner),
        c.reloptions::text)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY(%(doors)s) AND c.relkind = 'v'
    UNION ALL
    SELECT concat_ws(' ', 'right', grantee, privilege_type, 'on', table_schema || '.' || table_name)
    FROM information_schema.table_privileges
    WHERE grantee ~ '^erp_(view_)?(customer|supplier|partner)$' AND grantee <> grantor
    UNION ALL
    SELECT concat_ws(' ', 'policy', tablename, policyname, cmd, roles::text, 'using', qual,
        'check', with_check)
    FROM pg_policies WHERE policyname <> 'serving'
    ORDER BY 1
"""


def test_views_rights_and_policies_are_the_reviewed_ones(golden: Callable[[str, str], None]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(GRANTED, {"doors": list(WINDOWS)})
        found = "\n".join(line for (line,) in cursor.fetchall()) + "\n"

    golden("doors.txt", found)
