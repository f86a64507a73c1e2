"""Taking up customers, and changing who they are, where they are and whom one talks to."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.customers.operations import take_up_customer
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.customers.lists import customer_rows
from portals.staff.customers.people import CustomerForm
from portals.staff.pages import FormPage, act, done, form_page, sent
from portals.staff.parties import acts
from portals.staff.rows import one


@portal("staff", "accounting.change_customeraccount")
@require_http_methods(["GET", "POST"])
def customer_new(request: ScopedRequest) -> HttpResponse:
    """Take up a customer with address and terms."""
    back = reverse("staff:customer_list")
    with reading(request.scope):
        form = CustomerForm(request, request.POST or None)
        is_ready = sent(request, form)
    if is_ready and (
        new := act(request, form, take_up_customer, new=form.customer(), today=request.today)
    ):
        said = _("Customer %(number)s was added.") % {"number": new.number}
        return done(request, said, reverse("staff:customer", args=[new.public_id]))
    header = PageHeader(_("New customer"), crumbs=(Crumb(_("Customers"), back),))
    return form_page(request, form, FormPage(header, _("Add the customer"), back))


@portal("staff", "erp.change_party")
@require_http_methods(["GET", "POST"])
def customer_edit(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Change what a customer is called and how it is reached."""
    return acts.edit_party(request, _holder(request, public_id))


@portal("staff", "erp.change_party")
@require_http_methods(["GET", "POST"])
def contact_new(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Add a person to talk to."""
    return acts.add_contact(request, _holder(request, public_id))


@portal("staff", "erp.change_party")
@require_http_methods(["GET", "POST"])
def contact_edit(request: ScopedRequest, public_id: UUID, contact_id: UUID) -> HttpResponse:
    """Change what is known of a person to talk to."""
    return acts.edit_contact(request, _holder(request, public_id), contact_id)


@portal("staff", "erp.change_party")
@require_http_methods(["GET", "POST"])
def address_new(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Give a customer an address from today on."""
    return acts.add_address(request, _holder(request, public_id))


@portal("staff", "erp.change_party")
@require_http_methods(["GET", "POST"])
def tax_number_new(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Give a customer a tax number from today on."""
    return acts.add_tax_number(request, _holder(request, public_id))


def _holder(request: ScopedRequest, public_id: UUID) -> acts.Holder:
    with reading(request.scope):
        account = one(customer_rows(request), public_id)
    return acts.Holder(account, reverse("staff:customer", args=[public_id]))
