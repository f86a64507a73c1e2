"""
The logins of the database cluster: who owns, who serves, and who owns the views of the doors.

`erp_owner` migrates; `erp_app` serves staff and workers and owns nothing; `erp_identity` is for sign-in
and sessions; one login per portal. The owners of the views can not log in.
"""

import os
from collections.abc import Sequence

import psycopg2
from psycopg2 import sql

OWNER = "erp_owner"
APP = "erp_app"
IDENTITY = "erp_identity"
PORTALS = ("customer", "supplier", "partner")
PORTAL_LOGINS = tuple(f"erp_{door}" for door in PORTALS)
LOGINS = (OWNER, APP, IDENTITY, *PORTAL_LOGINS)
VIEW_OWNERS = tuple(f"erp_view_{door}" for door in PORTALS)
LOCK = 7_420_001


def make(connection: "psycopg2.extensions.connection", *, for_tests: bool = False) -> None:
    """
    Make every login that is missing and set what each may do; running it again changes nothing.

    `connection` is a superuser's to database `postgres`, because an advisory lock belongs to one
    database and logins to the cluster: whoever makes logins must lock in the same one.
    ERP_OWNER_PASSWORD, ERP_APP_PASSWORD and so on set passwords. `for_tests` lets the owner make
    databases and act as each login.
    """
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        for statement in _statements(cursor, for_tests=for_tests):
            cursor.execute(statement)
        cursor.execute("COMMIT")


def make_database(connection: "psycopg2.extensions.connection", name: str) -> None:
    """Make the database `name`, the owner's, if it is missing; `connection` must be a superuser's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if not cursor.rowcount:
            cursor.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(name), sql.Identifier(OWNER)
                )
            )


def _statements(cursor: "psycopg2.extensions.cursor", *, for_tests: bool) -> list[sql.Composable]:
    cursor.execute("SELECT rolname FROM pg_roles")
    existing = {name for (name,) in cursor.fetchall()}
    return [
        *_missing(existing),
        *_passwords(),
        sql.SQL("ALTER ROLE {} BYPASSRLS {}").format(
            sql.Identifier(OWNER), sql.SQL("CREATEDB" if for_tests else "NOCREATEDB")
        ),
        # else pg_stat_activity shows the statements of other sessions of the same login, scopes included
        *(
            sql.SQL("ALTER ROLE {} SET track_activities = off").format(sql.Identifier(name))
            for name in LOGINS[1:]
        ),
        _may_become(APP, (IDENTITY, *PORTAL_LOGINS)),
        _may_become(OWNER, (*VIEW_OWNERS, *(LOGINS[1:] if for_tests else ()))),
    ]


def _missing(existing: set[str]) -> list[sql.Composable]:
    return [
        sql.SQL("CREATE ROLE {} {}").format(
            sql.Identifier(name), sql.SQL("LOGIN" if name in LOGINS else "NOLOGIN")
        )
        for name in (*LOGINS, *VIEW_OWNERS)
        if name not in existing
    ]


def _passwords() -> list[sql.Composable]:
    found = {name: os.environ.get(f"{name.upper()}_PASSWORD") for name in LOGINS}
    return [
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(password))
        for name, password in found.items()
        if password
    ]


def _may_become(login: str, roles: Sequence[str]) -> sql.Composable:
    names = sql.SQL(", ").join(map(sql.Identifier, roles))
    return sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(names, sql.Identifier(login))
