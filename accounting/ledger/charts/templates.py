"""
Reads the chart templates.

`generic` is ours; `de_skr04` takes the numbers of the German SKR04; `it` orders the accounts by the
balance-sheet classes of the Italian civil code (art. 2424, 2425), the numbers are ours; `cn_small` takes
the numbers of the Chinese standard for small enterprises. Names are short and in the chart's language.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from erp.errors import Refused

FOLDER = Path(__file__).parent


class UnknownChart(Refused):
    """There is no chart template of that name."""

    code = "unknown_chart"


@dataclass(frozen=True, slots=True)
class TemplateAccount:
    """One row of a template; `purpose` is what the program looks the account up by."""

    code: str
    name: str
    type: str
    control_kind: str
    purpose: str


def chart_names() -> list[str]:
    """Return the names of all templates, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.csv"))


def chart_accounts(chart: str) -> list[TemplateAccount]:
    """
    Return the accounts of a template in its order.

    :raises UnknownChart: if there is no such template
    """
    if chart not in chart_names():
        raise UnknownChart(_("There is no chart of accounts named %(chart)s.") % {"chart": chart})
    with (FOLDER / f"{chart}.csv").open(encoding="utf-8", newline="") as file:
        return [TemplateAccount(**row) for row in csv.DictReader(file)]
