"""
What `erp.launch.windows` says, in the database: a schema of views per portal, and policies under them.

All of it is derived and made anew after each migrate, never migrated. A view reads with the rights of
its owner, a role that cannot log in and that alone of the portals' roles may read the tables; policies
are written to that role. What a policy asks about the reader comes from the sealed scope, so that
neither a forged setting nor another role finds a row.
"""

from collections.abc import Iterator, Mapping, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg2 import sql

from erp.access.seal import door_key
from erp.launch import logins
from erp.launch.windows import WINDOWS, Rows, Window

GUARD = """
CREATE SCHEMA IF NOT EXISTS guard;
CREATE TABLE IF NOT EXISTS guard.door_key (
    door text PRIMARY KEY, inner_pad bytea NOT NULL, outer_pad bytea NOT NULL);

-- The parts of the scope of this transaction, or NULL when it is of another door or has run out.
CREATE OR REPLACE FUNCTION guard.scope(wanted_door text) RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    signed text := current_setting('erp.scope', true);
    part text[];
    pads guard.door_key;
BEGIN
    IF coalesce(signed, '') = '' THEN RETURN NULL; END IF;
    part := string_to_array(signed, '|');
    SELECT * INTO pads FROM guard.door_key WHERE door = part[1];
    -- HMAC-SHA256 by hand: the bundled server comes without pgcrypto
    IF NOT FOUND OR encode(sha256(pads.outer_pad || sha256(pads.inner_pad ||
        convert_to(array_to_string(part[1:7], '|'), 'UTF8'))), 'hex') IS DISTINCT FROM part[8] THEN
        RAISE EXCEPTION 'forged scope' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF part[1] <> wanted_door OR part[7]::bigint < extract(epoch FROM now()) THEN RETURN NULL; END IF;
    RETURN part;
END $$;
"""
READER = """
CREATE OR REPLACE FUNCTION guard.scope_{name}(wanted_door text) RETURNS {kind}
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT (guard.scope(wanted_door))[{part}]::{kind} $$;
"""
READERS = {
    "actor": (2, "bigint"),
    "companies": (3, "bigint[]"),
    "branches": (4, "bigint[]"),
    "parties": (5, "bigint[]"),
    "accounts": (6, "bigint[]"),
}
COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname, a.attnum
"""
POLICIES = "SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'"
SECURED = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relrowsecurity
"""
HMAC_BLOCK, INNER, OUTER = 64, 0x36, 0x5C

type Columns = Mapping[str, Sequence[tuple[str, str]]]


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take views and policies away: a migration cannot change a column that one of them uses."""
    with connection.cursor() as cursor:
        for door in WINDOWS:
            cursor.execute(f"DROP SCHEMA IF EXISTS {door} CASCADE")
        cursor.execute(POLICIES)
        for policy, table in cursor.fetchall():
            cursor.execute(f"DROP POLICY {policy} ON public.{table}")
        cursor.execute(SECURED)
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"ALTER TABLE public.{table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY"
            )


def build(connection: BaseDatabaseWrapper) -> None:
    """Make views, policies and rights of every portal from the list. Call it in a transaction."""
    drop(connection)
    with connection.cursor() as cursor:
        _make_guard(cursor)
        cursor.execute(COLUMNS)
        columns: dict[str, list[tuple[str, str]]] = {}
        for table, column, kind in cursor.fetchall():
            columns.setdefault(table, []).append((column, kind))
        for table in sorted({table for windows in WINDOWS.values() for table in windows}):
            if table in columns:  # while migrations are replayed some are still missing
                _secure(cursor, table)
        for door, windows in WINDOWS.items():
            for statement in _schema(cursor, door, windows, columns):
                cursor.execute(statement)


def _make_guard(cursor: CursorWrapper) -> None:
    serving = ", ".join(logins.LOGINS[1:])
    cursor.execute(GUARD)
    for name, (part, kind) in READERS.items():
        cursor.execute(READER.format(name=name, part=part, kind=kind))
    cursor.execute(f"REVOKE ALL ON SCHEMA guard FROM PUBLIC, {serving}")
    cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA guard FROM PUBLIC, {serving}")
    cursor.execute(f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC, {serving}")
    for name in READERS:
        # a function in a policy runs with the rights of who asks, not of the view's owner
        cursor.execute(f"GRANT EXECUTE ON FUNCTION guard.scope_{name} TO {serving}")
    for door in WINDOWS:
        key = door_key(door).ljust(HMAC_BLOCK, b"\0")
        pads = [bytes(byte ^ pad for byte in key) for pad in (INNER, OUTER)]
        cursor.execute(
            "INSERT INTO guard.door_key VALUES (%s, %s, %s) ON CONFLICT (door)"
            " DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
            [door, *pads],
        )


def _secure(cursor: CursorWrapper, table: str) -> None:
    """Close a table to everybody but the serving login, whose rights the other list says."""
    cursor.execute(f"ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    cursor.execute(
        f"CREATE POLICY serving ON public.{table} TO {logins.APP} USING (true) WITH CHECK (true)"
    )


def _schema(
    cursor: CursorWrapper, door: str, windows: Mapping[str, Window], columns: Columns
) -> Iterator[str]:
    owner = f"erp_view_{door}"
    yield f"CREATE SCHEMA {door}"
    yield f"GRANT USAGE, CREATE ON SCHEMA {door} TO {owner}"
    yield f"GRANT USAGE ON SCHEMA {door} TO erp_{door}"
    for table, window in windows.items():
        if table in columns:
            yield from _window(door, table, window)
            yield _view(door, table, window, columns[table]).as_string(cursor.cursor)
            yield f"GRANT SELECT ON {door}.{table} TO erp_{door}"
            if window.insert:  # never the id: a caller may not choose it
                yield f"GRANT INSERT ({_listed(window.insert)}) ON {door}.{table} TO erp_{door}"
            yield f"ALTER VIEW {door}.{table} OWNER TO {owner}"
    yield f"REVOKE CREATE ON SCHEMA {door} FROM {owner}"


def _window(door: str, table: str, window: Window) -> Iterator[str]:
    owner, base = f"erp_view_{door}", f"public.{table}"
    rows = _condition(door, window.rows)
    yield f"GRANT SELECT ON {base} TO {owner}"
    yield f"CREATE POLICY {door}_reads ON {base} FOR SELECT TO {owner} USING ({rows})"
    if window.insert:
        born = f"({rows}) AND {window.born.format(door=door)}"
        yield f"GRANT INSERT ({_listed(window.insert)}) ON {base} TO {owner}"
        yield f"CREATE POLICY {door}_submits ON {base} FOR INSERT TO {owner} WITH CHECK ({born})"


def _condition(door: str, rows: Rows) -> str:
    found = [
        f"{column} = ANY ((SELECT guard.scope_{part}('{door}'))::bigint[])" for column, part in rows
    ]
    return " OR ".join(found) or "true"


def _view(door: str, table: str, window: Window, columns: Sequence[tuple[str, str]]) -> sql.Composed:
    shown = window.shown.split() or [name for name, _ in columns if name not in window.hidden.split()]
    values = [
        sql.SQL(f"t.{name}" if name in shown else f"NULL::{kind} AS {name}") for name, kind in columns
    ]
    where = sql.SQL(f" WHERE {window.where.format(door=door)}" if window.where else "")
    # a barrier: no function of the reader's meets a row before the condition has let it through
    barrier = sql.SQL(" WITH (security_barrier)" if window.where else "")
    return sql.SQL("CREATE VIEW {}.{}{} AS SELECT {} FROM public.{} t{}").format(
        sql.Identifier(door),
        sql.Identifier(table),
        barrier,
        sql.SQL(", ").join(values),
        sql.Identifier(table),
        where,
    )


def _listed(names: str) -> str:
    return ", ".join(names.split())
