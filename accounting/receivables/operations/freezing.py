"""Issued invoices are completed here, in the transaction that posts them, by one statement per table."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounting.ledger.entries import JournalEntry
from accounting.receivables.advances import AdvanceDeduction
from accounting.receivables.invoice_postings import Released
from accounting.receivables.issue import Issue
from accounting.receivables.models import Invoice, InvoiceTax
from accounting.receivables.operations.composing import breakdown_rows
from erp.writes import rows_of, write

INVOICES = "SELECT freeze_invoices(%s)"  # a function of the database (migration 0013)
LINES = """
UPDATE accounting_invoiceline l SET net = f.net, rate_percent = f.rate_percent
FROM jsonb_populate_recordset(NULL::accounting_invoiceline, %s::jsonb) f WHERE l.id = f.id
"""
CHARGES = """
UPDATE accounting_invoicecharge c SET net = f.net, rate_percent = f.rate_percent
FROM jsonb_populate_recordset(NULL::accounting_invoicecharge, %s::jsonb) f WHERE c.id = f.id
"""


def freeze(issues: Sequence[Issue], entries: Mapping[int, JournalEntry]) -> None:
    """
    Write number, entry and snapshot on the invoices, and what differs from the drafts' preview.

    `entries` holds the entry of each invoice by its id; the rows in `issues` show what was written.
    """
    rows = []
    for issue in issues:
        entry = entries[issue.facts.invoice.pk]
        frozen = issue.frozen | {
            "number": entry.label,
            "journal_entry_id": entry.pk,
            "issued_at": entry.posted_at,
        }
        rows.append(frozen | {"id": issue.facts.invoice.pk})
        vars(issue.facts.invoice).update(frozen, status=Invoice.Status.ISSUED)
    _write(INVOICES, rows)
    for statement, changed in ((LINES, _changed_lines), (CHARGES, _changed_charges)):
        if differing := [row for issue in issues for row in changed(issue)]:
            _write(statement, differing)
    _freeze_breakdown([issue for issue in issues if _breakdown_changed(issue)])


def freeze_deductions(issue: Issue, released: Mapping[int, Released]) -> None:
    """Keep on the deductions of an invoice what they released in the company's currency."""
    for deduction in issue.facts.deductions:
        worth = released[deduction.id]
        AdvanceDeduction.objects.filter(pk=deduction.id).update(
            base_net=worth.base_net.amount, base_tax=worth.base_tax.amount
        )


def _changed_lines(issue: Issue) -> list[dict[str, Any]]:
    return _changed(issue, issue.facts.lines, 0)


def _changed_charges(issue: Issue) -> list[dict[str, Any]]:
    return _changed(issue, issue.facts.charges, len(issue.facts.lines))


def _changed(issue: Issue, rows: Sequence[Any], first: int) -> list[dict[str, Any]]:
    found = []
    for position, row in enumerate(rows, start=first):
        rate, net = issue.totals.items[position].taxation.rate_percent, issue.totals.net_of(position)
        if (row.rate_percent, row.net) != (rate, net.amount):
            found.append({"id": row.id, "rate_percent": rate, "net": net.amount})
    return found


def _breakdown_changed(issue: Issue) -> bool:
    promised = {
        (row.category, row.rate_percent, row.exemption_reason, row.base, row.tax)
        for row in issue.facts.breakdown
    }
    return promised != {
        (*share.taxation.group, share.base.amount, share.tax.amount)
        for share in issue.totals.tax.breakdown
    }


def _freeze_breakdown(issues: Sequence[Issue]) -> None:
    if not issues:
        return
    InvoiceTax.objects.filter(invoice_id__in=[issue.facts.invoice.pk for issue in issues]).delete()
    InvoiceTax.objects.bulk_create(
        row for issue in issues for row in breakdown_rows(issue.facts.invoice, issue.totals)
    )


def _write(statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
    write(statement, [rows_of(rows)])
