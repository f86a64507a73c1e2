"""What somebody tries who can run any SQL at a portal, as an injection could."""

from collections.abc import Callable

import psycopg2
import pytest

from erp.access.seal import LIFETIME_SECONDS, sealed
from erp.launch.windows import WINDOWS
from tests.erp.launch.portal_world import World, count

pytestmark = pytest.mark.django_db  # so that the tests' database is there to be copied

REFUSED = (
    psycopg2.errors.InsufficientPrivilege,
    psycopg2.errors.UndefinedTable,
    psycopg2.errors.FeatureNotSupported,  # a column that is NULL in the view
)


def test_a_forged_scope_is_refused(world: World) -> None:
    actor, reach = world.readers["customer"]
    good = sealed("customer", actor, reach)
    _door, rest = good.split("|", 1)
    with world.session("erp_owner") as cursor:
        everybody = count(cursor, "SELECT array_agg(id)::text FROM erp_party")
    parts = good.split("|")
    forged = "|".join([*parts[:4], everybody, *parts[5:]])

    for text in (forged, f"supplier|{rest}", good[:-1] + ("0" if good[-1] != "0" else "1"), "x"):
        with (
            world.at("customer", text) as cursor,
            pytest.raises(psycopg2.errors.InsufficientPrivilege, match="forged scope"),
        ):
            cursor.execute("SELECT count(*) FROM accounting_invoice")


@pytest.mark.parametrize("door", WINDOWS)
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM public.accounting_invoice",
        "SELECT * FROM public.erp_user",
        "SELECT * FROM public.django_session",
        "SELECT * FROM public.erp_grant",
        "SELECT * FROM public.knox_authtoken",
        "SELECT * FROM guard.door_key",
        "SELECT guard.scope('customer')",
        "CREATE TABLE mine ()",
        "CREATE TEMPORARY TABLE mine ()",
        "CREATE SCHEMA mine",
        "SET ROLE erp_app",
        "SET ROLE erp_owner",
        "SET ROLE erp_view_customer",
        "SET ROLE erp_identity",
        "UPDATE accounting_invoice SET gross = 0",
        "DELETE FROM accounting_invoice",
        "UPDATE erp_submission SET status = 'ACCEPTED'",
        "DELETE FROM erp_submission",
        "INSERT INTO accounting_invoice (party_id) VALUES (1)",
        "INSERT INTO erp_submission (id) VALUES (1)",
    ],
)
def test_a_portals_login_is_refused(world: World, door: str, statement: str) -> None:
    with world.at(door) as cursor, pytest.raises(REFUSED):
        cursor.execute(statement)


def test_leaving_the_role_gains_nothing(world: World) -> None:
    with world.at("customer") as cursor:
        before = count(cursor, "SELECT count(*) FROM accounting_invoice")
        cursor.execute("RESET ROLE")
        assert count(cursor, "SELECT count(*) FROM accounting_invoice") == before


def test_a_function_of_the_readers_meets_no_foreign_row(world: World) -> None:
    """A view that hands a function every row before it filters would divide by zero here."""
    _, reach = world.readers["customer"]
    with world.session("erp_owner") as cursor:
        foreign = count(
            cursor,
            "SELECT min(id) FROM accounting_invoice WHERE NOT party_id = ANY(%s)",
            [sorted(reach.parties)],
        )
    for table, column in (
        ("accounting_invoice", "id"),
        ("accounting_invoiceline", "invoice_id"),
        ("accounting_invoicetax", "invoice_id"),
    ):
        with world.at("customer") as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE 1 / ({column} - {foreign}) = 0")


SUBMIT = """
    INSERT INTO erp_submission (public_id, company_id, party_id, user_id, door, kind, key, payload,
        status, answer, result, tries)
    VALUES (gen_random_uuid(), %(company)s, %(party)s, %(user)s, %(door)s, 'x', 'k', '{}',
        %(status)s, %(answer)s, '', %(tries)s)
    RETURNING id
"""


@pytest.fixture
def row(world: World) -> dict[str, object]:
    user, reach = world.readers["customer"]
    return {
        "company": min(reach.companies),
        "party": min(reach.parties),
        "user": user,
        "door": "customer",
        "status": "RECEIVED",
        "answer": "",
        "tries": 0,
    }


def test_a_portal_hands_in_a_submission_of_its_own(world: World, row: dict[str, object]) -> None:
    with world.at("customer") as cursor:
        assert count(cursor, SUBMIT, row) > 0


def foreign(world: World, table: str) -> int:
    _, reach = world.readers["customer"]
    own = (
        sorted((*reach.companies, *reach.parties))
        if table != "erp_user"
        else [world.readers["customer"][0]]
    )
    with world.session("erp_owner") as cursor:
        return count(cursor, f"SELECT max(id) FROM {table} WHERE NOT id = ANY(%s)", [own])


CHANGES: dict[str, Callable[[World], dict[str, object]]] = {
    "another party": lambda world: {"party": foreign(world, "erp_party")},
    "another company": lambda world: {"company": foreign(world, "erp_company")},
    "another user": lambda world: {"user": foreign(world, "erp_user")},
    "another door": lambda _: {"door": "staff"},
    "an answer": lambda _: {"answer": "granted"},
    "a later state": lambda _: {"status": "WAITING"},
    "tries": lambda _: {"tries": -1},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_submission_with_what_a_portal_may_not_say_is_refused(
    world: World, row: dict[str, object], change: str
) -> None:
    with (
        world.at("customer") as cursor,
        pytest.raises((psycopg2.errors.InsufficientPrivilege, psycopg2.errors.NumericValueOutOfRange)),
    ):
        cursor.execute(SUBMIT, row | CHANGES[change](world))


def test_a_scope_lives_for_a_minute() -> None:
    assert LIFETIME_SECONDS == 60
