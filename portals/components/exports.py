"""The one writer of CSV and XLSX files: texts stay texts, decimals stay exact numbers."""

import csv
import datetime
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

import xlsxwriter
from django.http import HttpResponse
from django.utils.text import slugify

from portals.components.documents import download

type Format = Literal["csv", "xlsx"]
type Value = str | int | Decimal | datetime.date | None

CONTENT_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CELL_CHARACTERS_MAX = 32_767  # a limit of the XLSX format
# Programs skip blanks and controls before they look for a formula, so we skip them too.
_FORMULA = re.compile(r"[\s\x00-\x1f\x7f\u00a0\ufeff]*[=+\-@]|[\t\r\n]")


def quoted(text: str) -> str:
    """Return `text` so that no spreadsheet program takes it for a formula when it opens a CSV file."""
    return f"'{text}" if _FORMULA.match(text) else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return a CSV file in UTF-8 with byte order mark; days as 2026-11-03, decimals with a point."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([quoted(title) for title in header])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[Value]], *, sheet: str) -> bytes:
    """Return an XLSX file of one sheet with a bold, frozen first row; written row by row."""
    buffer = io.BytesIO()
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", sheet)[:31] or "1")
        page.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for column, title in enumerate(header):
            page.set_column(column, column, max(12, min(40, len(title) + 4)))
            page.write_string(0, column, title, bold)
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write_cell(page, line, column, value)
    return buffer.getvalue()


def export_response(
    kind: Format, name: str, header: Sequence[str], rows: Iterable[Sequence[Value]]
) -> HttpResponse:
    """Return the file as a download called `name`; made whole first, as a door's page may not stream."""
    body = csv_bytes(header, rows) if kind == "csv" else xlsx_bytes(header, rows, sheet=name)
    filename = f"{slugify(name, allow_unicode=True) or 'list'}.{kind}"
    return download(body, filename, CONTENT_TYPES[kind])


def _csv_cell(value: Value) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if value is None else _exact(value)


def _exact(value: Decimal | int) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _write_cell(page: xlsxwriter.worksheet.Worksheet, line: int, column: int, value: Value) -> None:
    """Write by type; never by guessing, which would turn texts into formulas and links."""
    match value:
        case None:
            pass
        case str():
            page.write_string(line, column, value[:CELL_CHARACTERS_MAX])
        case datetime.datetime():
            page.write_string(line, column, value.isoformat())
        case datetime.date():
            page.write_datetime(line, column, value)
        case bool():
            raise TypeError("a truth value has no place in a file: say it in a word")
        case int() | Decimal():
            page.write_number(line, column, value)
