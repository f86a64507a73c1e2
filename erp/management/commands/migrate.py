"""Django's migrate, as the owner of the tables, with the rights of every login set at its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import environ
from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from erp.launch import grants, logins
from erp.launch.migrating import QuickExecutor, rendering_new_models_alone

migrate.MigrationExecutor = QuickExecutor  # type: ignore[attr-defined] # the command takes no other


class Command(migrate.Command):
    """This will bring the tables up to date and hand out the rights on them."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; then, unless it was only asked what it would do, set the rights."""
        connection = connections[options["database"]]
        with _as_owner(connection), rendering_new_models_alone():
            super().handle(*args, **options)
            if not (options["plan"] or options["check_unapplied"]):
                grants.set_rights(connection)


@contextmanager
def _as_owner(connection: BaseDatabaseWrapper) -> Iterator[None]:
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
