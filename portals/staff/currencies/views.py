"""Currencies and exchange rates at the staff door."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounting.currencies.operations import set_exchange_rate
from erp.access.decisions import require
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.currencies.forms import RateForm
from portals.staff.currencies.lists import RATES, currency_rows, rate_rows
from portals.staff.currencies.lists import currency_list as listed
from portals.staff.offers import Offer, offers
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent

LOOK, CHANGE = "accounting.view_exchangerate", "accounting.change_exchangerate"


@portal("staff", LOOK)
@require_GET
def rate_list(request: ScopedRequest) -> HttpResponse:
    """Show what currencies were worth, the newest day on top."""
    require(request.scope, LOOK, request.company)
    acts = (
        Offer(LOOK, "currency_list", _("Currencies"), "coin"),
        Offer(CHANGE, "rate_new", _("Enter a rate"), "plus"),
    )
    with reading(request.scope):
        header = PageHeader(_("Exchange rates"), actions=offers(request, acts))
        return list_page(request, header, RATES, rate_rows())


@portal("staff", LOOK)
@require_GET
def currency_list(request: ScopedRequest) -> HttpResponse:
    """Show the currencies of ISO 4217 with what each is worth now."""
    require(request.scope, LOOK, request.company)
    crumbs = (Crumb(_("Exchange rates"), reverse("staff:rate_list")),)
    with reading(request.scope):
        header = PageHeader(_("Currencies"), crumbs=crumbs)
        return list_page(request, header, listed(request), currency_rows(request))


@portal("staff", CHANGE)
@require_http_methods(["GET", "POST"])
def rate_new(request: ScopedRequest) -> HttpResponse:
    """Enter the rate of a day, or correct it; then ask for the next one."""
    require(request.scope, CHANGE, request.company)
    back = reverse("staff:rate_list")
    with reading(request.scope):
        form = RateForm(request, request.POST or None)
        is_ready = sent(request, form)
    if is_ready and act(request, form, set_exchange_rate, company_id=request.company.pk,
                        rate=form.new_rate()):  # fmt: skip
        return done(request, _("The rate was saved."), back)
    header = PageHeader(_("Enter a rate"), crumbs=(Crumb(_("Exchange rates"), back),))
    return form_page(request, form, FormPage(header, _("Save"), back))
