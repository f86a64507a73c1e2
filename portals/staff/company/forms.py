"""Forms about the company itself: what it prints, where it is paid, what it is known by."""

from dataclasses import asdict, fields
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounting.currencies.models import Currency
from erp.administration.facts import BankAccountFacts, BranchFacts, CompanyFacts, TaxNumberFacts
from erp.organization.models import Branch, Company
from erp.parties.models import TaxRegistration
from portals.components.forms import DateInput, SearchSelect
from portals.gate import ScopedRequest


class CompanyForm(forms.Form):
    """What the company prints on its documents from now on, and by which clock it works."""

    name = forms.CharField(label=_("Name"), max_length=200)
    legal_name = forms.CharField(label=_("Legal name"), max_length=200)
    street = forms.CharField(label=_("Street"), max_length=200)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    city = forms.CharField(label=_("City"), max_length=100)
    country = forms.ChoiceField(label=_("Country"), choices=list(countries), widget=SearchSelect())
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    register_line = forms.CharField(label=_("Commercial register"), max_length=200, required=False)
    legal_lines = forms.CharField(
        label=_("Legal lines on documents"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    color = forms.CharField(
        label=_("Color"),
        help_text=_("Of buttons and links at every door, and of documents."),
        widget=forms.ColorInput(attrs={"class": "form-control-color"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(zone, zone) for zone in sorted(available_timezones())],
        widget=SearchSelect(),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, filled: Any, company: Company) -> None:
        """Start with what holds now."""
        known = {field.name: getattr(company, field.name) for field in fields(CompanyFacts)}
        super().__init__(filled, initial=known)

    def facts(self) -> CompanyFacts:
        """Return what was filled in."""
        return CompanyFacts(**self.cleaned_data)


class BankAccountForm(forms.Form):
    """An account on which the company is paid."""

    name = forms.CharField(label=_("Name"), max_length=80)
    holder = forms.CharField(label=_("Account holder"), max_length=120)
    iban = forms.CharField(label=_("IBAN"), max_length=42)
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    currency = forms.ChoiceField(label=_("Currency"))
    is_default = forms.BooleanField(label=_("Print it on documents in this currency"), required=False)

    def __init__(self, request: ScopedRequest, filled: Any) -> None:
        """Start with the company as holder, in its own currency."""
        company = request.company
        super().__init__(
            filled, initial={"holder": company.legal_name, "currency": company.base_currency}
        )
        codes = Currency.objects.order_by("code").values_list("code", flat=True)
        self.fields["currency"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]  # a ChoiceField

    def facts(self) -> BankAccountFacts:
        """Return what was filled in."""
        return BankAccountFacts(**self.cleaned_data)


class TaxNumberForm(forms.Form):
    """A tax number from a day on; the one before it ends."""

    country = forms.ChoiceField(label=_("Country"), choices=list(countries), widget=SearchSelect())
    number = forms.CharField(label=_("Tax number"), max_length=30)
    scheme = forms.ChoiceField(label=_("Scheme"), choices=TaxRegistration.Scheme.choices)
    start_date = forms.DateField(label=_("From"), widget=DateInput())

    def __init__(self, request: ScopedRequest, filled: Any) -> None:
        """Start with the company's country, today."""
        super().__init__(
            filled, initial={"country": request.company.country, "start_date": request.today}
        )

    def facts(self) -> TaxNumberFacts:
        """Return what was filled in."""
        return TaxNumberFacts(**self.cleaned_data)


class BranchForm(forms.Form):
    """A place of the company."""

    code = forms.CharField(label=_("Code"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=120)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    day_starts_at = forms.TimeField(
        label=_("Business day starts at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    is_active = forms.BooleanField(label=_("Is active"), required=False)

    def __init__(self, filled: Any, branch: Branch | None = None) -> None:
        """Start with what holds now, or with a new branch."""
        facts = asdict(BranchFacts(code="", name=""))
        super().__init__(
            filled, initial={name: getattr(branch, name) for name in facts} if branch else facts
        )

    def facts(self) -> BranchFacts:
        """Return what was filled in."""
        return BranchFacts(**self.cleaned_data)
