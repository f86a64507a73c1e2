"""Computes balances and open items anew."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    """This will set balances and open items to what lines and allocations say."""

    help = "Rebuilds balances and open items from lines and allocations; posting waits meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild in one transaction."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT rebuild_balances()")
        self.stdout.write("Balances and open items are rebuilt.")
