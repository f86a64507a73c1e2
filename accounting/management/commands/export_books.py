"""Writes the books to a file that other programs can check."""

from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounting.reports.export import export_books
from erp.access.operations import system_scope
from erp.organization.models import Company


class Command(BaseCommand):
    """This will write the books of all companies, or of those named, and their trial balance."""

    help = "Write the books as a beancount file whose balances bean-check compares with ours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare format, files and companies."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--format", choices=["beancount"], default="beancount")
        parser.add_argument("--trial-balance", metavar="CSV", type=Path)
        parser.add_argument("--company", action="append", metavar="NAME", default=[])

    def handle(self, *_: object, **options: object) -> None:
        """Write the files."""
        companies = Company.objects.order_by("pk")
        names = options["company"]
        if isinstance(names, list) and names:
            companies = companies.filter(name__in=names)
        company_ids = list(companies.values_list("pk", flat=True))
        if not company_ids:
            raise CommandError("No such company.")
        scope = system_scope(purpose="books", company_ids=company_ids)
        with ExitStack() as files:
            path, csv_path = options["file"], options["trial_balance"]
            try:
                file = files.enter_context(Path(str(path)).open("w", encoding="utf-8"))
                sheet = (
                    files.enter_context(Path(str(csv_path)).open("w", encoding="utf-8"))
                    if csv_path
                    else None
                )
            except OSError as problem:
                raise CommandError(f"{problem.filename}: {problem.strerror}") from problem
            export_books(scope, company_ids=company_ids, file=file, trial_balance=sheet)
        self.stdout.write(f"Wrote the books of {len(company_ids)} companies to {path}.")
