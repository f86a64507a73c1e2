"""Makes the stock levels what the moves and reservations say."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from erp.launch.ownership import as_owner
from inventory.stock.rebuilding import rebuild_levels


class Command(BaseCommand):
    """This will rebuild the levels and say how many were wrong; running it again finds none."""

    help = "Rebuilds the stock levels from moves and reservations, as the owner of the tables."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild while nobody moves goods."""
        with as_owner(connection):
            self.stdout.write(f"{rebuild_levels()} stock levels corrected")
