"""Brings the shipped roles into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from erp import clock
from erp.access.operations import sync_roles


class Command(BaseCommand):
    """This will make the rows of the roles equal to the shipped definitions."""

    help = "Makes the roles equal to their shipped definitions; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how many changed."""
        changed = sync_roles(today=clock.now().date())
        self.stdout.write(f"{changed} roles new or changed")
