"""Journal entries at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portals.components.records import PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.entries.lists import entry_list as listed
from portals.staff.entries.lists import entry_rows
from portals.staff.entries.records import entry_record
from portals.staff.pages import list_page
from portals.staff.rows import one


@portal("staff", "accounting.view_journalentry")
@require_GET
def entry_list(request: ScopedRequest) -> HttpResponse:
    """Show what was posted."""
    with reading(request.scope):
        return list_page(request, PageHeader(_("Journal entries")), listed(request), entry_rows(request))


@portal("staff", "accounting.view_journalentry")
@require_GET
def entry(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one entry with its lines."""
    with reading(request.scope):
        shown = one(entry_rows(request), public_id)
        return render(request, "staff/record.html", entry_record(request, shown))
