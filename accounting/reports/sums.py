"""
What accounts hold up to a day: balances of whole periods, and lines of the period the day is in.

A period that ends on the day or before counts whole, by its balances. Of one that has begun, either the
lines up to the day are added, or it is taken whole and the lines after the day are taken off, whichever
are fewer days. So the price is at most that of half a period's lines, whatever the books hold.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from accounting.ledger.models import Period

ZERO = Decimal(0)
DAY = datetime.timedelta(days=1)

# One scan for any number of days: `sums` has a pair of sums per day, over the periods that it counts.
BALANCES = """
SELECT account_id, {sums} FROM accounting_balance
WHERE company_id = %(company)s
    AND (%(branches)s::bigint[] IS NULL OR branch_id = ANY (%(branches)s))
    AND NOT (%(without_closing)s AND entry_kind = 'CLOSING')
GROUP BY account_id
"""
SUMS_OF_DAY = """sum(debit) FILTER (WHERE period_id = ANY (%(periods_{at})s::bigint[])),
    sum(credit) FILTER (WHERE period_id = ANY (%(periods_{at})s::bigint[]))"""
# Plain lines by the index (company, account, entry_date): PostgreSQL skips from account to account.
# What their sum counts otherwise than the balances do comes after: storno lines subtract on the original
# side, and closing entries may be left out.
LINES = """
SELECT account_id, sum(debit), sum(credit) FROM accounting_journalline
WHERE company_id = %(company)s AND entry_date BETWEEN %(first)s AND %(last)s
    AND (%(branches)s::bigint[] IS NULL OR branch_id = ANY (%(branches)s))
GROUP BY account_id
UNION ALL
SELECT l.account_id,
    sum(CASE WHEN %(without_closing)s AND e.kind = 'CLOSING' THEN -l.debit ELSE -l.credit - l.debit END),
    sum(CASE WHEN %(without_closing)s AND e.kind = 'CLOSING' THEN -l.credit ELSE -l.credit - l.debit END)
FROM accounting_journalentry e JOIN accounting_journalline l ON l.entry_id = e.id
WHERE e.company_id = %(company)s AND e.entry_date BETWEEN %(first)s AND %(last)s
    AND (e.is_storno OR e.kind = 'CLOSING') AND (e.is_storno OR %(without_closing)s)
    AND (%(branches)s::bigint[] IS NULL OR l.branch_id = ANY (%(branches)s))
GROUP BY l.account_id
"""
# Where periods overlap, lines must be told apart by the period of their entry.
LINES_OF_PERIODS = """
SELECT l.account_id,
    sum(CASE WHEN e.is_storno THEN -l.credit ELSE l.debit END),
    sum(CASE WHEN e.is_storno THEN -l.debit ELSE l.credit END)
FROM accounting_journalentry e JOIN accounting_journalline l ON l.entry_id = e.id
WHERE e.company_id = %(company)s AND e.period_id = ANY (%(periods)s::bigint[])
    AND e.entry_date BETWEEN %(first)s AND %(last)s
    AND (%(branches)s::bigint[] IS NULL OR l.branch_id = ANY (%(branches)s))
    AND NOT (%(without_closing)s AND e.kind = 'CLOSING')
GROUP BY l.account_id
"""


@dataclass(frozen=True, slots=True)
class Sums:
    """Debits and credits of one account, both as posted."""

    debit: Decimal = ZERO
    credit: Decimal = ZERO

    @property
    def balance(self) -> Decimal:
        """What the account holds: debits are positive."""
        return self.debit - self.credit

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.debit + other.debit, self.credit + other.credit)

    def __sub__(self, other: "Sums") -> "Sums":
        return Sums(self.debit - other.debit, self.credit - other.credit)


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of the books is summed up: a company, of it some branches or (None) all."""

    company_id: int
    branch_ids: Sequence[int] | None = None
    without_closing: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both inclusive."""

    first: datetime.date
    last: datetime.date

    @property
    def count(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def overlaps(self, period: Period) -> bool:
        """Say whether some day lies in the period too."""
        return self.count > 0 and period.start_date <= self.last and period.end_date >= self.first


@dataclass(frozen=True, slots=True)
class _Way:
    """How the sums of one day are reached: periods by their balances, then lines added or taken off."""

    periods: tuple[int, ...]
    statement: str = ""
    sign: int = 1
    lines: Days | None = None
    begun: tuple[int, ...] = ()


def sums_until(part: Part, on: datetime.date) -> dict[int, Sums]:
    """Return the sums of each account up to and including a day, by account id."""
    return sums_on(part, [on])[0]


def sums_on(part: Part, days: Sequence[datetime.date]) -> list[dict[int, Sums]]:
    """Return the sums of each account up to each of these days; one statement reads all balances."""
    periods = list(Period.objects.filter(company_id=part.company_id).order_by("start_date", "pk"))
    ways = [_way(periods, day) for day in days]
    found = _whole_periods(part, ways)
    for sums, way in zip(found, ways, strict=True):
        if way.lines is not None:
            values = {"first": way.lines.first, "last": way.lines.last, "periods": list(way.begun)}
            for account_id, debit, credit in _rows(way.statement, part, values):
                moved = Sums(way.sign * debit, way.sign * credit)
                sums[account_id] = sums.get(account_id, Sums()) + moved
    return found


def sums_between(part: Part, since: datetime.date, until: datetime.date) -> dict[int, Sums]:
    """Return the sums of each account from one day to another, both inclusive, by account id."""
    after, before = sums_on(part, [until, since - DAY])
    return {account: sums - before.get(account, Sums()) for account, sums in after.items()}


def _way(periods: Sequence[Period], on: datetime.date) -> _Way:
    whole = tuple(period.pk for period in periods if period.end_date <= on)
    begun = [period for period in periods if period.start_date <= on < period.end_date]
    if not begun:
        return _Way(whole)
    chosen = _alone(begun, periods, on)
    if chosen is None:
        days = Days(min(period.start_date for period in begun), on)
        return _Way(whole, LINES_OF_PERIODS, 1, days, tuple(period.pk for period in begun))
    if chosen.last == on:
        return _Way(whole, LINES, 1, chosen)
    return _Way((*whole, begun[0].pk), LINES, -1, chosen)


def _whole_periods(part: Part, ways: Sequence[_Way]) -> list[dict[int, Sums]]:
    sums = ", ".join(SUMS_OF_DAY.format(at=at) for at in range(len(ways)))
    values = {f"periods_{at}": list(way.periods) for at, way in enumerate(ways)}
    found: list[dict[int, Sums]] = [{} for _ in ways]
    for account_id, *amounts in _rows(BALANCES.format(sums=sums), part, values):
        for at, of_day in enumerate(found):
            debit, credit = amounts[2 * at : 2 * at + 2]
            if debit is not None:
                of_day[account_id] = Sums(debit, credit)
    return found


def _alone(begun: Sequence[Period], periods: Sequence[Period], on: datetime.date) -> Days | None:
    """
    Return the fewer days of the period that holds the day, up to it or after it, if no other period
    shares them; None if every choice is shared.
    """
    if len(begun) != 1:
        return None
    period = begun[0]
    choices = [Days(period.start_date, on), Days(on + DAY, period.end_date)]
    own = [
        days
        for days in choices
        if not any(days.overlaps(other) for other in periods if other.pk != period.pk)
    ]
    return min(own, key=lambda days: days.count) if own else None


def _rows(statement: str, part: Part, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    parameters = values | {
        "company": part.company_id,
        "branches": None if part.branch_ids is None else list(part.branch_ids),
        "without_closing": part.without_closing,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
