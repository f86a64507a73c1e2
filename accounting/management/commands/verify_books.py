"""Proves every invariant of the books."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from accounting.ledger.checking import findings, invariants
from accounting.ledger.sealing import chain
from erp.organization.models import Company


class Command(BaseCommand):
    """This will check all books against their invariants, and fail if one is broken."""

    help = "Checks all books: balances, open items, numbers, seals, taxes, stock."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file for an export."""
        parser.add_argument(
            "--export",
            metavar="FILE",
            help="also write every sealed entry and its seal: a file that can be checked without us",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check in one snapshot; print a line per invariant and each broken place."""
        broken = 0
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            for invariant in invariants():
                found = list(findings(invariant))
                self.stdout.write(f"{'BROKEN' if found else 'holds '}  {invariant}")
                for finding in found:
                    self.stdout.write(f"        {finding.place}")
                broken += bool(found)
            if options["export"]:
                self._export(Path(options["export"]))
        if broken:
            raise CommandError(f"{broken} invariants are broken")

    def _export(self, path: Path) -> None:
        with path.open("w", encoding="utf-8") as file:
            for company_id in Company.objects.order_by("id").values_list("pk", flat=True):
                for link in chain(company_id):
                    row = {name: getattr(link, name) for name in link.__slots__}
                    file.write(json.dumps(row) + "\n")
