"""The acts that change a party, wherever one comes from: a customer's page or a supplier's."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounting.payables.models import SupplierAccount
from accounting.receivables.models import CustomerAccount
from erp.administration.operations.parties import update_party
from erp.administration.operations.party_details import set_address, set_contact, set_tax_number
from erp.parties.models import Contact
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, reading
from portals.staff.pages import FormPage, act, done, form_page, sent
from portals.staff.parties.forms import (
    AddressForm,
    ContactForm,
    PartyForm,
    TaxNumberForm,
    contact_values,
    party_values,
)


@dataclass(frozen=True, slots=True)
class Holder:
    """An account whose party is changed, and the address of its page."""

    account: CustomerAccount | SupplierAccount
    url: str

    def page(self, title: str) -> FormPage:
        """Return what surrounds a form about the party."""
        crumbs = (Crumb(self.account.party.name, self.url),)
        header = PageHeader(title, above=self.account.number, crumbs=crumbs)
        return FormPage(header, _("Save"), self.url)


def edit_party(request: ScopedRequest, holder: Holder) -> HttpResponse:
    """Change what a party is called and how it is reached."""
    party = holder.account.party
    form = PartyForm(request.POST or None, initial=party_values(party))
    if sent(request, form) and act(request, form, update_party, company_id=request.company.pk,
                                   party_id=party.pk, facts=form.facts(party)):  # fmt: skip
        return done(request, _("The details were saved."), holder.url)
    return form_page(request, form, holder.page(_("Edit details")))


def add_contact(request: ScopedRequest, holder: Holder) -> HttpResponse:
    """Add a person to talk to."""
    party = holder.account.party
    form = ContactForm(request.POST or None, initial={"language": party.language})
    if sent(request, form) and act(request, form, set_contact, company_id=request.company.pk,
                                   party_id=party.pk, facts=form.facts()):  # fmt: skip
        return done(request, _("The person was added."), holder.url)
    return form_page(request, form, holder.page(_("Add a person")))


def edit_contact(request: ScopedRequest, holder: Holder, contact_id: object) -> HttpResponse:
    """Change what is known of a person to talk to; `contact_id` is their public id."""
    party_id = holder.account.party_id
    with reading(request.scope):
        contact = get_object_or_404(Contact, party=party_id, public_id=contact_id)
    form = ContactForm(request.POST or None, initial=contact_values(contact))
    if sent(request, form) and act(request, form, set_contact, company_id=request.company.pk,
                                   party_id=party_id, facts=form.facts(),
                                   contact_id=contact.pk):  # fmt: skip
        return done(request, _("The person was saved."), holder.url)
    return form_page(request, form, holder.page(contact.name))


def add_address(request: ScopedRequest, holder: Holder) -> HttpResponse:
    """Give a party an address from today on."""
    form = AddressForm(request.POST or None, initial={"country": request.company.country})
    if sent(request, form) and act(request, form, set_address, company_id=request.company.pk,
                                   party_id=holder.account.party_id, facts=form.address(),
                                   today=request.today):  # fmt: skip
        return done(request, _("The address was saved."), holder.url)
    return form_page(request, form, holder.page(_("New address")))


def add_tax_number(request: ScopedRequest, holder: Holder) -> HttpResponse:
    """Give a party a tax number from today on."""
    form = TaxNumberForm(request.POST or None, initial={"country": request.company.country})
    if sent(request, form) and act(request, form, set_tax_number, company_id=request.company.pk,
                                   party_id=holder.account.party_id, facts=form.facts(),
                                   today=request.today):  # fmt: skip
        return done(request, _("The tax number was saved."), holder.url)
    return form_page(request, form, holder.page(_("New tax number")))
