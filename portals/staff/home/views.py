"""The home of the staff door: what needs me now?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portals.components.records import PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.home.figures import figures, turnover_chart
from portals.staff.home.worklists import worklist


@portal("staff")
@require_GET
def home(request: ScopedRequest) -> HttpResponse:
    """Show a short worklist with one act per row, then four figures, then one chart."""
    with reading(request.scope):
        context = {
            "header": PageHeader(_("Good day, %(name)s") % {"name": request.user}),
            "worklist": worklist(request),
            "figures": figures(request),
            "turnover": turnover_chart(request),
        }
        return render(request, "staff/home/home.html", context)
