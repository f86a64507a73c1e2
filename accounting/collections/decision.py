"""
Which reminders are due: decided for a whole company by one statement.

Of each due date of an issued invoice only the latest level that has come counts; a level before the due
date counts until that day, and only if the invoice was issued before it. What was reminded at that
level, is paid, or belongs to a customer who gets no reminders is left out. Two runs at once cannot
send twice: the unique key lets one of them through.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

DUE = """
WITH level AS (
    SELECT id, name, delay_days, lead(delay_days) OVER (ORDER BY delay_days) AS next_delay_days
    FROM accounting_dunninglevel WHERE company_id = %(company)s AND is_active
)
SELECT i.company_id, i.branch_id, i.party_id, i.id AS invoice_id, l.id AS level_id, o.due_date,
    sum(o.open_amount) AS open_amount, o.currency, %(today)s::date AS decided_date
FROM accounting_openitem o
JOIN accounting_account k ON k.id = o.account_id AND k.control_kind = 'RECEIVABLE'
JOIN accounting_invoice i ON i.journal_entry_id = o.entry_id AND i.status = 'ISSUED'
JOIN accounting_customeraccount c ON c.id = i.customer_account_id AND c.is_reminded
JOIN level l ON o.due_date + l.delay_days <= %(today)s
    AND (l.next_delay_days IS NULL OR o.due_date + l.next_delay_days > %(today)s)
    AND (l.delay_days >= 0 OR o.due_date >= %(today)s)
    AND i.issue_date < o.due_date + l.delay_days
WHERE o.company_id = %(company)s AND o.open_amount > 0 AND o.is_debit
    AND NOT EXISTS (SELECT FROM accounting_reminder r
                    WHERE r.invoice_id = i.id AND r.due_date = o.due_date AND r.level_id = l.id)
GROUP BY i.company_id, i.branch_id, i.party_id, i.id, l.id, o.due_date, o.currency
"""
DECIDE = f"""
INSERT INTO accounting_reminder (company_id, branch_id, party_id, invoice_id, level_id, due_date,
    open_amount, currency, decided_date)
{DUE}
ORDER BY i.id, o.due_date
ON CONFLICT (invoice_id, due_date, level_id) DO NOTHING RETURNING id
"""


@dataclass(frozen=True, slots=True)
class DueReminder:
    """One reminder that a run today would send; the amount is open in the invoice's currency."""

    company_id: int
    branch_id: int
    party_id: int
    invoice_id: int
    level_id: int
    due_date: datetime.date
    open_amount: Decimal
    currency: str
    decided_date: datetime.date


def due_reminders(company_id: int, *, today: datetime.date) -> list[DueReminder]:
    """Return what a run would decide, without deciding it."""
    with connection.cursor() as cursor:
        cursor.execute(DUE + "ORDER BY o.due_date, i.id", {"company": company_id, "today": today})
        return [DueReminder(*row) for row in cursor.fetchall()]


def decide_reminders(company_id: int, *, today: datetime.date) -> list[int]:
    """Write down every reminder that is due and not yet sent; return their ids. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(DECIDE, {"company": company_id, "today": today})
        return [row[0] for row in cursor.fetchall()]
