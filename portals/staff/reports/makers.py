"""From the figures of the books to reports as people read them."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.ledger.ageing import Ageing, AgeingRow
from accounting.receivables.queries.statements import Statement
from accounting.reports.statements import BalanceSheet, ProfitAndLoss, Section
from accounting.reports.trial_balance import TrialBalance, year_start
from portals.components import formats
from portals.gate import ScopedRequest
from portals.staff.reports.shape import Report, ReportRow


def trial_balance_report(request: ScopedRequest, found: TrialBalance) -> Report:
    """Return every account with what it held, moved and holds."""
    days = found.since.isoformat(), found.on.isoformat()
    rows = [
        ReportRow(
            (
                row.code,
                row.name,
                row.opening or None,
                row.debit or None,
                row.credit or None,
                row.closing,
            ),
            ledger_url(row.code, *days),
        )
        for row in found.rows
    ]
    opening = sum((row.opening for row in found.rows), Decimal(0))
    total = ReportRow(
        (_("Total"), "", opening, found.debit, found.credit, found.difference), is_strong=True
    )
    return Report(
        _("Trial balance"),
        (_("Account"), _("Name")),
        (_("Opening"), _("Debit"), _("Credit"), _("Closing")),
        (*rows, total) if rows else (),
        request.company.base_currency,
        _("Nothing was posted in these days."),
    )


def profit_and_loss_report(request: ScopedRequest, found: ProfitAndLoss) -> Report:
    """Return what was earned and spent."""
    days = found.span.since.isoformat(), found.span.until.isoformat()
    beside = found.compared_result if found.compared else None
    rows = [
        *_section(found.revenue, _("Revenue"), days, is_compared=found.compared is not None),
        *_section(found.expense, _("Expenses"), days, is_compared=found.compared is not None),
        _total(_("Result"), found.result, beside),
    ]
    return _statement(request, _("Profit and loss"), rows, is_compared=found.compared is not None)


def balance_sheet_report(request: ScopedRequest, found: BalanceSheet) -> Report:
    """Return what the company has and owes; the result leads to profit and loss."""
    days = year_start(request.company.pk, found.on).isoformat(), found.on.isoformat()
    is_compared = found.compared_on is not None
    sections = (
        (found.assets, _("Assets")),
        (found.liabilities, _("Liabilities")),
        (found.equity, _("Equity")),
    )
    owed = found.liabilities.total + found.equity.total + found.result
    beside = (
        found.liabilities.compared_total + found.equity.compared_total + found.compared_result
        if is_compared
        else None
    )
    rows = [
        row
        for section, label in sections
        for row in _section(section, label, days, is_compared=is_compared)
    ]
    rows += [
        _total(_("Result"), found.result, found.compared_result if is_compared else None),
        _total(_("Liabilities and equity"), owed, beside),
    ]
    return _statement(request, _("Balance sheet"), rows, is_compared=is_compared)


def ageing_report(request: ScopedRequest, title: str, found: Ageing, accounts: dict[int, str]) -> Report:
    """Return who owes since when; `accounts` holds the pages of parties by their ids."""
    rows = [
        ReportRow((row.party_name, *_by_age(row)), accounts.get(row.party_id, "")) for row in found.rows
    ]
    total = ReportRow((_("Total"), *_by_age(found.total)), is_strong=True)
    heads = (_("Not due"), _("1–30 days"), _("31–60 days"), _("61–90 days"), _("Older"))
    return Report(
        title,
        (_("Party"),),
        (*heads, _("On account"), _("Total")),
        (*rows, total) if rows else (),
        request.company.base_currency,
        _("Nothing is open."),
    )


def ledger_url(code: str, since: str, until: str) -> str:
    """Return the address of an account's lines in a span of days."""
    return f"{reverse('staff:general_ledger', args=[code])}?since={since}&until={until}"


def _by_age(row: AgeingRow) -> tuple[Decimal | None, ...]:
    ages = (row.not_due, row.days_30, row.days_60, row.days_90, row.older, -row.unapplied)
    return (*(amount or None for amount in ages), row.total)


def _statement(
    request: ScopedRequest, title: str, rows: Sequence[ReportRow], *, is_compared: bool
) -> Report:
    texts = (_("Account"), _("Name"))
    amounts = (_("Amount"), _("Year before")) if is_compared else (_("Amount"),)
    return Report(title, texts, amounts, tuple(rows), request.company.base_currency)


def _section(
    section: Section, label: str, days: tuple[str, str], *, is_compared: bool
) -> list[ReportRow]:
    rows = [
        ReportRow(
            (row.code, row.name, row.amount, *((row.compared,) if is_compared else ())),
            ledger_url(row.code, *days),
        )
        for row in section.rows
    ]
    return [*rows, _total(label, section.total, section.compared_total if is_compared else None)]


def _total(label: str, amount: Decimal, compared: Decimal | None) -> ReportRow:
    beside = () if compared is None else (compared,)
    return ReportRow((label, "", amount, *beside), is_strong=True)


def statement_report(found: Statement, title: str) -> Report:
    """Return a customer's account in one currency with the balance after each document."""
    rows = [
        ReportRow(
            (
                formats.day(row.date),
                row.number,
                row.reference,
                row.debit or None,
                row.credit or None,
                row.balance,
            ),
            reverse("staff:invoice", args=[row.public_id]) if row.public_id else "",
        )
        for row in found.rows
    ]
    first = ReportRow((_("Opening"), "", "", None, None, found.opening_balance), is_strong=True)
    last = ReportRow((_("Closing"), "", "", None, None, found.closing_balance), is_strong=True)
    return Report(
        title,
        (_("Date"), _("Document"), _("Reference")),
        (_("Debit"), _("Credit"), _("Balance")),
        (first, *rows, last),
        found.currency,
    )
