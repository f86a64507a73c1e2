"""
What accounts hold up to a day: balances of whole periods, and lines of the period the day is in.

A period that ends on the day or before counts whole, by its balances; of one that has begun only its
lines up to the day are read. So the price is that of one period's lines, whatever the books hold.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from accounting.ledger.models import Period

ZERO = Decimal(0)

# The first part reads what the posting trigger keeps. Storno lines subtract on the original side there;
# the second part does the same for single lines.
BALANCES = """
SELECT b.account_id, sum(b.debit), sum(b.credit)
FROM accounting_balance b JOIN accounting_journal j ON j.id = b.journal_id
WHERE b.company_id = %(company)s AND b.period_id = ANY (%(whole)s)
    AND (%(branches)s::bigint[] IS NULL OR b.branch_id = ANY (%(branches)s))
    AND NOT (%(without_closing)s AND (b.entry_kind = 'CLOSING' OR j.kind = 'CLOSING'))
GROUP BY b.account_id
"""
LINES = """
SELECT l.account_id,
    sum(CASE WHEN e.is_storno THEN -l.credit ELSE l.debit END),
    sum(CASE WHEN e.is_storno THEN -l.debit ELSE l.credit END)
FROM accounting_journalentry e
JOIN accounting_journalline l ON l.entry_id = e.id
JOIN accounting_journal j ON j.id = e.journal_id
WHERE e.company_id = %(company)s AND e.period_id = ANY (%(begun)s)
    AND e.entry_date BETWEEN %(first)s AND %(on)s
    AND (%(branches)s::bigint[] IS NULL OR l.branch_id = ANY (%(branches)s))
    AND NOT (%(without_closing)s AND (e.kind = 'CLOSING' OR j.kind = 'CLOSING'))
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


def sums_until(part: Part, on: datetime.date) -> dict[int, Sums]:
    """Return the sums of each account up to and including a day, by account id."""
    whole, begun, first = _periods(part.company_id, on)
    parameters: dict[str, Any] = {
        "company": part.company_id,
        "branches": None if part.branch_ids is None else list(part.branch_ids),
        "without_closing": part.without_closing,
        "whole": whole,
        "begun": begun,
        "first": first,
        "on": on,
    }
    found: dict[int, Sums] = {}
    with connection.cursor() as cursor:
        for statement, periods in ((BALANCES, whole), (LINES, begun)):
            if periods:
                cursor.execute(statement, parameters)
                for account_id, debit, credit in cursor.fetchall():
                    found[account_id] = found.get(account_id, Sums()) + Sums(debit, credit)
    return found


def sums_between(part: Part, since: datetime.date, until: datetime.date) -> dict[int, Sums]:
    """Return the sums of each account from one day to another, both inclusive, by account id."""
    after, before = sums_until(part, until), sums_until(part, since - datetime.timedelta(days=1))
    return {account: sums - before.get(account, Sums()) for account, sums in after.items()}


def _periods(company_id: int, on: datetime.date) -> tuple[list[int], list[int], datetime.date]:
    """Return the periods that have ended, those that have begun, and the first day of the latter."""
    rows = Period.objects.filter(company_id=company_id, start_date__lte=on).values_list(
        "pk", "start_date", "end_date"
    )
    whole, begun, first = [], [], on
    for pk, start_date, end_date in rows:
        if end_date <= on:
            whole.append(pk)
        else:
            begun.append(pk)
            first = min(first, start_date)
    return whole, begun, first
