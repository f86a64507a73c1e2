"""The details a party keeps of itself: shown, and changed by submission."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.formats import day
from erp.parties.models import Party
from portals.components.badges import status_badge
from portals.components.figures import Action
from portals.components.outside import form_page, handed_in
from portals.components.records import Crumb, Fact, PageHeader
from portals.components.submitted import KeyedForm
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest

CONTACT_KIND = "party_contact_change"
LEGAL_KIND = "party_sensitive_change"


class ContactForm(KeyedForm):
    """How the party is reached; taken over at once."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")
    language = forms.ChoiceField(label=gettext_lazy("Language of documents"), choices=settings.LANGUAGES)

    def payload(self) -> dict[str, Any]:
        """Return what is handed in."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class LegalForm(KeyedForm):
    """What waits for a second pair of eyes; what is left empty stays as it is."""

    legal_name = forms.CharField(label=gettext_lazy("Legal name"), max_length=200, required=False)
    tax_country = forms.CharField(
        label=gettext_lazy("Country of the tax number"), max_length=2, required=False
    )
    tax_number = forms.CharField(label=gettext_lazy("Tax number"), max_length=30, required=False)
    holder = forms.CharField(label=gettext_lazy("Account holder"), max_length=120, required=False)
    iban = forms.CharField(label=gettext_lazy("IBAN"), max_length=42, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a change of nothing, and halves of a pair."""
        cleaned = super().clean() or {}
        if not any(value for name, value in cleaned.items() if name != "key"):
            self.add_error(None, _("Enter at least one change."))
        for first, second in (("tax_number", "tax_country"), ("iban", "holder")):
            if bool(cleaned.get(first)) != bool(cleaned.get(second)):
                missing = second if cleaned.get(first) else first
                self.add_error(missing, _("This belongs to it."))
        return cleaned

    def payload(self) -> dict[str, Any]:
        """Return what is handed in: only what changes."""
        given, wanted = self.cleaned_data, dict[str, Any]()
        if given["legal_name"]:
            wanted["legal_name"] = given["legal_name"]
        if given["tax_number"]:
            country = given["tax_country"].upper()
            wanted["tax_number"] = {"country": country, "number": given["tax_number"]}
        if given["iban"]:
            wanted["bank_account"] = {"holder": given["holder"], "iban": given["iban"]}
        return wanted


def contact_initial(party: Party) -> dict[str, str]:
    """Return what the form of contact details starts from."""
    return {name: getattr(party, name) for name in ("email", "phone", "website", "language")}


def party_facts(party: Party) -> list[Fact]:
    """Return what is kept of the party itself."""
    return [
        Fact(_("Name"), party.name),
        Fact(_("Legal name"), party.legal_name),
        Fact(_("E-mail address"), party.email),
        Fact(_("Phone"), party.phone),
        Fact(_("Website"), party.website),
        Fact(_("Language of documents"), dict(settings.LANGUAGES).get(party.language, "")),
    ]


def party_tables(party: Party, *, today: datetime.date) -> list[Table]:
    """Return addresses, tax numbers and bank accounts that hold on a day; three statements."""
    addresses = party.addresses.valid_on(today).order_by("purpose", "pk")
    numbers = party.tax_registrations.filter(start_date__lte=today).order_by("country", "pk")
    accounts = party.bank_accounts.filter(end_date=None).order_by("pk")
    return [
        Table(
            _("Addresses"),
            (Head(_("Address")), Head(_("For"))),
            tuple((Value(each.printed), Value(each.get_purpose_display())) for each in addresses),
            empty_text=_("No address is known."),
        ),
        Table(
            _("Tax numbers"),
            (Head(_("Number")), Head(_("Country")), Head(_("Since"))),
            tuple(
                (Value(each.number), Value(each.country), Value(day(each.start_date)))
                for each in numbers
            ),
            empty_text=_("No tax number is known."),
        ),
        Table(
            _("Bank accounts"),
            (Head(_("IBAN")), Head(_("Account holder")), Head(_("Status"))),
            tuple(
                (Value(each.iban), Value(each.holder), Value("", badge=status_badge(each)))
                for each in accounts
            ),
            empty_text=_("No bank account is known."),
        ),
    ]


def details_page(request: ScopedRequest) -> dict[str, object]:
    """Return what the page of one's own details is made of; call it within a reading scope."""
    door, party = request.scope.door, request.account.party
    change, legal = (reverse(f"{door}:details_{kind}") for kind in ("contact", "legal"))
    actions = (
        Action(_("Change legal details"), legal, "id"),
        Action(_("Change contact details"), change, "edit", is_primary=True),
    )
    return {
        "header": PageHeader(_("Your details"), actions=actions),
        "facts": party_facts(party),
        "tables": party_tables(party, today=request.today),
    }


def contact_page(request: ScopedRequest) -> HttpResponse:
    """Answer the form of contact details: shown, refused beside its fields, or handed in."""
    form = ContactForm(request.POST or None, initial=contact_initial(request.account.party))
    header = PageHeader(_("Change contact details"), crumbs=_crumbs(request))
    return handed_in(request, form, CONTACT_KIND, lambda: form.payload()) or form_page(
        request, form, header
    )


def legal_page(request: ScopedRequest) -> HttpResponse:
    """Answer the form of legal details, which wait for a second pair of eyes."""
    form = LegalForm(request.POST or None)
    below = _("We check these changes before they count.")
    header = PageHeader(_("Change legal details"), below=below, crumbs=_crumbs(request))
    return handed_in(request, form, LEGAL_KIND, lambda: form.payload()) or form_page(
        request, form, header
    )


def _crumbs(request: ScopedRequest) -> tuple[Crumb, ...]:
    return (Crumb(_("Your details"), reverse(f"{request.scope.door}:details")),)
