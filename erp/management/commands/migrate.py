"""Django's migrate, as the owner of the tables, with the rights of every login set at its end."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from erp.launch import grants
from erp.launch.migrating import QuickExecutor, rendering_new_models_alone
from erp.launch.ownership import as_owner

migrate.MigrationExecutor = QuickExecutor  # type: ignore[attr-defined] # the command takes no other


class Command(migrate.Command):
    """This will bring the tables up to date and hand out the rights on them."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; then, unless it was only asked what it would do, set the rights."""
        connection = connections[options["database"]]
        with as_owner(connection), rendering_new_models_alone():
            super().handle(*args, **options)
            if not (options["plan"] or options["check_unapplied"]):
                grants.set_rights(connection)
