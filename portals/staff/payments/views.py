"""Payments of customers at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portals.components.records import PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.offers import Offer, offers
from portals.staff.pages import list_page
from portals.staff.payments.lists import SPEC, payment_rows
from portals.staff.payments.records import payment_record
from portals.staff.rows import one


@portal("staff")
@require_GET
def payment_list(request: ScopedRequest) -> HttpResponse:
    """Show what customers paid."""
    record = Offer("accounting.post_payment", "payment_new", _("Record payment"), "plus")
    header = PageHeader(_("Payments"), actions=offers(request, [record]))
    with reading(request.scope):
        return list_page(request, header, SPEC, payment_rows(request))


@portal("staff")
@require_GET
def payment(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one payment and what it settled."""
    with reading(request.scope):
        shown = one(payment_rows(request), public_id)
        return render(request, "staff/record.html", payment_record(request, shown))
