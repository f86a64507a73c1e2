"""Price lists at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm.pricing.operations import set_prices
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.offers import Offer, offers
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.prices.forms import PriceForm
from portals.staff.prices.lists import LISTS, price_list_rows, price_rows, price_spec
from portals.staff.rows import one


@portal("staff", "crm.view_pricelist")
@require_GET
def price_list_list(request: ScopedRequest) -> HttpResponse:
    """Show the price lists of the company."""
    with reading(request.scope):
        return list_page(request, PageHeader(_("Prices")), LISTS, price_list_rows(request))


@portal("staff", "crm.view_pricelist")
@require_GET
def price_list(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show the prices of one list."""
    with reading(request.scope):
        shown = one(price_list_rows(request), public_id)
        new = Offer("crm.change_pricelist", "price_new", _("Set a price"), "plus")
        crumbs = (Crumb(_("Prices"), reverse("staff:price_list_list")),)
        header = PageHeader(
            shown.name, above=shown.currency, crumbs=crumbs, actions=offers(request, [new], shown)
        )
        return list_page(request, header, price_spec(request, shown), price_rows(shown))


@portal("staff", "crm.change_pricelist")
@require_http_methods(["GET", "POST"])
def price_new(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Set the price of a product on a list."""
    back = reverse("staff:price_list", args=[public_id])
    with reading(request.scope):
        shown = one(price_list_rows(request), public_id)
        form = PriceForm(request, request.POST or None)
        is_ready = sent(request, form)
    if is_ready and act(request, form, set_prices, price_list_id=shown.pk, prices=[form.price()]):
        return done(request, _("The price was set."), back)
    header = PageHeader(_("Set a price"), above=shown.name, crumbs=(Crumb(shown.name, back),))
    return form_page(request, form, FormPage(header, _("Set the price"), back))
