"""How a fiscal year is named and cut into periods: pure."""

import datetime
from dataclasses import dataclass
from itertools import pairwise

from accounting.ledger.models import Period
from erp.clock import add_months

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A fiscal year of twelve months; both dates are inclusive."""

    name: str
    start_date: datetime.date
    end_date: datetime.date


@dataclass(frozen=True, slots=True)
class PeriodPlan:
    """One period of a year; both dates are inclusive."""

    name: str
    kind: str
    start_date: datetime.date
    end_date: datetime.date


def year_from(start_date: datetime.date) -> YearPlan:
    """Return the year that begins on the day: "2026", or "2025-26" where it crosses New Year."""
    end_date = add_months(start_date, 12) - DAY
    name = f"{start_date.year}"
    if end_date.year != start_date.year:
        name = f"{start_date.year}-{end_date:%y}"
    return YearPlan(name, start_date, end_date)


def periods_of(year: YearPlan) -> list[PeriodPlan]:
    """Return twelve regular periods of a month each, and the adjustment period on the last day."""
    starts = [add_months(year.start_date, month) for month in range(13)]
    months = [
        PeriodPlan(f"{start:%Y-%m}", Period.Kind.REGULAR, start, following - DAY)
        for start, following in pairwise(starts)
    ]
    adjustment = PeriodPlan(f"{year.name}/13", Period.Kind.ADJUSTMENT, year.end_date, year.end_date)
    return [*months, adjustment]
