"""The statement of account: every document and payment with the balance after it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Sum
from django.db.models.functions import Coalesce

from accounting.ledger.entries import JournalLine
from accounting.receivables.models import CustomerAccount, Payment
from erp.numbering.models import Series

ZERO = Decimal(0)

ROWS = """
SELECT l.currency, e.entry_date, e.kind, e.source, s.pattern, e.number,
    i.type AS invoice_type, i.public_id AS invoice_public_id, i.customer_order_number,
    p.direction, p.reference, sum(l.currency_amount) AS amount,
    min(l.due_date) FILTER (WHERE l.debit > 0) AS due_date, i.number AS invoice_number
FROM accounting_journalline l
JOIN accounting_journalentry e ON e.id = l.entry_id
JOIN erp_series s ON s.id = e.series_id
LEFT JOIN accounting_invoice i ON i.journal_entry_id = e.id
LEFT JOIN accounting_payment p ON p.journal_entry_id = e.id
WHERE l.party_account_id = %(account)s AND l.currency_amount <> 0
    AND l.entry_date BETWEEN %(first)s AND %(last)s
GROUP BY l.currency, e.id, e.entry_date, e.kind, e.source, s.pattern, e.number,
    i.type, i.public_id, i.customer_order_number, p.direction, p.reference, i.number
ORDER BY l.currency, e.entry_date, e.id
"""
# As on a day: what is open now, plus what was allocated after it, less what was taken back after it.
OPEN_ON = """
SELECT i.currency, i.is_debit, %(on)s - i.due_date AS days, i.open_amount + coalesce((
    SELECT sum(CASE WHEN a.reverses_id IS NULL THEN a.amount ELSE -a.amount END)
    FROM accounting_allocation a
    WHERE (a.debit_line_id = i.line_id OR a.credit_line_id = i.line_id) AND a.allocation_date > %(on)s
), 0) AS amount
FROM accounting_openitem i
WHERE i.party_account_id = %(account)s AND i.entry_date <= %(on)s
    AND (i.settled_date IS NULL OR i.settled_date > %(on)s)
"""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """
    One document or payment: what it added to the claim or took from it, and the balance after it.

    `kind` is INVOICE, CREDIT_NOTE, ADVANCE, RECEIPT, REFUND, REVERSAL, OPENING or ADJUSTMENT.
    """

    date: datetime.date
    kind: str
    number: str
    reference: str
    due_date: datetime.date | None
    debit: Decimal
    credit: Decimal
    balance: Decimal
    public_id: str


@dataclass(frozen=True, slots=True)
class AgeBuckets:
    """What is open by days past the due date; `on_account` stands against it, positive."""

    not_due: Decimal = ZERO
    days_30: Decimal = ZERO
    days_60: Decimal = ZERO
    days_90: Decimal = ZERO
    older: Decimal = ZERO
    on_account: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Statement:
    """A customer's account in one currency between two days, both inclusive."""

    currency: str
    first_date: datetime.date
    last_date: datetime.date
    opening_balance: Decimal
    rows: tuple[StatementRow, ...]
    buckets: AgeBuckets

    @property
    def closing_balance(self) -> Decimal:
        """The balance after the last row."""
        return self.rows[-1].balance if self.rows else self.opening_balance


def statement_of_account(
    account: CustomerAccount, *, first_date: datetime.date, last_date: datetime.date
) -> list[Statement]:
    """
    Return the customer's account between two days, one statement per currency, by three statements.

    Balances are what the customer owes; ageing is as it stood on the last day. An account without
    movements has one statement in its own currency.
    """
    opening = _opening(account, first_date)
    rows = {
        currency: list(same)
        for currency, same in groupby(
            _rows(account, first_date, last_date), key=lambda row: row["currency"]
        )
    }
    buckets = _buckets(account, last_date)
    currencies = sorted({*opening, *rows, *buckets} or {account.currency})
    return [
        Statement(
            currency,
            first_date,
            last_date,
            opening.get(currency, ZERO),
            tuple(_with_balance(rows.get(currency, []), opening.get(currency, ZERO))),
            buckets.get(currency, AgeBuckets()),
        )
        for currency in currencies
    ]


def _opening(account: CustomerAccount, first_date: datetime.date) -> dict[str, Decimal]:
    before = JournalLine.objects.filter(
        party_account_id=account.party_account_id, entry_date__lt=first_date
    )
    sums = before.values("currency").annotate(balance=Coalesce(Sum("currency_amount"), ZERO)).order_by()
    return {
        currency: balance for currency, balance in sums.values_list("currency", "balance") if balance
    }


def _rows(
    account: CustomerAccount, first_date: datetime.date, last_date: datetime.date
) -> list[dict[str, Any]]:
    parameters: dict[str, Any] = {
        "account": account.party_account_id,
        "first": first_date,
        "last": last_date,
    }
    with connection.cursor() as cursor:
        cursor.execute(ROWS, parameters)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _with_balance(rows: Iterable[dict[str, Any]], balance: Decimal) -> Iterable[StatementRow]:
    for row in rows:
        balance += row["amount"]
        yield StatementRow(
            date=row["entry_date"],
            kind=_kind(row),
            number=row["invoice_number"] or _label(row),
            reference=row["customer_order_number"] or row["reference"] or "",
            due_date=row["due_date"],
            debit=max(row["amount"], ZERO),
            credit=max(-row["amount"], ZERO),
            balance=balance,
            public_id=str(row["invoice_public_id"] or ""),
        )


def _kind(row: dict[str, Any]) -> str:
    if row["invoice_type"]:
        return str(row["invoice_type"])
    if row["direction"]:
        return str(Payment.Direction(row["direction"]).value)
    return row["kind"] if row["kind"] in ("REVERSAL", "OPENING") else "ADJUSTMENT"


def _label(row: dict[str, Any]) -> str:
    return Series(pattern=row["pattern"]).label(row["number"])


def _buckets(account: CustomerAccount, on: datetime.date) -> dict[str, AgeBuckets]:
    with connection.cursor() as cursor:
        cursor.execute(OPEN_ON, {"account": account.party_account_id, "on": on})
        items = cursor.fetchall()
    sums: dict[str, dict[str, Decimal]] = {}
    for currency, is_debit, days, amount in items:
        name = _bucket(days) if is_debit else "on_account"
        found = sums.setdefault(currency, {})
        found[name] = found.get(name, ZERO) + amount
    return {currency: AgeBuckets(**amounts) for currency, amounts in sums.items()}


def _bucket(days: int) -> str:
    for name, last in (("not_due", 0), ("days_30", 30), ("days_60", 60), ("days_90", 90)):
        if days <= last:
            return name
    return "older"
