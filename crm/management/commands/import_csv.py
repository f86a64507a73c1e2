"""Imports a CSV file: people, products, stock, orders, invoices, payments, openings, rates."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm.intake.mapping import column_map, lookup_of, read_map
from crm.intake.operations import ImportRequest, import_records
from crm.intake.problems import ImportRefused
from crm.intake.reading import ENCODINGS, Sheet, read_file
from crm.intake.records import ColumnMap
from crm.intake.registry import KINDS
from erp.access.operations import system_scope
from erp.clock import now
from erp.errors import Refused
from erp.organization.models import Branch, Company

SHOWN_MAX = 100


class Command(BaseCommand):
    """This will book every row of a file, or say line by line what is wrong and book nothing."""

    help = "Imports a CSV file. Running it again doubles nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Tell what may be said on the command line."""
        parser.add_argument("kind", choices=sorted(KINDS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--lines", type=Path, help="the lines of the orders in FILE")
        parser.add_argument(
            "--company", default="", help="name of the company; needed if there are several"
        )
        parser.add_argument("--branch", default="", help="code of the branch; the company's first")
        for name, what in (("map", "COLUMN=FIELD"), ("set", "FIELD=VALUE")):
            parser.add_argument(f"--{name}", action="append", default=[], metavar=what)
            parser.add_argument(f"--line-{name}", action="append", default=[], metavar=what)
        parser.add_argument("--map-file", type=Path, help="maps as lines; see docs/import.md")
        parser.add_argument(
            "--lookup",
            action="append",
            default=[],
            metavar="FIELD=FILE:KEY:VALUE",
            help="read a field's value from another file",
        )
        parser.add_argument("--encoding", choices=ENCODINGS, default="utf-8")
        parser.add_argument(
            "--half-cents",
            choices=["even", "up"],
            default="even",
            help="how the old system rounded half a cent of an order's line",
        )
        parser.add_argument("--shift-days", type=int, default=0, help="move all days by so many")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or fail with all that is wrong."""
        branch = _branch(options["company"], options["branch"])
        instant = now()
        try:
            request = _request(branch, options)
            counts = import_records(
                system_scope(purpose="import", company_ids=[branch.company_id]),
                request=request,
                today=branch.company.date_at(instant),
            )
        except ImportRefused as refused:
            raise CommandError(_shown(refused)) from None
        except Refused as refused:
            raise CommandError(f"{refused} Nothing was written.") from None
        words = "would be new" if request.is_dry_run else "new"
        self.stdout.write(f"{options['kind']}: {counts.created} {words}, {counts.known} known before")


def _branch(company_name: str, branch_code: str) -> Branch:
    companies = (
        Company.objects.filter(name=company_name) if company_name else Company.objects.order_by("pk")
    )
    if len(companies) != 1:
        names = ", ".join(Company.objects.order_by("name").values_list("name", flat=True))
        raise CommandError(f"name one company with --company: {names or 'there is none yet'}")
    branches = Branch.objects.filter(company=companies[0]).select_related("company").order_by("pk")
    if branch_code:
        branches = branches.filter(code=branch_code)
    branch = branches.first()
    if branch is None:
        raise CommandError(f"{companies[0]} has no branch {branch_code}")
    return branch


def _request(branch: Branch, options: dict[str, Any]) -> ImportRequest:
    encoding = options["encoding"]
    maps: tuple[list[str], ...] = ([], [], [], [])
    if options["map_file"]:
        path = options["map_file"]
        if not path.is_file():
            raise CommandError(f"there is no file {path}")
        maps = read_map(path.name, path.read_text(encoding="utf-8").splitlines())
    lookups = dict(_lookup(said, encoding) for said in options["lookup"])
    rows = column_map([*maps[0], *options["map"]], [*maps[1], *options["set"]], lookups)
    lines: ColumnMap = column_map([*maps[2], *options["line_map"]], [*maps[3], *options["line_set"]])
    second: Sheet | None = read_file(options["lines"], encoding=encoding) if options["lines"] else None
    return ImportRequest(
        kind=options["kind"],
        branch_id=branch.pk,
        sheet=read_file(options["file"], encoding=encoding),
        columns=rows,
        lines=second,
        line_columns=lines,
        shift_days=options["shift_days"],
        rounds_half_even=options["half_cents"] == "even",
        is_dry_run=options["dry_run"],
    )


def _lookup(said: str, encoding: str) -> tuple[str, dict[str, str]]:
    name, _equals, rest = said.partition("=")
    parts = rest.rsplit(":", 2)
    if len(parts) != 3:
        raise CommandError(f"write --lookup FIELD=FILE:KEY:VALUE, not {said}")
    return name, lookup_of(read_file(Path(parts[0]), encoding=encoding), parts[1], parts[2])


def _shown(refused: ImportRefused) -> str:
    problems = [str(problem) for problem in refused.found]
    more = len(problems) - SHOWN_MAX
    shown = problems[:SHOWN_MAX] + ([f"... and {more} more"] if more > 0 else [])
    return "\n".join([*shown, f"{len(problems)} problems. Nothing was written."])
