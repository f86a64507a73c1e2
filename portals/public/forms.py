"""What the first page asks for."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounting.currencies.models import Currency
from accounting.ledger.charts.templates import chart_names
from erp.administration.facts import CompanyFacts, NewCompany, UserFacts
from erp.administration.operations.setup import FirstRun
from portals.components.forms import DateInput, SearchSelect

CHARTS = {
    "generic": _("International"),
    "de_skr04": _("Germany (SKR04)"),
    "it": _("Italy"),
    "cn_small": _("China, small enterprises"),
}


class FirstRunForm(forms.Form):
    """The first company and its administrator, opened by the code printed at start."""

    code = forms.CharField(
        label=_("Code"), help_text=_("It was printed where this server was started."), max_length=80
    )
    company_name = forms.CharField(label=_("Company"), max_length=200)
    legal_name = forms.CharField(label=_("Legal name"), max_length=200)
    street = forms.CharField(label=_("Street"), max_length=200)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    city = forms.CharField(label=_("City"), max_length=100)
    country = forms.ChoiceField(
        label=_("Country"), choices=[("", ""), *countries], widget=SearchSelect()
    )
    tax_number = forms.CharField(label=_("Tax number"), max_length=30, required=False)
    base_currency = forms.ChoiceField(
        label=_("Currency of the books"), initial="EUR", widget=SearchSelect()
    )
    chart = forms.ChoiceField(label=_("Chart of accounts"), initial="generic")
    first_year_start = forms.DateField(label=_("First day of the first year"), widget=DateInput())
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(zone, zone) for zone in sorted(available_timezones())],
        initial="Europe/Berlin",
        widget=SearchSelect(),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail address"))
    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        currencies = Currency.objects.order_by("code").values_list("code", flat=True)
        self.fields["base_currency"].choices = [(code, code) for code in currencies]  # type: ignore[attr-defined]  # stubs know Field only
        self.fields["chart"].choices = [(name, CHARTS.get(name, name)) for name in chart_names()]  # type: ignore[attr-defined]  # stubs know Field only

    def first_run(self) -> FirstRun:
        """Return what was filled in, as the operation takes it; only once the form is valid."""
        filled = self.cleaned_data
        facts = CompanyFacts(
            name=filled["company_name"],
            **{key: filled[key] for key in ("legal_name", "street", "postal_code", "city", "country")},
            **{key: filled[key] for key in ("time_zone", "language", "email")},
        )
        books = {
            key: filled[key] for key in ("base_currency", "first_year_start", "chart", "tax_number")
        }
        person = {key: filled[key] for key in ("name", "email", "password", "language")}
        return FirstRun(company=NewCompany(facts=facts, **books), administrator=UserFacts(**person))
