"""Taking up customers, and changing who they are, where they are and whom one talks to."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounting.receivables.models import CustomerAccount
from crm.customers.operations import take_up_customer
from erp.administration.operations.parties import update_party
from erp.administration.operations.party_details import set_address, set_contact
from erp.parties.models import Contact
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.customers.lists import customer_rows
from portals.staff.customers.people import (
    AddressForm,
    ContactForm,
    CustomerForm,
    PartyForm,
    contact_values,
    party_values,
)
from portals.staff.pages import FormPage, act, done, form_page, sent
from portals.staff.rows import one


@portal("staff")
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


@portal("staff")
@require_http_methods(["GET", "POST"])
def customer_edit(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Change what a customer is called and how it is reached."""
    account = _account(request, public_id)
    party = account.party
    form = PartyForm(request.POST or None, initial=party_values(party))
    if sent(request, form) and act(request, form, update_party, company_id=request.company.pk,
                                   party_id=party.pk, facts=form.facts(party)):  # fmt: skip
        return done(request, _("The customer was saved."), _back(account))
    return form_page(request, form, _page(_("Edit customer"), account))


@portal("staff")
@require_http_methods(["GET", "POST"])
def contact_new(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Add a person to talk to."""
    account = _account(request, public_id)
    form = ContactForm(request.POST or None, initial={"language": account.party.language})
    if sent(request, form) and act(request, form, set_contact, company_id=request.company.pk,
                                   party_id=account.party_id, facts=form.facts()):  # fmt: skip
        return done(request, _("The person was added."), _back(account))
    return form_page(request, form, _page(_("Add a person"), account))


@portal("staff")
@require_http_methods(["GET", "POST"])
def contact_edit(request: ScopedRequest, public_id: UUID, contact_id: UUID) -> HttpResponse:
    """Change what is known of a person to talk to."""
    account = _account(request, public_id)
    with reading(request.scope):
        contact = get_object_or_404(Contact, party=account.party_id, public_id=contact_id)
    form = ContactForm(request.POST or None, initial=contact_values(contact))
    if sent(request, form) and act(request, form, set_contact, company_id=request.company.pk,
                                   party_id=account.party_id, facts=form.facts(),
                                   contact_id=contact.pk):  # fmt: skip
        return done(request, _("The person was saved."), _back(account))
    return form_page(request, form, _page(contact.name, account))


@portal("staff")
@require_http_methods(["GET", "POST"])
def address_new(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Give a customer an address from today on."""
    account = _account(request, public_id)
    form = AddressForm(request.POST or None)
    if sent(request, form) and act(request, form, set_address, company_id=request.company.pk,
                                   party_id=account.party_id, facts=form.address(),
                                   today=request.today):  # fmt: skip
        return done(request, _("The address was saved."), _back(account))
    return form_page(request, form, _page(_("New address"), account))


def _account(request: ScopedRequest, public_id: UUID) -> CustomerAccount:
    with reading(request.scope):
        return one(customer_rows(request), public_id)


def _back(account: CustomerAccount) -> str:
    return reverse("staff:customer", args=[account.public_id])


def _page(title: str, account: CustomerAccount) -> FormPage:
    crumbs = (Crumb(account.party.name, _back(account)),)
    return FormPage(PageHeader(title, above=account.number, crumbs=crumbs), _("Save"), _back(account))
