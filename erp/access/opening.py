"""The transaction of a door: the database learns who asks, and answers a portal with its rows only."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from erp.access.queries import OUTSIDE_DOORS
from erp.access.scope import Scope
from erp.access.seal import Reach, sealed

# LOCAL to the transaction, each setting; the role comes last, because it may set less than we may.
ENTER = """
    SELECT current_setting('role'), current_setting('search_path'),
        coalesce(current_setting('erp.scope', true), ''),
        set_config('erp.scope', %s, true), set_config('transaction_read_only', %s, true),
        set_config('search_path', coalesce(%s, current_setting('search_path')), true),
        set_config('role', coalesce(%s, current_setting('role')), true)
"""
# Deferred guards run while the scope still stands, or they would not see what it wrote. What was checked
# is deferred again, for a transaction that goes on around us.
CHECK = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
LEAVE = """
    SELECT set_config('role', %s, true), set_config('search_path', %s, true),
        set_config('erp.scope', %s, true)
"""


@contextmanager
def opened(scope: Scope, *, read_only: bool, by_house: bool = False) -> Iterator[None]:
    """
    Open a transaction in which the database knows `scope`, and hand the connection back as it was.

    At a portal it runs under the portal's role: tables are the views of its schema, which show the rows
    of the scope and nothing else, whatever the query forgot. `by_house` keeps the serving login, for
    what we do for a reader whom those views have shown the record. An error rolls all of it back.
    """
    is_portal = scope.door in OUTSIDE_DOORS and not by_house
    asked = [
        sealed(scope.door, scope.actor.pk, reach_of(scope)),
        "on" if read_only else "off",
        f"{scope.door}, pg_temp" if is_portal else None,
        f"erp_{scope.door}" if is_portal else None,
    ]
    is_nested = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(ENTER, asked)
            former = cursor.fetchone()[:3]
        yield
        if connection.needs_rollback:
            return
        with connection.cursor() as cursor:
            if not read_only:
                cursor.execute(CHECK)
            if is_nested:  # else the settings end with the transaction
                cursor.execute(LEAVE, former)


def reach_of(scope: Scope) -> Reach:
    """Return whose rows the scope may reach at all; permissions narrow it in the queries."""
    return Reach(
        companies=scope.ids("company") | scope.house_ids,
        branches=scope.ids("branch"),
        parties=scope.ids("party"),
        accounts=scope.account_ids,
    )
