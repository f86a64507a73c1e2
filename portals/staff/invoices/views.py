"""Invoices at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portals.components.records import PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.invoices.actions import list_actions
from portals.staff.invoices.lists import invoice_list as listed
from portals.staff.invoices.lists import invoice_rows
from portals.staff.invoices.records import invoice_record
from portals.staff.pages import list_page
from portals.staff.rows import one


@portal("staff")
@require_GET
def invoice_list(request: ScopedRequest) -> HttpResponse:
    """Show the invoices of the company."""
    header = PageHeader(_("Invoices"), actions=list_actions(request))
    with reading(request.scope):
        return list_page(request, header, listed(request), invoice_rows(request))


@portal("staff")
@require_GET
def invoice(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one invoice."""
    with reading(request.scope):
        shown = one(invoice_rows(request), public_id)
        return render(request, "staff/record.html", invoice_record(request, shown))
