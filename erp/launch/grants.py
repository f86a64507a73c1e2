"""Hands out the rights of `erp.launch.rights`: derived, not migrated; each migrate sets all of them."""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2 import sql

from erp.launch import doors, logins
from erp.launch.rights import RIGHTS, SEQUENCES

TABLES = """SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname"""


def tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of all tables in schema `public`."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [name for (name,) in cursor.fetchall()]


def set_rights(connection: BaseDatabaseWrapper) -> None:
    """
    Take every right away from everybody and give back what the lists say, in one transaction.

    Run it again on a clone of a database: rights on the database itself are not cloned.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in [
            *_database_rights(str(connection.settings_dict["NAME"])),
            *_table_rights(connection),
            *_sequence_rights(),
        ]:
            cursor.execute(statement.as_string(cursor.cursor))
        doors.build(connection)


def _database_rights(name: str) -> list[sql.Composed]:
    public = sql.SQL("PUBLIC, {}").format(_names(*logins.LOGINS[1:]))
    return [
        sql.SQL("REVOKE ALL ON DATABASE {} FROM {}").format(sql.Identifier(name), public),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
            sql.Identifier(name), _names(*logins.LOGINS)
        ),
        sql.SQL("REVOKE ALL ON SCHEMA public FROM {}").format(public),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(_names(logins.APP, logins.IDENTITY)),
    ]


def _table_rights(connection: BaseDatabaseWrapper) -> list[sql.Composed]:
    public = sql.SQL("PUBLIC, {}").format(_names(*logins.LOGINS[1:]))
    statements = []
    for table in tables(connection):
        statements.append(sql.SQL("REVOKE ALL ON {} FROM {}").format(sql.Identifier(table), public))
        if rights := RIGHTS.get(table):
            statements.append(
                sql.SQL("GRANT {} ON {} TO {}").format(
                    sql.SQL(rights), sql.Identifier(table), sql.Identifier(logins.APP)
                )
            )
    return statements


def _sequence_rights() -> list[sql.Composed]:
    return [
        sql.SQL("GRANT USAGE ON SEQUENCE {} TO {}").format(
            sql.Identifier(sequence), sql.Identifier(logins.APP)
        )
        for sequence in SEQUENCES
    ]


def _names(*names: str) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
