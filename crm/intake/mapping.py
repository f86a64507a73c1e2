"""Column maps as people write them: on the command line, or in a file of lines."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from crm.intake.problems import ImportRefused, Problem
from crm.intake.reading import Sheet
from crm.intake.records import ColumnMap


def column_map(
    pairs: Iterable[str],
    constants: Iterable[str] = (),
    lookups: Mapping[str, Mapping[str, str]] | None = None,
) -> ColumnMap:
    """
    Return the map that "column=field" pairs and "field=value" constants say.

    :raises ImportRefused: if one has no equals sign, or a field is fed twice
    """
    columns = [_halves(pair) for pair in pairs]
    named = [name for _column, name in columns]
    for name in named:
        if named.count(name) > 1:
            raise _refused(name, _("The field is fed by two columns."))
    return ColumnMap(tuple(columns), dict(_halves(pair) for pair in constants), lookups or {})


def read_map(name: str, lines: Sequence[str]) -> tuple[list[str], list[str], list[str], list[str]]:
    """
    Return pairs and constants for the rows, then for the lines beside them, from a file of maps.

    "column = field" maps, "field := value" sets, "[lines]" turns to the second file,
    "#" begins a comment.

    :raises ImportRefused: naming the line that is none of these
    """
    found: tuple[list[str], list[str], list[str], list[str]] = ([], [], [], [])
    part = 0
    for number, line in enumerate(lines, start=1):
        said = line.split("#", 1)[0].strip()
        if not said:
            continue
        if said in ("[rows]", "[lines]"):
            part = 2 if said == "[lines]" else 0
        elif ":=" in said:
            left, right = said.split(":=", 1)
            found[part + 1].append(f"{left.strip()}={right.strip()}")
        elif "=" in said:
            left, right = said.rsplit("=", 1)
            found[part].append(f"{left.strip()}={right.strip()}")
        else:
            words = _("Write column = field, or field := value.")
            raise ImportRefused([Problem(name, number, "", words)])
    return found


def lookup_of(sheet: Sheet, key: str, value: str) -> dict[str, str]:
    """
    Return what a second file says of each key, such as the name of a category by its number.

    :raises ImportRefused: if it has no such columns
    """
    for column in (key, value):
        if column not in sheet.columns:
            raise ImportRefused([Problem(sheet.name, 1, column, _("There is no such column."))])
    return {row.cells[key]: row.cells[value] for row in sheet.rows}


def _halves(pair: str) -> tuple[str, str]:
    left, sign, right = pair.rpartition("=")
    if not sign or not left or not right:
        raise _refused(pair, _("Write it as left=right."))
    return left.strip(), right.strip()


def _refused(column: str, reason: str) -> ImportRefused:
    return ImportRefused([Problem("--map", 0, column, reason)])
