"""The serving login may do what the list of rights says, and nothing else."""

from contextlib import closing

import psycopg2
import pytest
from django.db import connection

from erp.launch.grants import tables
from erp.launch.logins import LOGINS
from erp.launch.rights import RIGHTS, SEQUENCES

GRANTED = """
    SELECT table_name, string_agg(privilege_type, ', ' ORDER BY privilege_type)
    FROM information_schema.table_privileges
    WHERE table_schema = 'public' AND grantee = %s GROUP BY table_name
"""


@pytest.mark.django_db
def test_every_table_has_a_row_in_the_list_of_rights() -> None:
    assert set(tables(connection)) - set(RIGHTS) == set()


@pytest.mark.django_db
def test_no_row_of_the_list_names_a_table_that_is_not_there() -> None:
    assert set(RIGHTS) - set(tables(connection)) == set()


@pytest.mark.django_db
def test_the_serving_login_holds_exactly_the_listed_rights() -> None:
    with connection.cursor() as cursor:
        cursor.execute(GRANTED, ["erp_app"])
        granted = dict(cursor.fetchall())

    expected = {table: ", ".join(sorted(rights.split(", "))) for table, rights in RIGHTS.items()}
    assert granted == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    "login", ["erp_identity", "erp_customer", "erp_supplier", "erp_partner", "PUBLIC"]
)
def test_no_other_login_has_a_right_on_any_table(login: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(GRANTED, [login])
        assert cursor.fetchall() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine ()",
        "CREATE TEMPORARY TABLE mine ()",
        "CREATE SCHEMA mine",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('erp', 'x', now())",
        "SET ROLE erp_owner",
        "TRUNCATE django_session",
    ],
)
def test_the_serving_login_is_refused(statement: str) -> None:
    server = connection.settings_dict
    served = psycopg2.connect(host=server["HOST"], user="erp_app", dbname=server["NAME"])

    with (
        closing(served),
        served.cursor() as cursor,
        pytest.raises(psycopg2.errors.InsufficientPrivilege),
    ):
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("sequence", SEQUENCES)
def test_the_serving_login_may_draw_from_the_listed_sequences(sequence: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_sequence_privilege('erp_app', %s, 'USAGE')", [sequence])
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db
def test_the_serving_login_is_nobody_special_and_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication
               FROM pg_roles WHERE rolname = 'erp_app'"""
        )
        special = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = 'erp_app'::regrole")
        owned = cursor.fetchone()
        # it may act as a portal in one process, but inherits nothing from any login
        cursor.execute(
            """SELECT count(*) FROM pg_auth_members
               WHERE member = 'erp_app'::regrole AND (inherit_option OR admin_option)"""
        )
        inherited = cursor.fetchone()

    assert special == [(False,) * 5]
    assert (owned, inherited) == ((0,), (0,))


@pytest.mark.django_db
@pytest.mark.parametrize("right", ["TEMPORARY", "CREATE"])
def test_no_serving_login_may_make_anything_in_the_database(right: str) -> None:
    with connection.cursor() as cursor:
        for login in LOGINS[1:]:
            cursor.execute("SELECT has_database_privilege(%s, current_database(), %s)", [login, right])
            assert cursor.fetchone() == (False,)
            cursor.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [login])
            assert cursor.fetchone() == (False,)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["accounting_balance", "accounting_openitem", "inventory_stocklevel"])
@pytest.mark.parametrize("right", ["INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"])
def test_what_the_guards_keep_the_serving_login_may_only_read(table: str, right: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('erp_app', %s, %s)", [table, right])
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT has_any_column_privilege('erp_app', %s, 'UPDATE')", [table])
        assert cursor.fetchone() == (False,)
