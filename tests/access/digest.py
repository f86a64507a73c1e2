"""A digest of every table: equal before and after means that nothing was written."""

from django.db import connection

from erp.launch.grants import tables

# Kept by the browser's side of the house: being seen is no change.
OF_SESSIONS = {"django_session", "usersessions_usersession"}


def digest() -> dict[str, tuple[int, object]]:
    """Return for each table its number of rows and a sum over all of their values."""
    names = [name for name in tables(connection) if name not in OF_SESSIONS]
    each = " UNION ALL ".join(
        f"SELECT '{name}', count(*), sum(hashtextextended(t::text, 0)::numeric) FROM \"{name}\" t"
        for name in names
    )
    with connection.cursor() as cursor:
        cursor.execute(each)
        return {name: (count, total) for name, count, total in cursor.fetchall()}


def changed(before: dict[str, tuple[int, object]]) -> list[str]:
    """Return the tables that are not as they were."""
    after = digest()
    return sorted(name for name in after if after[name] != before[name])
