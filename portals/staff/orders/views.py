"""Sales orders at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounting.receivables.models import CustomerAccount
from crm.sales.models import SalesOrder
from crm.sales.operations.deciding import cancel_order, confirm_order
from crm.sales.operations.delivering import deliver_order
from crm.sales.operations.ordering import place_order
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading, writing
from portals.staff.offers import Offer, offers
from portals.staff.orders.forms import DeliveryForm, OrderForm
from portals.staff.orders.lists import order_list as listed
from portals.staff.orders.lists import order_rows
from portals.staff.orders.records import order_record
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.rows import asked_for, one


@portal("staff", "crm.view_salesorder")
@require_GET
def order_list(request: ScopedRequest) -> HttpResponse:
    """Show the orders of customers."""
    new = Offer("crm.change_salesorder", "order_new", _("New order"), "plus")
    header = PageHeader(_("Orders"), actions=offers(request, [new]))
    with reading(request.scope):
        return list_page(request, header, listed(request), order_rows(request))


@portal("staff", "crm.view_salesorder")
@require_GET
def order(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one order."""
    with reading(request.scope):
        shown = one(order_rows(request), public_id)
        return render(request, "staff/record.html", order_record(request, shown))


@portal("staff", "crm.change_salesorder")
@require_http_methods(["GET", "POST"])
def order_new(request: ScopedRequest) -> HttpResponse:
    """Place an order for a customer."""
    back = reverse("staff:order_list")
    with reading(request.scope):
        customer = asked_for(request, CustomerAccount, "customer")
        form = OrderForm(request, request.POST or None, customer=customer)
        is_ready = sent(request, form)
    if is_ready and (placed := act(request, form, place_order, order=form.draft())):
        said = _("Order %(number)s was placed.") % {"number": placed.number}
        return done(request, said, reverse("staff:order", args=[placed.public_id]))
    header = PageHeader(_("New order"), crumbs=(Crumb(_("Orders"), back),))
    page = FormPage(header, _("Place the order"), back, "staff/documents/form.html")
    return form_page(request, form, page)


@portal("staff", "crm.confirm_salesorder")
@require_POST
def order_confirm(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Confirm an order: its goods are put aside, or it waits for approval."""
    with writing(request.scope):
        asked = one(order_rows(request), public_id)
        confirmed = confirm_order(request.scope, order_id=asked.pk)
    said = f"{confirmed.number}: {confirmed.get_status_display()}"
    return done(request, said, reverse("staff:order", args=[public_id]))


@portal("staff", "crm.change_salesorder")
@require_POST
def order_cancel(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Deliver no more of an order."""
    with writing(request.scope):
        asked = one(order_rows(request), public_id)
        cancel_order(request.scope, order_id=asked.pk)
    return done(request, _("The order was canceled."), reverse("staff:order", args=[public_id]))


@portal("staff", "crm.deliver_salesorder")
@require_http_methods(["GET", "POST"])
def order_deliver(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Let goods of an order leave, all or in part."""
    back = reverse("staff:order", args=[public_id])
    with reading(request.scope):
        open_ones = order_rows(request).filter(status=SalesOrder.Status.CONFIRMED)
        form = DeliveryForm(request, request.POST or None, one(open_ones, public_id))
        is_ready = sent(request, form)
    if is_ready and (left := act(request, form, deliver_order, delivery=form.draft())):
        said = _("Delivery %(number)s was booked.") % {"number": left.number}
        return done(request, said, reverse("staff:delivery", args=[left.public_id]))
    header = PageHeader(_("Deliver"), crumbs=(Crumb(form.order.number, back),))
    page = FormPage(header, _("Book the delivery"), back, "staff/documents/rows_form.html")
    return form_page(request, form, page)
