"""Reports at the staff door; each drills down to the lines, and these to the entry and its document."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounting.ledger.models import Account
from accounting.ledger.visibility import visible_branches
from accounting.payables.models import SupplierAccount
from accounting.payables.queries import aged_payables
from accounting.receivables.models import CustomerAccount
from accounting.receivables.queries.positions import aged_receivables
from accounting.reports.general_ledger import general_ledger
from accounting.reports.statements import balance_sheet as balance_sheet_of
from accounting.reports.statements import profit_and_loss as profit_and_loss_of
from accounting.reports.trial_balance import VIEW_REPORTS, TrialBalanceDays
from accounting.reports.trial_balance import trial_balance as trial_balance_of
from portals.components.columns import Column
from portals.components.filters import ChoiceFilter
from portals.components.lists import ListSpec
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.pages import list_page
from portals.staff.reports import makers
from portals.staff.reports.days import (
    ComparedDayForm,
    ComparedDaysForm,
    DayForm,
    DaysForm,
    year_to_date,
)
from portals.staff.reports.ledger import asked_span, general_ledger_report
from portals.staff.reports.shape import report_page
from portals.staff.rows import may_somewhere, visible

ACCOUNTS = ListSpec(
    columns=(
        Column("code", gettext_lazy("Number"), sort="code", is_strong=True),
        Column("name", gettext_lazy("Name"), sort="name"),
        Column("type", gettext_lazy("Type"), source="get_type_display"),
        Column("kept", gettext_lazy("Kept for"), source=lambda row: _kept_for(row), on_phone=False),
    ),
    default_sort="code",
    export_name=gettext_lazy("Chart of accounts"),
    search_fields=("code", "name"),
    filters=(ChoiceFilter("type", gettext_lazy("Type"), Account.Type.choices),),
    row_url=lambda row: reverse("staff:general_ledger", args=[row.code]),
    empty_title=gettext_lazy("The books are not open yet."),
)


@portal("staff", "accounting.view_reports")
@require_GET
def report_list(request: ScopedRequest) -> HttpResponse:
    """Show which reports there are."""
    reports = [
        (_("Trial balance"), _("Every account at any day."), "trial_balance"),
        (_("Profit and loss"), _("What was earned and spent."), "profit_and_loss"),
        (_("Balance sheet"), _("What the company has and owes."), "balance_sheet"),
        (_("Ageing of receivables"), _("Who owes us, and since when."), "aged_receivables"),
        (_("Ageing of payables"), _("Whom we owe, and since when."), "aged_payables"),
    ]
    if may_somewhere(request, "accounting.view_account"):
        reports.append((_("General ledger"), _("The lines of one account."), "account_list"))
    shown = [(title, text, reverse(f"staff:{name}")) for title, text, name in reports]
    context = {"header": PageHeader(_("Reports")), "reports": shown}
    with reading(request.scope):
        return render(request, "staff/reports/reports.html", context)


@portal("staff", "accounting.view_reports")
@require_GET
def trial_balance(request: ScopedRequest) -> HttpResponse:
    """Show every account with what it held, moved and holds."""
    with reading(request.scope):
        days = year_to_date(DaysForm, request)
        asked = TrialBalanceDays(on=days.last, since=days.first)
        found = trial_balance_of(request.scope, company_id=request.company.pk, days=asked)
        report = makers.trial_balance_report(request, found)
        return report_page(request, report, days, _header(_("Trial balance")))


@portal("staff", "accounting.view_reports")
@require_GET
def profit_and_loss(request: ScopedRequest) -> HttpResponse:
    """Show what was earned and spent."""
    with reading(request.scope):
        days = year_to_date(ComparedDaysForm, request)
        found = profit_and_loss_of(
            request.scope, company_id=request.company.pk, span=days.span, compared=days.span_before
        )
        report = makers.profit_and_loss_report(request, found)
        return report_page(request, report, days, _header(_("Profit and loss")))


@portal("staff", "accounting.view_reports")
@require_GET
def balance_sheet(request: ScopedRequest) -> HttpResponse:
    """Show what the company has and owes on a day."""
    with reading(request.scope):
        day = year_to_date(ComparedDayForm, request)
        before = day.span_before.until if day.span_before else None
        found = balance_sheet_of(
            request.scope, company_id=request.company.pk, on=day.last, compared_on=before
        )
        report = makers.balance_sheet_report(request, found)
        return report_page(request, report, day, _header(_("Balance sheet")))


@portal("staff", "accounting.view_reports")
@require_GET
def receivables_ageing(request: ScopedRequest) -> HttpResponse:
    """Show who owes the company, and since when."""
    with reading(request.scope):
        day = DayForm(request.GET, request.today, request.today)
        found = aged_receivables(request.scope, company_id=request.company.pk, on=day.last)
        pages = _pages_of(visible(request, CustomerAccount), "customer")
        title = _("Ageing of receivables")
        report = makers.ageing_report(request, title, found, pages)
        return report_page(request, report, day, _header(title))


@portal("staff", "accounting.view_reports")
@require_GET
def payables_ageing(request: ScopedRequest) -> HttpResponse:
    """Show whom the company owes, and since when."""
    with reading(request.scope):
        day = DayForm(request.GET, request.today, request.today)
        found = aged_payables(request.scope, company_id=request.company.pk, on=day.last)
        pages = _pages_of(visible(request, SupplierAccount), "supplier")
        title = _("Ageing of payables")
        report = makers.ageing_report(request, title, found, pages)
        return report_page(request, report, day, _header(title))


@portal("staff", "accounting.view_account")
@require_GET
def account_list(request: ScopedRequest) -> HttpResponse:
    """Show the chart of accounts; each account leads to its lines."""
    with reading(request.scope):
        header = _header(_("General ledger"))
        return list_page(request, header, ACCOUNTS, visible(request, Account))


@portal("staff", "accounting.view_reports")
@require_GET
def ledger(request: ScopedRequest, code: str) -> HttpResponse:
    """Show the lines of one account with the running balance."""
    with reading(request.scope):
        visible_branches(request.scope, VIEW_REPORTS, company_id=request.company.pk)
        account = get_object_or_404(Account, company=request.company, code=code)
        days = year_to_date(DaysForm, request)
        span = asked_span(request, days)
        found = general_ledger(request.scope, account_id=account.pk, span=span)
        report = general_ledger_report(request, found, span)
        return report_page(request, report, days, _header(str(account)))


def _pages_of(
    accounts: QuerySet[CustomerAccount] | QuerySet[SupplierAccount], name: str
) -> dict[int, str]:
    """Return the page of each party that has one of these accounts."""
    known = accounts.values_list("party_id", "public_id")
    return {party_id: reverse(f"staff:{name}", args=[public_id]) for party_id, public_id in known}


def _kept_for(account: Account) -> str:
    return "" if account.control_kind == Account.ControlKind.NONE else account.get_control_kind_display()


def _header(title: str) -> PageHeader:
    return PageHeader(title, crumbs=(Crumb(_("Reports"), reverse("staff:report_list")),))
