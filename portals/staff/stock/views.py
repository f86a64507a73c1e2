"""Stock at the staff door."""

from uuid import uuid4

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from inventory.catalog.models import Product
from inventory.stock.operations import count_stock, transfer_stock
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.offers import Offer, offers
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.rows import asked_for
from portals.staff.stock.forms import CountForm, TransferForm
from portals.staff.stock.lists import stock_list as listed
from portals.staff.stock.lists import stock_rows


@portal("staff", "inventory.view_stocklevel")
@require_GET
def stock_list(request: ScopedRequest) -> HttpResponse:
    """Show what each place holds."""
    acts = (
        Offer("inventory.move_stock", "stock_transfer", _("Transfer"), "transfer"),
        Offer("inventory.move_stock", "stock_count", _("Count"), "clipboard-list"),
    )
    header = PageHeader(_("Stock"), actions=offers(request, acts))
    with reading(request.scope):
        return list_page(request, header, listed(request), stock_rows(request))


@portal("staff", "inventory.move_stock")
@require_http_methods(["GET", "POST"])
def stock_count(request: ScopedRequest) -> HttpResponse:
    """Write down what was counted; only the difference moves."""
    with reading(request.scope):
        form = CountForm(request, request.POST or None, initial=_initial(request))
        is_ready = sent(request, form)
    if is_ready:
        given = form.cleaned_data
        if act(request, form, count_stock, place_id=given["place"].pk, count_date=given["day"],
               counted=form.quantities(), key=given["key"]):  # fmt: skip
            return done(request, _("The count was booked."), reverse("staff:stock_list"))
    return form_page(request, form, _page(_("Count stock"), _("Book the count")))


@portal("staff", "inventory.move_stock")
@require_http_methods(["GET", "POST"])
def stock_transfer(request: ScopedRequest) -> HttpResponse:
    """Carry goods from one own place to another."""
    with reading(request.scope):
        form = TransferForm(request, request.POST or None, initial=_initial(request))
        is_ready = sent(request, form)
    if is_ready:
        given = form.cleaned_data
        if act(request, form, transfer_stock, from_place_id=given["from_place"].pk,
               to_place_id=given["to_place"].pk, transfer_date=given["day"],
               quantities=form.quantities(), key=given["key"]):  # fmt: skip
            return done(request, _("The goods were moved."), reverse("staff:stock_list"))
    return form_page(request, form, _page(_("Transfer stock"), _("Move the goods")))


def _initial(request: ScopedRequest) -> dict[str, object]:
    product = asked_for(request, Product, "product")
    return {"product": product and product.pk, "day": request.today, "key": uuid4().hex}


def _page(title: str, submit_label: str) -> FormPage:
    back = reverse("staff:stock_list")
    header = PageHeader(title, crumbs=(Crumb(_("Stock"), back),))
    return FormPage(header, submit_label, back)
