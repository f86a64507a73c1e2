"""Turnover as a partner reads it: totals, one chart by month and unit, one table by category."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.dates import format_skeleton
from django.utils.translation import gettext as _

from crm.franchising.queries import TurnoverRow
from erp.formats import money, reader_locale
from portals.components.charts import Chart, Series
from portals.components.figures import Figure


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table, written out."""

    branch: str
    month: str
    category: str
    net: str


def figures(rows: Sequence[TurnoverRow]) -> list[Figure]:
    """Return the turnover of the period by unit, one figure each; and the sum per currency."""
    found = [
        Figure(_("All units"), money(_sum(rows, currency=currency), currency))
        for currency in sorted({row.currency for row in rows})
    ]
    for branch, currency in sorted({(row.branch, row.currency) for row in rows}):
        found.append(Figure(branch, money(_sum(rows, branch=branch, currency=currency), currency)))
    return found


def chart(rows: Sequence[TurnoverRow]) -> Chart | None:
    """Return the turnover by month, one color per unit; None where there is nothing to draw."""
    if not rows:
        return None
    months = sorted({row.month for row in rows})
    branches = sorted({row.branch for row in rows})
    currencies = sorted({row.currency for row in rows})
    series = tuple(
        Series(branch, tuple(_sum(rows, branch=branch, month=month) for month in months))
        for branch in branches
    )
    labels = tuple(month_name(month) for month in months)
    currency = currencies[0] if len(currencies) == 1 else ""
    return Chart("turnover", _("Turnover by month"), labels, series, currency=currency, stacked=True)


def table(rows: Sequence[TurnoverRow]) -> list[Line]:
    """Return one line per unit, month and category, the newest month first."""
    ordered = sorted(rows, key=lambda row: (-row.month.toordinal(), row.branch, row.category))
    return [
        Line(row.branch, month_name(row.month), row.category or _("Other"), money(row.net, row.currency))
        for row in ordered
    ]


def month_name(month: datetime.date) -> str:
    """Write a month with its year, short, as the reader does."""
    return format_skeleton("yMMM", month, locale=reader_locale())


def _sum(rows: Sequence[TurnoverRow], **only: object) -> Decimal:
    matching = (row.net for row in rows if all(getattr(row, k) == v for k, v in only.items()))
    return sum(matching, Decimal(0))
