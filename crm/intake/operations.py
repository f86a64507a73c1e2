"""Files from outside become records here: all of a file, or nothing."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from crm.intake.desk import Counts, Desk
from crm.intake.problems import ImportRefused, Problem
from crm.intake.reading import Sheet
from crm.intake.records import ColumnMap, Record, records_of
from crm.intake.registry import KINDS
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.organization.models import Branch


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """
    What is to be imported: rows, for orders the lines beside them, and which column feeds which field.

    All days move by `shift_days`. Half a cent of old orders went to the even cent, as computers round
    by default (IEEE 754), unless `rounds_half_even` is false. A dry run checks everything and writes
    nothing.
    """

    kind: str
    branch_id: int
    sheet: Sheet
    columns: ColumnMap = field(default_factory=ColumnMap)
    lines: Sheet | None = None
    line_columns: ColumnMap = field(default_factory=ColumnMap)
    shift_days: int = 0
    rounds_half_even: bool = True
    is_dry_run: bool = False


@transaction.atomic
def import_records(scope: Scope, *, request: ImportRequest, today: datetime.date) -> Counts:
    """
    Book every row of a file by the operations that a clerk would use, or none of them.

    Running it again doubles nothing: what is known stays as it is.

    :raises AccessDenied: if `scope` may not import for the branch's company
    :raises ImportRefused: naming line, column and reason of everything that is wrong
    :raises Refused: if an operation says no; then nothing was written
    """
    branch = Branch.objects.select_related("company").get(pk=request.branch_id)
    require(scope, "erp.import_records", branch)
    kind = KINDS[request.kind]
    lines, wrong = _lines(request)
    records, more = _records(request)
    desk = Desk(scope, branch.company, branch, today, request.rounds_half_even, [*wrong, *more])
    counts = kind.book(desk, records, lines)
    desk.stop_if_wrong()
    if request.is_dry_run:
        transaction.set_rollback(True)
        return counts
    detail = {"kind": kind.name, "created": str(counts.created), "known": str(counts.known)}
    audit.record(scope, "records.imported", branch.company, **detail)
    return counts


def _records(request: ImportRequest) -> tuple[list[Record], list[Problem]]:
    kind = KINDS[request.kind]
    maps = kind.readings(request.sheet, request.columns) if kind.readings else [request.columns]
    records: list[Record] = []
    problems: dict[Problem, None] = {}  # a cell that several readings share is named once
    for columns in maps:
        found, wrong = records_of(request.sheet, kind.fields, columns, shift_days=request.shift_days)
        records += found
        problems |= dict.fromkeys(wrong)
    return records, list(problems)


def _lines(request: ImportRequest) -> tuple[Sequence[Record], Sequence[Problem]]:
    fields = KINDS[request.kind].line_fields
    if not fields and request.lines is None:
        return (), ()
    if not fields or request.lines is None:
        words = (
            _("Only orders have a file of lines.") if not fields else _("The file of lines is missing.")
        )
        raise ImportRefused([Problem(request.sheet.name, 0, "", words)])
    return records_of(request.lines, fields, request.line_columns, shift_days=request.shift_days)
