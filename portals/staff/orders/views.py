"""Sales orders at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portals.components.records import PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.offers import Offer, offers
from portals.staff.orders.lists import order_list as listed
from portals.staff.orders.lists import order_rows
from portals.staff.orders.records import order_record
from portals.staff.pages import list_page
from portals.staff.rows import one


@portal("staff")
@require_GET
def order_list(request: ScopedRequest) -> HttpResponse:
    """Show the orders of customers."""
    new = Offer("crm.change_salesorder", "order_new", _("New order"), "plus")
    header = PageHeader(_("Orders"), actions=offers(request, [new]))
    with reading(request.scope):
        return list_page(request, header, listed(request), order_rows(request))


@portal("staff")
@require_GET
def order(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one order."""
    with reading(request.scope):
        shown = one(order_rows(request), public_id)
        return render(request, "staff/record.html", order_record(request, shown))
