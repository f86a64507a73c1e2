"""Forms about who a party is, where it is, whom one talks to, and how it is taxed."""

from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from erp.administration.checking import checked_tax_number
from erp.administration.facts import AddressFacts, ContactFacts, PartyFacts, TaxNumberFacts
from erp.errors import Invalid
from erp.parties.models import Address, Contact, Party

PARTY = ("name", "kind", "legal_kind", "legal_name", "language", "email", "phone", "website")


class PartyForm(forms.Form):
    """What a party is called and how it is reached."""

    name = forms.CharField(label=_("Name"), max_length=200)
    legal_name = forms.CharField(label=_("Legal name"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Party.Kind.choices, initial="ORGANIZATION")
    legal_kind = forms.ChoiceField(
        label=_("Legal kind"), choices=Party.LegalKind.choices, initial="BUSINESS"
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(label=_("Website"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def facts(self, kept: Party | None = None) -> PartyFacts:
        """Return what was filled in; what is not asked stays as it was."""
        found = PartyFacts(**{name: self.cleaned_data[name] for name in PARTY})
        return replace(found, external_reference=kept.external_reference) if kept else found


class AddressForm(forms.Form):
    """An address for a purpose; one of the same purpose ends the day before."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=Address.Purpose.choices)
    recipient = forms.CharField(label=_("Recipient"), max_length=200, required=False)
    street = forms.CharField(label=_("Street"), max_length=200)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    city = forms.CharField(label=_("City"), max_length=100)
    region = forms.CharField(label=_("Region"), max_length=100, required=False)
    country = forms.CharField(label=_("Country (two letters)"), min_length=2, max_length=2)

    def address(self) -> AddressFacts:
        """Return what was filled in."""
        given = {name: self.cleaned_data[name] for name in AddressForm.base_fields}
        return AddressFacts(**{**given, "country": given["country"].upper()})


class ContactForm(forms.Form):
    """A person to talk to."""

    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.CharField(label=_("Role"), max_length=80, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    mobile = forms.CharField(label=_("Mobile"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    receives_invoices = forms.BooleanField(label=_("Receives invoices"), required=False)
    receives_reminders = forms.BooleanField(label=_("Receives reminders"), required=False)
    is_active = forms.BooleanField(label=_("Is active"), required=False, initial=True)

    def facts(self) -> ContactFacts:
        """Return what was filled in."""
        return ContactFacts(**self.cleaned_data)


class TaxNumberForm(forms.Form):
    """A tax number in one country; the one before it ends the day before."""

    country = forms.CharField(label=_("Country (two letters)"), min_length=2, max_length=2)
    number = forms.CharField(label=_("Tax number"), max_length=30)

    def clean(self) -> dict[str, Any]:
        """Prove form and check digits, beside the number."""
        given = self.cleaned_data
        if len(given) == len(self.fields):
            given["country"] = given["country"].upper()
            try:
                checked_tax_number(given["country"], given["number"])
            except Invalid as refusal:
                self.add_error("number", refusal.problems)
        return given

    def facts(self) -> TaxNumberFacts:
        """Return what was filled in."""
        return TaxNumberFacts(self.cleaned_data["country"], self.cleaned_data["number"])


def party_values(party: Party) -> dict[str, Any]:
    """Return what is known of a party, as the form shows it."""
    return {name: getattr(party, name) for name in PARTY}


def contact_values(contact: Contact) -> dict[str, Any]:
    """Return what is known of a contact, as the form shows it."""
    return {name: getattr(contact, name) for name in ContactForm.base_fields}
