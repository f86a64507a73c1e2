"""Acts that wait for a second person, at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from erp.approvals.operations import decide_request
from erp.clock import now
from portals.components.records import PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.approvals.forms import DecisionForm
from portals.staff.approvals.lists import SPEC, approval_rows
from portals.staff.approvals.records import approval_record
from portals.staff.pages import act, done, list_page
from portals.staff.rows import one


@portal("staff", "erp.view_approvalrequest")
@require_GET
def approval_list(request: ScopedRequest) -> HttpResponse:
    """Show what waits for a second person, and what was decided."""
    with reading(request.scope):
        return list_page(request, PageHeader(_("Approvals")), SPEC, approval_rows(request))


@portal("staff", "erp.view_approvalrequest")
@require_GET
def approval(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one request."""
    return _page(request, public_id, DecisionForm())


@portal("staff", "erp.view_approvalrequest")
@require_POST
def approval_decide(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Approve or decline what waits."""
    form = DecisionForm(request.POST)
    with reading(request.scope):
        asked = one(approval_rows(request), public_id)
    if form.is_valid():
        given = form.cleaned_data
        approve = given["decision"] == "approve"
        if act(request, form, decide_request, request_id=asked.pk, approve=approve,
               reason=given["reason"], now=now()):  # fmt: skip
            said = _("It was approved.") if approve else _("It was declined.")
            return done(request, said, reverse("staff:approval_list"))
    return _page(request, public_id, form)


def _page(request: ScopedRequest, public_id: UUID, form: DecisionForm) -> HttpResponse:
    with reading(request.scope):
        record = approval_record(request, one(approval_rows(request), public_id), form)
        status = 422 if form.errors else 200
        return render(request, "staff/approvals/approval.html", record, status=status)
