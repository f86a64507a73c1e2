"""Reads a CSV file from outside, trusting nothing: size, encoding, delimiter and shape are checked."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from crm.intake.problems import ImportRefused, Problem

BYTES_MAX = 64 * 1024 * 1024
ROWS_MAX = 200_000
COLUMNS_MAX = 200
DELIMITERS = ",;\t|"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
ENCODINGS = ("utf-8", "cp1252", "latin-1")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as text: the line it begins on, and its cells by column, stripped of blanks."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it was read; `name` is shown in what is wrong with it."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_file(path: Path, *, encoding: str = "utf-8") -> Sheet:
    """
    Return the rows of a CSV file with a header.

    :raises ImportRefused: if it is no ordinary file, too large, or as `read_sheet`
    """
    if not path.is_file():
        raise ImportRefused([Problem(path.name, 0, "", _("There is no such file."))])
    if path.stat().st_size > BYTES_MAX:
        raise ImportRefused([Problem(path.name, 0, "", _("The file is larger than 64 MB."))])
    return read_sheet(path.name, path.read_bytes(), encoding=encoding)


def read_sheet(name: str, content: bytes, *, encoding: str = "utf-8") -> Sheet:
    """
    Return the rows of CSV text with a header; the delimiter is the commonest one of the header.

    :raises ImportRefused: naming the line that is not text, not CSV, or has too many cells or too few
    """
    text = _decoded(name, content, encoding)
    header = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=header.count)
    lines = _lines(name, text, delimiter)
    _line, first = next(lines, (1, []))
    columns = tuple(cell.strip() for cell in first)
    _check_columns(name, columns)
    rows: list[Row] = []
    problems: list[Problem] = []
    for line, cells in lines:
        if len(rows) >= ROWS_MAX:
            raise ImportRefused([Problem(name, line, "", _("The file has more than 200,000 rows."))])
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            reason = _("The row has %(cells)s cells, the header %(columns)s.")
            words = reason % {"cells": len(cells), "columns": len(columns)}
            problems.append(Problem(name, line, "", words))
            continue
        rows.append(
            Row(line, {column: cell.strip() for column, cell in zip(columns, cells, strict=True)})
        )
    if problems:
        raise ImportRefused(problems)
    return Sheet(name, columns, tuple(rows))


def _decoded(name: str, content: bytes, encoding: str) -> str:
    if len(content) > BYTES_MAX:
        raise ImportRefused([Problem(name, 0, "", _("The file is larger than 64 MB."))])
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        words = _("The file is not %(encoding)s text.") % {"encoding": encoding}
        raise ImportRefused([Problem(name, line, "", words)]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ImportRefused([Problem(name, line, "", _("The file holds control characters."))])
    return text


def _lines(name: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            words = _("The row cannot be read: %(reason)s.") % {"reason": error}
            raise ImportRefused([Problem(name, line, "", words)]) from None
        yield line, cells
        line = reader.line_num + 1


def _check_columns(name: str, columns: tuple[str, ...]) -> None:
    reason = ""
    if not any(columns):
        reason = _("The file has no header.")
    elif len(columns) > COLUMNS_MAX:
        reason = _("The file has more than 200 columns.")
    elif len(set(columns)) != len(columns) or "" in columns:
        reason = _("Each column needs a name of its own.")
    if reason:
        raise ImportRefused([Problem(name, 1, "", reason)])
