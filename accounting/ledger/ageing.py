"""
How old the open items of parties are, at any day, in the company's base currency.

An item as it stood on a day: what is open now, plus what was allocated after the day, less what was
taken back after it. Buckets count days past the due date; what a party holds to its credit (money on
account, credits) is apart.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

ZERO = Decimal(0)

# Signed so that what is owed on the normal side of the account is positive.
AGEING = """
WITH later AS (
    SELECT line_id, sum(base_amount) AS base_amount FROM (
        SELECT debit_line_id AS line_id, CASE WHEN reverses_id IS NULL THEN debit_base_amount
            ELSE -debit_base_amount END AS base_amount
        FROM accounting_allocation WHERE company_id = %(company)s AND allocation_date > %(on)s
        UNION ALL
        SELECT credit_line_id, CASE WHEN reverses_id IS NULL THEN credit_base_amount
            ELSE -credit_base_amount END
        FROM accounting_allocation WHERE company_id = %(company)s AND allocation_date > %(on)s
    ) sides GROUP BY line_id
), item AS (
    SELECT i.party_id, i.is_debit = %(debit)s AS is_owed, %(on)s - i.due_date AS days,
        i.open_base_amount AS amount
    FROM accounting_openitem i
    WHERE i.company_id = %(company)s AND i.account_id = ANY (%(accounts)s) AND i.open_amount > 0
        AND i.entry_date <= %(on)s AND (%(branches)s IS NULL OR i.branch_id = ANY (%(branches)s))
        AND NOT EXISTS (SELECT FROM later WHERE later.line_id = i.line_id)
    UNION ALL
    SELECT i.party_id, i.is_debit = %(debit)s, %(on)s - i.due_date, i.open_base_amount + l.base_amount
    FROM later l JOIN accounting_openitem i ON i.line_id = l.line_id
    WHERE i.company_id = %(company)s AND i.account_id = ANY (%(accounts)s) AND i.entry_date <= %(on)s
        AND (%(branches)s IS NULL OR i.branch_id = ANY (%(branches)s))
)
SELECT a.party_id, p.name, a.not_due, a.days_30, a.days_60, a.days_90, a.older, a.unapplied
FROM (
    SELECT party_id,
        coalesce(sum(amount) FILTER (WHERE is_owed AND days <= 0), 0) AS not_due,
        coalesce(sum(amount) FILTER (WHERE is_owed AND days BETWEEN 1 AND 30), 0) AS days_30,
        coalesce(sum(amount) FILTER (WHERE is_owed AND days BETWEEN 31 AND 60), 0) AS days_60,
        coalesce(sum(amount) FILTER (WHERE is_owed AND days BETWEEN 61 AND 90), 0) AS days_90,
        coalesce(sum(amount) FILTER (WHERE is_owed AND days > 90), 0) AS older,
        coalesce(sum(amount) FILTER (WHERE NOT is_owed), 0) AS unapplied
    FROM item GROUP BY party_id HAVING bool_or(amount <> 0)
) a JOIN erp_party p ON p.id = a.party_id
ORDER BY p.sort_name, p.name, a.party_id
"""


@dataclass(frozen=True, slots=True)
class AgeingRow:
    """What one party owes (or is owed) by age; `unapplied` stands against it, positive."""

    party_id: int
    party_name: str
    not_due: Decimal
    days_30: Decimal
    days_60: Decimal
    days_90: Decimal
    older: Decimal
    unapplied: Decimal

    @property
    def overdue(self) -> Decimal:
        """What is past its due date."""
        return self.days_30 + self.days_60 + self.days_90 + self.older

    @property
    def total(self) -> Decimal:
        """What is owed, less what stands against it."""
        return self.not_due + self.overdue - self.unapplied


@dataclass(frozen=True, slots=True)
class Ageing:
    """The open items of a company's control accounts of one kind on a day, by party and age."""

    on: datetime.date
    rows: tuple[AgeingRow, ...]

    @property
    def total(self) -> AgeingRow:
        """All parties together."""
        amounts = ("not_due", "days_30", "days_60", "days_90", "older", "unapplied")
        return AgeingRow(
            0, "", *(sum((getattr(row, name) for row in self.rows), ZERO) for name in amounts)
        )


@dataclass(frozen=True, slots=True)
class AgedAccounts:
    """Which accounts are aged; `is_debit` says on which side they owe. No branches means all."""

    company_id: int
    account_ids: Sequence[int]
    is_debit: bool
    branch_ids: Iterable[int] | None = None


def ageing(accounts: AgedAccounts, *, on: datetime.date) -> Ageing:
    """Return the ageing of these accounts on a day, parties in the order of their names."""
    parameters: dict[str, Any] = {
        "company": accounts.company_id,
        "accounts": list(accounts.account_ids),
        "debit": accounts.is_debit,
        "branches": None if accounts.branch_ids is None else sorted(accounts.branch_ids),
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(AGEING, parameters)
        return Ageing(on, tuple(AgeingRow(*row) for row in cursor.fetchall()))
