"""Runs everything on one machine: servers, tables, web, worker and clock, until Ctrl-C."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from erp.launch.house import House
from erp.launch.machine import NotPossible


class Command(BaseCommand):
    """This will serve the house on this machine, with the demo company in it or without."""

    help = "Runs everything on one machine until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the options."""
        parser.add_argument(
            "--demo", action="store_true", default=settings.DEMO, help="with demo company"
        )
        parser.add_argument("--port", type=int, default=settings.PORT, help="default: PORT, or 8000")
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the calling program ends"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop; problems of the machine are one line that says what to do."""
        try:
            code = House(port=options["port"], demo=options["demo"]).run(
                with_parent=options["with_parent"]
            )
        except NotPossible as problem:
            self.stderr.write(str(problem))
            code = 1
        sys.exit(code)
