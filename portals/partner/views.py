"""Turnover at the partner door."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm.franchising.queries import TurnoverRow, turnover, turnover_branches
from erp.organization.models import Branch
from portals.components.exports import CONTENT_TYPES, Value, export_response
from portals.components.records import PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.partner import tables
from portals.partner.forms import TurnoverForm


@portal("partner", "crm.view_turnover")
@require_GET
def turnover_page(request: ScopedRequest) -> HttpResponse:
    """Show net sales of the granted units by month and category; as a file when asked."""
    with reading(request.scope):
        branches = turnover_branches(request.scope)
        form = TurnoverForm(request.GET.dict(), branches=branches, today=request.today)
        rows = _asked(request, form, branches)
        kind = request.GET.get("export", "")
        if kind in CONTENT_TYPES:
            return _file(kind, rows)
        return render(request, "partner/turnover.html", _page(request, form, rows))


def _asked(
    request: ScopedRequest, form: TurnoverForm, branches: Sequence[Branch]
) -> Sequence[TurnoverRow]:
    if not form.is_valid():
        return []
    asked = form.cleaned_data
    chosen = [branch.pk for branch in branches if str(branch.public_id) == asked["branch"]]
    return turnover(
        request.scope,
        start_date=asked["start_date"],
        end_date=asked["end_date"],
        branch_ids=chosen,
    )


def _page(request: ScopedRequest, form: TurnoverForm, rows: Sequence[TurnoverRow]) -> dict[str, object]:
    asked = request.GET.copy()
    asked.pop("export", None)
    return {
        "header": PageHeader(_("Turnover"), below=_("Net sales, tax and freight left out")),
        "form": form,
        "figures": tables.figures(rows),
        "turnover": tables.chart(rows),
        "lines": tables.table(rows),
        "query": asked.urlencode(),
    }


def _file(kind: str, rows: Sequence[TurnoverRow]) -> HttpResponse:
    header = [_("Unit"), _("Month"), _("Category"), _("Currency"), _("Net sales")]
    lines: list[list[Value]] = [
        [row.branch, row.month, row.category, row.currency, row.net] for row in rows
    ]
    return export_response("csv" if kind == "csv" else "xlsx", _("Turnover"), header, lines)
