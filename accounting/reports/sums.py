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

BALANCES = """
SELECT account_id, sum(debit), sum(credit) FROM accounting_balance
WHERE company_id = %(company)s AND period_id = ANY (%(periods)s)
    AND (%(branches)s::bigint[] IS NULL OR branch_id = ANY (%(branches)s))
    AND NOT (%(without_closing)s AND entry_kind = 'CLOSING')
GROUP BY account_id
"""
# By the index (company, account, entry_date) alone: PostgreSQL skips from account to account.
LINES = """
SELECT account_id, sum(debit), sum(credit) FROM accounting_journalline
WHERE company_id = %(company)s AND entry_date BETWEEN %(first)s AND %(last)s
    AND (%(branches)s::bigint[] IS NULL OR branch_id = ANY (%(branches)s))
GROUP BY account_id
"""
# What a plain sum of lines counts otherwise than the balances do: storno lines subtract on the original
# side, and closing entries may be left out.
SPECIAL_LINES = """
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
WHERE e.company_id = %(company)s AND e.period_id = ANY (%(periods)s)
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


def sums_until(part: Part, on: datetime.date) -> dict[int, Sums]:
    """Return the sums of each account up to and including a day, by account id."""
    periods = list(Period.objects.filter(company_id=part.company_id).order_by("start_date", "pk"))
    whole = [period for period in periods if period.end_date <= on]
    begun = [period for period in periods if period.start_date <= on < period.end_date]
    found: dict[int, Sums] = {}
    if not begun:
        _add(found, 1, BALANCES, part, periods=_ids(whole))
    elif (chosen := _alone(begun, periods, on)) is None:
        days = Days(min(period.start_date for period in begun), on)
        _add(found, 1, BALANCES, part, periods=_ids(whole))
        _add(found, 1, LINES_OF_PERIODS, part, periods=_ids(begun), first=days.first, last=days.last)
    else:
        is_head = chosen.last == on
        sign = 1 if is_head else -1
        _add(found, 1, BALANCES, part, periods=_ids(whole if is_head else [*whole, *begun]))
        for statement in (LINES, SPECIAL_LINES):
            _add(found, sign, statement, part, first=chosen.first, last=chosen.last)
    return found


def sums_between(part: Part, since: datetime.date, until: datetime.date) -> dict[int, Sums]:
    """Return the sums of each account from one day to another, both inclusive, by account id."""
    after, before = sums_until(part, until), sums_until(part, since - DAY)
    return {account: sums - before.get(account, Sums()) for account, sums in after.items()}


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


def _ids(periods: Sequence[Period]) -> list[int]:
    return [period.pk for period in periods]


def _add(found: dict[int, Sums], sign: int, statement: str, part: Part, **parameters: Any) -> None:
    """Add what a statement says to the sums, or take it off."""
    values = {
        "company": part.company_id,
        "branches": None if part.branch_ids is None else list(part.branch_ids),
        "without_closing": part.without_closing,
        **parameters,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for account_id, debit, credit in cursor.fetchall():
            found[account_id] = found.get(account_id, Sums()) + Sums(sign * debit, sign * credit)
