"""Purchase orders at the staff door: placed, received, canceled."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounting.payables.models import SupplierAccount
from inventory.catalog.models import Product
from inventory.purchasing.models import PurchaseOrder
from inventory.purchasing.operations import cancel_purchase_order, place_purchase_order
from inventory.purchasing.receiving import receive_goods
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading, writing
from portals.staff.offers import Offer, offers
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.purchases.forms import ArrivalForm, PurchaseOrderForm
from portals.staff.purchases.lists import purchase_order_list as listed
from portals.staff.purchases.lists import purchase_order_rows
from portals.staff.purchases.records import ORDER, purchase_order_record
from portals.staff.rows import asked_for, one


@portal("staff", "inventory.view_purchaseorder")
@require_GET
def purchase_order_list(request: ScopedRequest) -> HttpResponse:
    """Show the orders to suppliers."""
    new = Offer(ORDER, "purchase_order_new", _("New purchase order"), "plus")
    header = PageHeader(_("Purchase orders"), actions=offers(request, [new]))
    with reading(request.scope):
        return list_page(request, header, listed(request), purchase_order_rows(request))


@portal("staff", "inventory.view_purchaseorder")
@require_GET
def purchase_order(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one purchase order."""
    with reading(request.scope):
        shown = one(purchase_order_rows(request), public_id)
        return render(request, "staff/record.html", purchase_order_record(request, shown))


@portal("staff", "inventory.order_purchase")
@require_http_methods(["GET", "POST"])
def purchase_order_new(request: ScopedRequest) -> HttpResponse:
    """Place an order with a supplier."""
    back = reverse("staff:purchase_order_list")
    with reading(request.scope):
        product = asked_for(request, Product, "product")
        supplier = asked_for(request, SupplierAccount, "supplier")
        if supplier is None and product is not None:
            supplier = product.supplier_account
        form = PurchaseOrderForm(request, request.POST or None, supplier=supplier, product=product)
        is_ready = sent(request, form)
    if is_ready and (placed := act(request, form, place_purchase_order, order=form.draft())):
        said = _("Order %(number)s was placed.") % {"number": placed.number}
        return done(request, said, reverse("staff:purchase_order", args=[placed.public_id]))
    header = PageHeader(_("New purchase order"), crumbs=(Crumb(_("Purchase orders"), back),))
    page = FormPage(header, _("Place the order"), back, "staff/documents/form.html")
    return form_page(request, form, page)


@portal("staff", "inventory.order_purchase")
@require_POST
def purchase_order_cancel(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Take back an order of which nothing has arrived."""
    with writing(request.scope):
        asked = one(purchase_order_rows(request), public_id)
        cancel_purchase_order(request.scope, purchase_order_id=asked.pk)
    back = reverse("staff:purchase_order", args=[public_id])
    return done(request, _("The order was canceled."), back)


@portal("staff", "inventory.receive_goods")
@require_http_methods(["GET", "POST"])
def purchase_order_receive(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Take in goods of an order, all or in part, at one of our places."""
    back = reverse("staff:purchase_order", args=[public_id])
    with reading(request.scope):
        awaited = purchase_order_rows(request).filter(status=PurchaseOrder.Status.ORDERED)
        form = ArrivalForm(request, request.POST or None, one(awaited, public_id))
        is_ready = sent(request, form)
    if is_ready and (arrived := act(request, form, receive_goods, receipt=form.draft())):
        said = _("Receipt %(number)s was booked.") % {"number": arrived.number}
        return done(request, said, reverse("staff:receipt", args=[arrived.public_id]))
    header = PageHeader(_("Receive goods"), crumbs=(Crumb(str(form.order), back),))
    page = FormPage(header, _("Book the receipt"), back, "staff/documents/rows_form.html")
    return form_page(request, form, page)
