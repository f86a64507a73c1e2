"""Products at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from inventory.catalog.operations import create_product, update_product
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.offers import Offer, offers
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.products.forms import ProductForm
from portals.staff.products.lists import product_list as listed
from portals.staff.products.lists import product_rows
from portals.staff.products.records import product_record
from portals.staff.rows import one


@portal("staff", "inventory.view_product")
@require_GET
def product_list(request: ScopedRequest) -> HttpResponse:
    """Show what the company sells and keeps."""
    new = Offer("inventory.change_product", "product_new", _("New product"), "plus")
    header = PageHeader(_("Products"), actions=offers(request, [new]))
    with reading(request.scope):
        return list_page(request, header, listed(request), product_rows(request))


@portal("staff", "inventory.view_product")
@require_GET
def product(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one product with its stock and moves."""
    with reading(request.scope):
        shown = one(product_rows(request), public_id)
        return render(request, "staff/record.html", product_record(request, shown))


@portal("staff", "inventory.change_product")
@require_http_methods(["GET", "POST"])
def product_new(request: ScopedRequest) -> HttpResponse:
    """Add a product to the catalog."""
    back = reverse("staff:product_list")
    with reading(request.scope):
        form = ProductForm(request, request.POST or None)
        is_ready = sent(request, form)
    if is_ready and (
        new := act(request, form, create_product, company_id=request.company.pk, product=form.draft())
    ):
        said = _("Product %(product)s was added.") % {"product": new}
        return done(request, said, reverse("staff:product", args=[new.public_id]))
    header = PageHeader(_("New product"), crumbs=(Crumb(_("Products"), back),))
    return form_page(request, form, FormPage(header, _("Add the product"), back))


@portal("staff", "inventory.change_product")
@require_http_methods(["GET", "POST"])
def product_edit(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Change what is known of a product."""
    back = reverse("staff:product", args=[public_id])
    with reading(request.scope):
        shown = one(product_rows(request), public_id)
        form = ProductForm(request, request.POST or None, product=shown)
        is_ready = sent(request, form)
    if is_ready and act(request, form, update_product, product_id=shown.pk, product=form.draft()):
        return done(request, _("The product was saved."), back)
    header = PageHeader(_("Edit product"), above=shown.code, crumbs=(Crumb(shown.name, back),))
    return form_page(request, form, FormPage(header, _("Save"), back))
