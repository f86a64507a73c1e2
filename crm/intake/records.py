"""Rows become records: columns are mapped to fields, texts to values, days shifted if wished."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from crm.intake.fields import Field, Unreadable
from crm.intake.problems import ImportRefused, Problem
from crm.intake.reading import Sheet


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column feeds which field, and fields that hold the same in every row."""

    columns: tuple[tuple[str, str], ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    lookups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """One row as values by field; `columns` tells under which name the file knows each."""

    file: str
    line: int
    values: Mapping[str, Any]
    columns: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return a text; empty where the row has none."""
        return self.values[name] or ""

    def number(self, name: str) -> Decimal | None:
        """Return a number, or None where the row has none."""
        found: Decimal | None = self.values[name]
        return found

    def date(self, name: str) -> datetime.date | None:
        """Return a day, or None where the row has none."""
        found: datetime.date | None = self.values[name]
        return found

    def flag(self, name: str) -> bool:
        """Return yes or no; no where the row says nothing."""
        return bool(self.values[name])

    def problem(self, name: str, reason: str) -> Problem:
        """Return what is wrong with a field of this row."""
        return Problem(self.file, self.line, self.columns.get(name, name), reason)


def records_of(
    sheet: Sheet, fields: Sequence[Field], mapping: ColumnMap, *, shift_days: int
) -> tuple[list[Record], list[Problem]]:
    """
    Return a record per row, and everything that is wrong with the cells.

    A field is fed by the column that is mapped to it, else by the column of its own name, else by its
    constant, else by its default. All days move by `shift_days`.

    :raises ImportRefused: if a mapped column or field is not there, or a required field is not fed
    """
    sources = _sources(sheet, fields, mapping)
    shift = datetime.timedelta(days=shift_days)
    records, problems = [], []
    for row in sheet.rows:
        values: dict[str, Any] = {}
        for one in fields:
            column = sources.get(one.name)
            raw = row.cells[column] if column else mapping.constants.get(one.name, "")
            try:
                values[one.name] = _value(one, raw, mapping.lookups.get(one.name), shift)
            except Unreadable as unreadable:
                problems.append(Problem(sheet.name, row.line, column or one.name, str(unreadable)))
                values[one.name] = None
        records.append(Record(sheet.name, row.line, values, sources))
    return records, problems


def _value(one: Field, raw: str, lookup: Mapping[str, str] | None, shift: datetime.timedelta) -> Any:
    if raw and lookup is not None:
        if raw not in lookup:
            raise Unreadable(_("%(value)s is not in the file it refers to.") % {"value": raw[:40]})
        raw = lookup[raw]
    if not raw:
        if one.is_required:
            raise Unreadable(_("Missing."))
        return one.default
    value = one.parse(raw)
    if not isinstance(value, datetime.date):
        return value
    try:
        return value + shift
    except OverflowError:
        raise Unreadable(_("No day is that far away.")) from None


def _sources(sheet: Sheet, fields: Sequence[Field], mapping: ColumnMap) -> dict[str, str]:
    names = {one.name for one in fields}
    problems = [
        Problem(sheet.name, 1, column, _("There is no such column."))
        for column, _name in mapping.columns
        if column not in sheet.columns
    ]
    asked = [*(name for _column, name in mapping.columns), *mapping.constants, *mapping.lookups]
    problems += [
        Problem(
            sheet.name,
            1,
            name,
            _("There is no such field. Fields: %(fields)s.") % {"fields": ", ".join(sorted(names))},
        )
        for name in asked
        if name not in names
    ]
    sources = {column: column for column in sheet.columns if column in names}
    sources |= {name: column for column, name in mapping.columns}
    for name in mapping.constants:
        sources.pop(name, None)
    problems += [
        Problem(sheet.name, 1, one.name, _("No column is mapped to this field."))
        for one in fields
        if one.is_required and one.name not in sources and one.name not in mapping.constants
    ]
    if problems:
        raise ImportRefused(problems)
    return sources
