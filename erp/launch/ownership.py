"""Commands that need more than the serving login sign in as the owner of the tables for a moment."""

from collections.abc import Iterator
from contextlib import contextmanager

import environ
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from erp.launch import logins


@contextmanager
def as_owner(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let `connection` sign in as the owner inside the block; afterwards as whoever served before."""
    serving = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    if serving["USER"] == logins.OWNER:  # tests sign in as owner already
        yield
        return
    owner = environ.Env.db_url_config(settings.DATABASE_OWNER_URL) if settings.DATABASE_OWNER_URL else {}
    connection.close()
    connection.settings_dict["USER"] = owner.get("USER") or logins.OWNER
    connection.settings_dict["PASSWORD"] = owner.get("PASSWORD", "")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(serving)
