"""Columns of a list: what they show, how they sort, and what they leave in a file."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.timezone import localtime

from portals.components import formats
from portals.components.badges import Badge, Text, Tone, tone_of
from portals.components.exports import Value

type Kind = Literal["text", "money", "date", "badge", "number", "link", "due"]
type Source = str | Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Due:
    """A due date; what is no longer open says nothing about being late."""

    day: datetime.date
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column: `source` is a dotted path on the row or a function of the row; left out, it is `name`.

    `sort` is the model field (or annotation) by which the column may be sorted, and the only one.
    `currency` is the source of a money column's currency. A column with `on_phone` false is left out
    of the cards which rows become on a phone. Numbers show at most `digits_max` decimals.
    """

    name: str
    label: Text
    kind: Kind = "text"
    source: Source = ""
    sort: str = ""
    currency: Source = "currency"
    on_phone: bool = True
    is_strong: bool = False
    digits_max: int = 6

    @property
    def at_end(self) -> bool:
        """True for what is compared by its last digit, and for the badge beside it on a phone."""
        return self.kind in ("money", "number")

    @property
    def has_phone_label(self) -> bool:
        """True for a value that says nothing without its label once the head of the table is gone."""
        return self.kind in ("date", "due", "number") or (self.kind == "money" and not self.is_strong)

    def value(self, row: Any) -> Any:
        """Return what the row holds here, not yet written out."""
        value = _read(row, self.source or self.name)
        if self.kind == "badge" and value is not None and not isinstance(value, Badge):
            label = getattr(row, f"get_{self.source or self.name}_display", None)
            return Badge(label() if label else str(value), tone_of(str(value)))
        return value


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a list, written out for the page."""

    column: Column
    text: str
    url: str = ""
    tone: Tone = "gray"
    note: str = ""
    is_late: bool = False


def cell(column: Column, row: Any, today: datetime.date) -> Cell:
    """Return the value of `column` in `row`, in the reader's language."""
    value = column.value(row)
    if value is None or value == "":
        return Cell(column, "")
    match column.kind:
        case "money":
            return Cell(column, formats.money(value, str(_read(row, column.currency))))
        case "number":
            return Cell(column, formats.number(value, digits_max=column.digits_max))
        case "date":
            return Cell(column, formats.day(value))
        case "badge":
            return Cell(column, str(value.label), tone=value.tone)
        case "link":
            return Cell(column, value.text, url=value.url)
        case "due":
            return _due_cell(column, value, today)
        case _:
            return Cell(column, str(value))


def file_header(columns: tuple[Column, ...], currency_label: str) -> list[str]:
    """Return the titles of a file; the currency stands in a column of its own after its last amount."""
    titles = []
    for column, ends_currency in _with_currency(columns):
        titles.append(str(column.label))
        if ends_currency:
            titles.append(currency_label)
    return titles


def file_row(columns: tuple[Column, ...], row: Any) -> list[Value]:
    """Return the same values as the page shows, typed for a file."""
    values: list[Value] = []
    for column, ends_currency in _with_currency(columns):
        values.append(_file_value(column.value(row)))
        if ends_currency:
            values.append(str(_read(row, column.currency) or ""))
    return values


def _with_currency(columns: tuple[Column, ...]) -> list[tuple[Column, bool]]:
    last = {column.currency: column.name for column in columns if column.kind == "money"}
    return [(each, each.kind == "money" and last[each.currency] == each.name) for each in columns]


def _file_value(value: Any) -> Value:
    match value:
        case Badge():
            return str(value.label)
        case Link():
            return value.text
        case Due():
            return value.day
        case datetime.datetime():
            return localtime(value).replace(tzinfo=None).isoformat(sep=" ", timespec="minutes")
        case None | datetime.date() | Decimal():
            return value
        case int() if not isinstance(value, bool):
            return value
        case _:
            return str(value)


def _due_cell(column: Column, value: Due | datetime.date, today: datetime.date) -> Cell:
    due = value if isinstance(value, Due) else Due(value)
    if not due.is_open:
        return Cell(column, formats.day(due.day))
    is_late = due.day < today
    near = is_late or (due.day - today).days <= 7
    note = formats.due_note(due.day, today) if near else ""
    return Cell(column, formats.day(due.day), note=note, is_late=is_late)


def _read(row: Any, source: Source) -> Any:
    """Follow a dotted path; anything missing on the way is None, a method is called."""
    if callable(source):
        return source(row)
    value = row
    for name in source.split("."):
        if value is None:
            return None
        value = value.get(name) if isinstance(value, dict) else getattr(value, name)
        if callable(value):
            value = value()
    return value
