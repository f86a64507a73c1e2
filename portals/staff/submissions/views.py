"""What came from outside, as the staff see it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portals.components.records import PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.pages import list_page
from portals.staff.rows import one
from portals.staff.submissions.lists import SPEC, submission_rows
from portals.staff.submissions.records import submission_record


@portal("staff", "erp.view_submission")
@require_GET
def submission_list(request: ScopedRequest) -> HttpResponse:
    """Show what came from outside."""
    with reading(request.scope):
        return list_page(request, PageHeader(_("Submissions")), SPEC, submission_rows(request))


@portal("staff", "erp.view_submission")
@require_GET
def submission(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one submission as it was handed in."""
    with reading(request.scope):
        shown = one(submission_rows(request), public_id)
        return render(request, "staff/record.html", submission_record(request, shown))
