"""A fiscal year as its page shows it: what closing moves, account by account, and what it posted."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounting.ledger.entries import EntryKind
from accounting.ledger.models import Account, FiscalYear
from accounting.ledger.year_end import YearEnd, year_end_of
from erp.audit.operations import subject_key
from erp.organization.models import Branch
from portals.components import formats
from portals.components.records import Crumb, Fact, PageHeader
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers
from portals.staff.periods.records import year_badge
from portals.staff.timeline import timeline_of


def year_record(request: ScopedRequest, year: FiscalYear) -> dict[str, object]:
    """Return what the page of one year is made of."""
    end = year_end_of(year)
    obstacles = [] if year.is_closed else _obstacles(year, end)
    question = _("Close the year %(name)s? It cannot be opened again.") % {"name": year.name}
    close = Offer(
        "accounting.close_year",
        "year_close",
        _("Close the year"),
        "lock",
        posts=True,
        confirm=question,
        key=year.name,
    )
    return {
        "header": PageHeader(
            _("Year end %(year)s") % {"year": year.name},
            badges=(year_badge(year),),
            crumbs=(Crumb(_("Periods"), reverse("staff:period_list")),),
            actions=() if year.is_closed or obstacles else offers(request, [close], year),
        ),
        "obstacles": obstacles,
        "facts": _facts(request, year, end),
        "tables": [] if year.is_closed else [_moves(request, year, end)],
        "timeline": timeline_of(request, [subject_key(year)]),
    }


def _obstacles(year: FiscalYear, end: YearEnd) -> list[str]:
    """Return in words why the close would be refused now."""
    found = []
    if count := len(end.open_periods):
        words = ngettext(
            "%(count)s period is open: close %(first)s.",
            "%(count)s periods are open: close them in order, %(first)s first.",
            count,
        )
        found.append(words % {"count": count, "first": end.open_periods[0]})
    if end.following is None:
        found.append(_("Open the year after %(year)s first.") % {"year": year})
    return found


def _facts(request: ScopedRequest, year: FiscalYear, end: YearEnd) -> list[Fact]:
    days = {"since": year.start_date, "until": year.end_date}
    query = "&".join(f"{name}={day.isoformat()}" for name, day in days.items())
    words = {EntryKind.CLOSING: _("Closing entry"), EntryKind.OPENING: _("Carried forward")}
    return [
        Fact(_("From"), formats.day(year.start_date)),
        Fact(_("Until"), formats.day(year.end_date)),
        Fact(_("Next year"), end.following.name if end.following else ""),
        Fact(
            _("Result"),
            _("Profit and loss") if year.is_closed else _money(request, end.result),
            f"{reverse('staff:profit_and_loss')}?{query}",
        ),
        *(
            Fact(
                words[EntryKind(entry.kind)], entry.label, reverse("staff:entry", args=[entry.public_id])
            )
            for entry in end.entries
        ),
    ]


def _moves(request: ScopedRequest, year: FiscalYear, end: YearEnd) -> Table:
    accounts = Account.objects.in_bulk({total.account_id for total in end.totals})
    branches = Branch.objects.in_bulk({total.branch_id for total in end.totals})
    days = f"?since={year.start_date.isoformat()}&until={year.end_date.isoformat()}"
    rows = []
    for total in end.totals:
        account = accounts[total.account_id]
        rows.append(
            (
                Value(str(account), reverse("staff:general_ledger", args=[account.code]) + days),
                Value(branches[total.branch_id].name),
                Value(_money(request, total.amount) if total.amount > 0 else ""),
                Value(_money(request, -total.amount) if total.amount < 0 else ""),
            )
        )
    return Table(
        _("What will be closed"),
        (
            Head(_("Account")),
            Head(_("Branch")),
            Head(_("Debit"), is_number=True),
            Head(_("Credit"), is_number=True),
        ),
        tuple(rows),
        foot=((_("Result carried to equity"), _money(request, end.result)),),
        empty_text=_("Nothing was earned or spent; closing posts nothing."),
    )


def _money(request: ScopedRequest, amount: Decimal) -> str:
    return formats.money(amount, request.company.base_currency)
