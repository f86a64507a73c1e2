"""Fiscal years at the staff door: what their close would move, closed, the next one opened."""

import datetime

from django.db.models import Max, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounting.ledger.models import FiscalYear, Period
from accounting.ledger.year_end import close_fiscal_year
from accounting.setup.operations import open_fiscal_year
from erp.access.decisions import require
from portals.gate import ScopedRequest, portal, reading, writing
from portals.staff.pages import done
from portals.staff.periods.closing import year_record
from portals.staff.rows import visible


@portal("staff", "accounting.view_period")
@require_GET
def year(request: ScopedRequest, name: str) -> HttpResponse:
    """Show what the close of a year would move and what stands in its way, or what it posted."""
    with reading(request.scope):
        shown = get_object_or_404(_years(request), name=name)
        return render(request, "staff/periods/year.html", year_record(request, shown))


@portal("staff", "accounting.close_year")
@require_POST
def year_close(request: ScopedRequest, name: str) -> HttpResponse:
    """Close a year: its result is carried into the next one."""
    with writing(request.scope):
        shown = get_object_or_404(_years(request), name=name)
        close_fiscal_year(request.scope, fiscal_year_id=shown.pk)
    said = _("The year %(name)s was closed.") % {"name": name}
    return done(request, said, reverse("staff:year", args=[name]))


@portal("staff", "accounting.open_year")
@require_POST
def year_open(request: ScopedRequest) -> HttpResponse:
    """Open the year after the last one, with twelve periods and one for adjustments."""
    require(request.scope, "accounting.open_year", request.company)
    with writing(request.scope):
        last = _years(request).aggregate(day=Max("end_date"))["day"]
        if last is None:
            raise Http404
        start = last + datetime.timedelta(days=1)
        opened = open_fiscal_year(request.scope, company_id=request.company.pk, start_date=start)
    said = _("The year %(name)s is open.") % {"name": opened.name}
    return done(request, said, reverse("staff:period_list"))


def _years(request: ScopedRequest) -> QuerySet[FiscalYear]:
    """Return the years whose periods the reader may see."""
    periods = visible(request, Period).values("fiscal_year")
    return FiscalYear.objects.filter(pk__in=periods).select_related("company")
