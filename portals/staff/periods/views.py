"""Accounting periods at the staff door: closed, reopened, locked."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounting.ledger.models import Period
from accounting.ledger.periods import (
    close_period,
    grant_exception,
    lock_period,
    reopen_period,
)
from erp.clock import now
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading, writing
from portals.staff.offers import Offer, offers
from portals.staff.pages import FormPage, act, done, form_page, sent
from portals.staff.periods.forms import ExceptionForm, LocksForm, ReopenForm, locks_of
from portals.staff.periods.records import year_rows
from portals.staff.rows import visible


@portal("staff", "accounting.view_period")
@require_GET
def period_list(request: ScopedRequest) -> HttpResponse:
    """Show the periods year by year, the newest on top."""
    acts = (
        Offer("accounting.post_opening_balance", "opening", _("Opening balances"), "book"),
        Offer("accounting.open_year", "year_open", _("Open the next year"), "plus", posts=True),
    )
    header = PageHeader(_("Periods"), actions=offers(request, acts))
    with reading(request.scope):
        rows = _periods(request).order_by("-fiscal_year__start_date", "-start_date", "kind")
        context = {"header": header, "years": year_rows(request, list(rows), now())}
        return render(request, "staff/periods/periods.html", context)


@portal("staff", "accounting.close_period")
@require_POST
def period_close(request: ScopedRequest, name: str) -> HttpResponse:
    """Close a period: it takes no more entries."""
    with writing(request.scope):
        period = get_object_or_404(_periods(request), name=name)
        close_period(request.scope, period_id=period.pk)
    said = _("Period %(name)s was closed.") % {"name": name}
    return done(request, said, reverse("staff:period_list"))


@portal("staff", "accounting.close_period")
@require_http_methods(["GET", "POST"])
def period_reopen(request: ScopedRequest, name: str) -> HttpResponse:
    """Open a closed period again, with the reason."""
    with reading(request.scope):
        period = get_object_or_404(_periods(request), name=name, is_closed=True)
    form = ReopenForm(request.POST or None)
    if sent(request, form) and (opened := act(
            request, form, reopen_period, period_id=period.pk, **form.cleaned_data)):  # fmt: skip
        said = _("Period %(name)s was opened again.") % {"name": opened.name}
        return done(request, said, reverse("staff:period_list"))
    return form_page(request, form, _page(_("Reopen"), name))


@portal("staff", "accounting.lock_period")
@require_http_methods(["GET", "POST"])
def period_lock(request: ScopedRequest, name: str) -> HttpResponse:
    """Say which entries a period still takes."""
    with reading(request.scope):
        period = get_object_or_404(_periods(request), name=name, is_closed=False)
    form = LocksForm(request.POST or None, initial=locks_of(period))
    if sent(request, form) and (locked := act(
            request, form, lock_period, period_id=period.pk, locks=form.locks())):  # fmt: skip
        said = _("The locks of %(name)s were set.") % {"name": locked.name}
        return done(request, said, reverse("staff:period_list"))
    return form_page(request, form, _page(_("Locks"), name))


@portal("staff", "accounting.lock_period")
@require_http_methods(["GET", "POST"])
def period_exception(request: ScopedRequest, name: str) -> HttpResponse:
    """Let a colleague post into a locked period until a moment."""
    with reading(request.scope):
        period = get_object_or_404(_periods(request), name=name, is_closed=False)
        form = ExceptionForm(request, request.POST or None)
        is_ready = sent(request, form)
    if is_ready and act(request, form, grant_exception, period_id=period.pk, leave=form.leave(),
                        now=now()):  # fmt: skip
        said = _("%(person)s may post into %(period)s until then.")
        said = said % {"person": form.cleaned_data["user"], "period": name}
        return done(request, said, reverse("staff:period_list"))
    return form_page(request, form, _page(_("Exception"), name))


def _periods(request: ScopedRequest) -> QuerySet[Period]:
    return visible(request, Period).select_related("fiscal_year")


def _page(title: str, name: str) -> FormPage:
    back = reverse("staff:period_list")
    header = PageHeader(title, above=name, crumbs=(Crumb(_("Periods"), back),))
    return FormPage(header, title, back)
