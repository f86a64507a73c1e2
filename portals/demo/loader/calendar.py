"""The months of the history and the days on which something happens: pure."""

import datetime
import random
from dataclasses import dataclass

from erp.clock import add_months, end_of_month

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """One month of history, the last one cut off at today; both days are inclusive."""

    start: datetime.date
    end: datetime.date

    @property
    def days(self) -> list[datetime.date]:
        """Every day of it."""
        return [self.start + DAY * offset for offset in range((self.end - self.start).days + 1)]

    def chance(self, purpose: str) -> random.Random:
        """Return the dice of one purpose in this month: the same throws in each load."""
        return random.Random(f"{purpose} {self.start}")  # noqa: S311 - figures of a demo, no secret

    def within(self, day: datetime.date) -> datetime.date:
        """Return the day, or the month's nearest."""
        return min(max(day, self.start), self.end)


def spans(today: datetime.date, months: int) -> list[Span]:
    """Return the last `months` months, the current one included."""
    first = add_months(today.replace(day=1), 1 - months)
    starts = [add_months(first, offset) for offset in range(months)]
    return [Span(start, min(end_of_month(start), today)) for start in starts]


def workday(day: datetime.date) -> datetime.date:
    """Return the day, or the Monday after a weekend."""
    return day + DAY * (7 - day.weekday()) if day.weekday() > 4 else day
