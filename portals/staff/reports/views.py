"""Reports at the staff door; each drills down to the lines, and these to the entry and its document."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounting.ledger.models import Account
from accounting.payables.queries import aged_payables
from accounting.receivables.queries.positions import aged_receivables
from accounting.reports.general_ledger import LedgerSpan, general_ledger
from accounting.reports.statements import Span
from accounting.reports.statements import balance_sheet as balance_sheet_of
from accounting.reports.statements import profit_and_loss as profit_and_loss_of
from accounting.reports.trial_balance import TrialBalanceDays, year_start
from accounting.reports.trial_balance import trial_balance as trial_balance_of
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.reports import makers
from portals.staff.reports.days import DayForm, DaysForm
from portals.staff.reports.shape import report_page
from portals.staff.rows import visible


@portal("staff", "accounting.view_reports")
@require_GET
def report_list(request: ScopedRequest) -> HttpResponse:
    """Show which reports there are."""
    reports = (
        (_("Trial balance"), _("Every account at any day."), "trial_balance"),
        (_("Profit and loss"), _("What was earned and spent."), "profit_and_loss"),
        (_("Balance sheet"), _("What the company has and owes."), "balance_sheet"),
        (_("Ageing of receivables"), _("Who owes us, and since when."), "aged_receivables"),
        (_("Ageing of payables"), _("Whom we owe, and since when."), "aged_payables"),
    )
    shown = [(title, text, reverse(f"staff:{name}")) for title, text, name in reports]
    context = {"header": PageHeader(_("Reports")), "reports": shown}
    with reading(request.scope):
        return render(request, "staff/reports/reports.html", context)


@portal("staff", "accounting.view_reports")
@require_GET
def trial_balance(request: ScopedRequest) -> HttpResponse:
    """Show every account with what it held, moved and holds."""
    with reading(request.scope):
        days = _days(request)
        asked = TrialBalanceDays(on=days.last, since=days.first)
        found = trial_balance_of(request.scope, company_id=request.company.pk, days=asked)
        report = makers.trial_balance_report(request, found)
        return report_page(request, report, days, _header(_("Trial balance")))


@portal("staff", "accounting.view_reports")
@require_GET
def profit_and_loss(request: ScopedRequest) -> HttpResponse:
    """Show what was earned and spent."""
    with reading(request.scope):
        days = _days(request)
        span = Span(days.first, days.last)
        found = profit_and_loss_of(request.scope, company_id=request.company.pk, span=span)
        report = makers.profit_and_loss_report(request, found)
        return report_page(request, report, days, _header(_("Profit and loss")))


@portal("staff", "accounting.view_reports")
@require_GET
def balance_sheet(request: ScopedRequest) -> HttpResponse:
    """Show what the company has and owes on a day."""
    with reading(request.scope):
        day = DayForm(request.GET, request.today, request.today)
        found = balance_sheet_of(request.scope, company_id=request.company.pk, on=day.last)
        report = makers.balance_sheet_report(request, found)
        return report_page(request, report, day, _header(_("Balance sheet")))


@portal("staff", "accounting.view_reports")
@require_GET
def receivables_ageing(request: ScopedRequest) -> HttpResponse:
    """Show who owes the company, and since when."""
    with reading(request.scope):
        day = DayForm(request.GET, request.today, request.today)
        found = aged_receivables(request.scope, company_id=request.company.pk, on=day.last)
        title = _("Ageing of receivables")
        return report_page(request, makers.ageing_report(request, title, found), day, _header(title))


@portal("staff", "accounting.view_reports")
@require_GET
def payables_ageing(request: ScopedRequest) -> HttpResponse:
    """Show whom the company owes, and since when."""
    with reading(request.scope):
        day = DayForm(request.GET, request.today, request.today)
        found = aged_payables(request.scope, company_id=request.company.pk, on=day.last)
        title = _("Ageing of payables")
        return report_page(request, makers.ageing_report(request, title, found), day, _header(title))


@portal("staff", "accounting.view_reports")
@require_GET
def ledger(request: ScopedRequest, code: str) -> HttpResponse:
    """Show the lines of one account with the running balance."""
    with reading(request.scope):
        account = visible(request, Account).filter(code=code).first()
        if account is None:
            raise Http404
        days = _days(request)
        span = LedgerSpan(days.first, days.last)
        found = general_ledger(request.scope, account_id=account.pk, span=span)
        report = makers.general_ledger_report(request, found)
        return report_page(request, report, days, _header(str(account)))


def _days(request: ScopedRequest) -> DaysForm:
    start = year_start(request.company.pk, request.today)
    return DaysForm(request.GET, start, request.today)


def _header(title: str) -> PageHeader:
    return PageHeader(title, crumbs=(Crumb(_("Reports"), reverse("staff:report_list")),))
