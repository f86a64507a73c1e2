"""Databases of their own, for tests whose sessions commit side by side or sign in by other logins."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import psycopg2
from django.db import connection

from erp.launch import grants

# A server that a browser test has ended may still have a session open, and then nothing is copied.
OTHER_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


@contextmanager
def copied[T](name: str, fill: Callable[[], T]) -> Iterator[tuple[str, str, T]]:
    """
    Copy the tests' database, fill the copy, and drop it at the end; each process has its own.

    Gives the folder of the server's socket, the name of the copy, and what `fill` returned.
    """
    connection.ensure_connection()  # it starts the server and learns where it is
    settings = connection.settings_dict
    host, template = str(settings["HOST"]), settings["NAME"]
    name = f"{template}_{name}"
    connection.close()
    with closing(psycopg2.connect(host=host, dbname="postgres", user="postgres")) as session:
        session.autocommit = True
        cursor = session.cursor()
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(OTHER_SESSIONS, [template])
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER erp_owner")
        settings["NAME"] = name
        try:
            grants.set_rights(connection)
            filled = fill()
        finally:
            connection.close()
            settings["NAME"] = template
        yield host, name, filled
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
