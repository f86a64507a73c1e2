"""Deliveries at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portals.components.records import PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.deliveries.lists import SPEC, delivery_rows
from portals.staff.deliveries.records import delivery_record
from portals.staff.pages import list_page
from portals.staff.rows import one


@portal("staff")
@require_GET
def delivery_list(request: ScopedRequest) -> HttpResponse:
    """Show what left for customers."""
    with reading(request.scope):
        return list_page(request, PageHeader(_("Deliveries")), SPEC, delivery_rows(request))


@portal("staff")
@require_GET
def delivery(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one delivery."""
    with reading(request.scope):
        shown = one(delivery_rows(request), public_id)
        return render(request, "staff/record.html", delivery_record(request, shown))
