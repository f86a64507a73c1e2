"""The form of an exchange rate."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounting.currencies.models import Currency, RateKind
from accounting.currencies.operations import NewRate
from portals.components.forms import DateInput, DecimalField, SearchSelect
from portals.gate import ScopedRequest


class RateForm(forms.Form):
    """What one unit of a currency is worth in another, on a day, by whom."""

    base_currency = forms.ChoiceField(label=_("One unit of"), widget=SearchSelect())
    rate = DecimalField(label=_("Is worth"), min_value=0, max_digits=18, decimal_places=8)
    quote_currency = forms.ChoiceField(label=_("Units of"), widget=SearchSelect())
    rate_date = forms.DateField(label=_("Day"), widget=DateInput())
    kind = forms.ChoiceField(label=_("Kind"), choices=RateKind.choices)
    source = forms.CharField(
        label=_("Source"), help_text=_("Who published it, such as ECB."), max_length=40
    )

    def __init__(self, request: ScopedRequest, filled: Any) -> None:
        """Offer the currencies by name; the rate is one in the company's own unless said otherwise."""
        initial = {"quote_currency": request.company.base_currency, "rate_date": request.today}
        initial |= {name: request.GET[name] for name in self.base_fields if request.GET.get(name)}
        super().__init__(filled, initial=initial)
        known = Currency.objects.order_by("code").values_list("code", "name")
        choices = [("", ""), *((code, f"{code} {name}") for code, name in known)]
        for field in ("base_currency", "quote_currency"):
            self.fields[field].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def new_rate(self) -> NewRate:
        """Return what was filled in."""
        return NewRate(**self.cleaned_data)
