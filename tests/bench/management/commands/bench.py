"""`manage.py bench --settings tests.bench.settings`."""

import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from erp.clock import date_in, now
from tests.bench import ground
from tests.bench.program import measured
from tests.bench.rows import HEAD, line
from tests.bench.sizes import FULL, TINY


class Command(BaseCommand):
    """This will measure the work of the house beside the limit of this machine."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to measure, and how much of it."""
        parser.add_argument("names", nargs="*", help="only the parts so called")
        parser.add_argument("--tiny", action="store_true", help="a few rows: does it run at all")

    def handle(self, *, names: list[str], tiny: bool, **_: Any) -> None:
        """Print each row when it is measured; exit with 1 if one of them misses its goal."""
        folders = ground.start()
        rows = []
        self.stdout.write(HEAD)
        try:
            sizes = TINY if tiny else FULL
            for row in measured(folders, sizes, names, today=date_in("Europe/Berlin", now())):
                rows.append(row)
                self.stdout.write(line(row))
        finally:
            ground.end(folders)
        if path := os.environ.get("BENCH_JSON"):
            Path(path).write_text(json.dumps([row.figures() for row in rows], indent=2) + "\n")
        if not all(row.is_met for row in rows):
            raise SystemExit(1)
