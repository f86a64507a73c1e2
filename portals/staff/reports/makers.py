"""From the figures of the books to reports as people read them."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.ledger.ageing import Ageing
from accounting.ledger.models import Account
from accounting.receivables.queries.statements import Statement
from accounting.reports.general_ledger import AccountLedger
from accounting.reports.statements import BalanceSheet, ProfitAndLoss, Section
from accounting.reports.trial_balance import TrialBalance
from portals.components import formats
from portals.gate import ScopedRequest
from portals.staff.reports.shape import Report, ReportRow


def trial_balance_report(request: ScopedRequest, found: TrialBalance) -> Report:
    """Return every account with what it held, moved and holds."""
    rows = [
        ReportRow(
            (row.code, row.name, row.opening, row.debit, row.credit, row.closing),
            ledger_url(request, row.code, found.since.isoformat(), found.on.isoformat()),
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


def general_ledger_report(request: ScopedRequest, found: AccountLedger) -> Report:
    """Return the lines of one account with the running balance."""
    nothing = Decimal(0)
    rows = [
        ReportRow(
            (formats.day(row.entry_date), row.number, row.narration or row.party_name,
             row.debit, row.credit, row.balance),
            reverse("staff:entry", args=[row.entry_public_id]),
        )
        for row in found.rows
    ]  # fmt: skip
    first = ReportRow((_("Opening"), "", "", nothing, nothing, found.opening), is_strong=True)
    last = ReportRow((_("Closing"), "", "", nothing, nothing, found.closing), is_strong=True)
    return Report(
        str(found.account),
        (_("Date"), _("Entry"), _("Text")),
        (_("Debit"), _("Credit"), _("Balance")),
        (first, *rows, last),
        request.company.base_currency,
    )


def profit_and_loss_report(request: ScopedRequest, found: ProfitAndLoss) -> Report:
    """Return what was earned and spent."""
    days = found.span.since.isoformat(), found.span.until.isoformat()
    rows = [
        *_section(request, found.revenue, days),
        *_section(request, found.expense, days),
        ReportRow((_("Result"), "", found.result), is_strong=True),
    ]
    texts = (_("Account"), _("Name"))
    currency = request.company.base_currency
    return Report(_("Profit and loss"), texts, (_("Amount"),), tuple(rows), currency)


def balance_sheet_report(request: ScopedRequest, found: BalanceSheet) -> Report:
    """Return what the company has and owes."""
    days = found.on.replace(month=1, day=1).isoformat(), found.on.isoformat()
    owed = found.liabilities.total + found.equity.total + found.result
    rows = [
        *_section(request, found.assets, days),
        *_section(request, found.liabilities, days),
        *_section(request, found.equity, days),
        ReportRow((_("Result"), "", found.result), is_strong=True),
        ReportRow((_("Liabilities and equity"), "", owed), is_strong=True),
    ]
    texts = (_("Account"), _("Name"))
    currency = request.company.base_currency
    return Report(_("Balance sheet"), texts, (_("Amount"),), tuple(rows), currency)


def ageing_report(request: ScopedRequest, title: str, found: Ageing) -> Report:
    """Return who owes since when."""
    parts = ("not_due", "days_30", "days_60", "days_90", "older", "unapplied")
    rows = [ReportRow((row.party_name, *(getattr(row, part) for part in parts))) for row in found.rows]
    totals = [sum((getattr(row, part) for row in found.rows), Decimal(0)) for part in parts]
    total = ReportRow((_("Total"), *totals), is_strong=True)
    return Report(
        title,
        (_("Party"),),
        (_("Not due"), _("1–30 days"), _("31–60 days"), _("61–90 days"), _("Older"), _("On account")),
        (*rows, total) if rows else (),
        request.company.base_currency,
        _("Nothing is open."),
    )


def ledger_url(request: ScopedRequest, code: str, since: str, until: str) -> str:
    """Return the address of an account's lines in a span of days."""
    return f"{reverse('staff:general_ledger', args=[code])}?since={since}&until={until}"


def _section(request: ScopedRequest, section: Section, days: tuple[str, str]) -> list[ReportRow]:
    rows = [
        ReportRow((row.code, row.name, row.amount), ledger_url(request, row.code, *days))
        for row in section.rows
    ]
    label = str(Account.Type(section.type).label)
    return [*rows, ReportRow((label, "", section.total), is_strong=True)]


def statement_report(found: Statement, title: str) -> Report:
    """Return a customer's account in one currency with the balance after each document."""
    nothing = Decimal(0)
    rows = [
        ReportRow(
            (formats.day(row.date), row.number, row.reference, row.debit, row.credit, row.balance),
            reverse("staff:invoice", args=[row.public_id]) if row.public_id else "",
        )
        for row in found.rows
    ]
    first = ReportRow((_("Opening"), "", "", nothing, nothing, found.opening_balance), is_strong=True)
    last = ReportRow((_("Closing"), "", "", nothing, nothing, found.closing_balance), is_strong=True)
    return Report(
        title,
        (_("Date"), _("Document"), _("Reference")),
        (_("Debit"), _("Credit"), _("Balance")),
        (first, *rows, last),
        found.currency,
    )
