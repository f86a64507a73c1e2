"""Suppliers at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portals.components.records import PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.pages import list_page
from portals.staff.rows import one
from portals.staff.suppliers.lists import SPEC, supplier_rows
from portals.staff.suppliers.records import supplier_record


@portal("staff")
@require_GET
def supplier_list(request: ScopedRequest) -> HttpResponse:
    """Show the suppliers of the company."""
    with reading(request.scope):
        return list_page(request, PageHeader(_("Suppliers")), SPEC, supplier_rows(request))


@portal("staff")
@require_GET
def supplier(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one supplier: what is owed, bills and payments."""
    with reading(request.scope):
        shown = one(supplier_rows(request), public_id)
        return render(request, "staff/record.html", supplier_record(request, shown))
