"""Forms about prices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.pricing.operations import Price
from inventory.catalog.models import Product
from portals.components.forms import DateInput, SearchSelect
from portals.gate import ScopedRequest
from portals.staff.fields import PriceField, QuantityField
from portals.staff.rows import visible


class PriceForm(forms.Form):
    """The price of one product from a quantity and a day on."""

    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), widget=SearchSelect()
    )
    unit_price = PriceField(label=_("Price per unit"))
    quantity_min = QuantityField(label=_("From quantity"), min_value=0, initial=0)
    start_date = forms.DateField(label=_("From"), widget=DateInput())
    end_date = forms.DateField(label=_("Until"), widget=DateInput(), required=False)

    def __init__(self, request: ScopedRequest, *arguments: Any, **options: Any) -> None:
        """Offer the products the reader may see; by default a price starts today."""
        super().__init__(*arguments, **{"initial": {"start_date": request.today}, **options})
        products = visible(request, Product).filter(is_sold=True, is_active=True)
        self.fields["product"].queryset = products.order_by("code")  # type: ignore[attr-defined]  # a ModelChoiceField

    def price(self) -> Price:
        """Return what was filled in."""
        values = self.cleaned_data
        return Price(
            product_id=values["product"].pk,
            unit_price=values["unit_price"],
            start_date=values["start_date"],
            quantity_min=values["quantity_min"],
            end_date=values["end_date"],
        )
