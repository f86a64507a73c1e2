"""Forms about stock: what was counted, what is carried elsewhere."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inventory.catalog.models import Product
from inventory.stock.models import Place
from inventory.stock.operations import Quantity
from portals.components.forms import DateInput, SearchSelect
from portals.gate import ScopedRequest
from portals.staff.fields import QuantityField
from portals.staff.rows import visible


class GoodsForm(forms.Form):
    """A quantity of one product, on a day; `key` makes pressing twice harmless."""

    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), widget=SearchSelect()
    )
    quantity = QuantityField(label=_("Quantity"), min_value=0)
    day = forms.DateField(label=_("Day"), widget=DateInput())
    key = forms.CharField(widget=forms.HiddenInput(), max_length=40)

    def __init__(self, request: ScopedRequest, *arguments: Any, **options: Any) -> None:
        """Offer the goods and own places that the reader may see."""
        super().__init__(*arguments, **options)
        goods = visible(request, Product).filter(kind=Product.Kind.GOODS, is_active=True)
        places = visible(request, Place).filter(kind=Place.Kind.INTERNAL, is_active=True)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                rows: Any = goods.order_by("code") if name == "product" else places.order_by("code")
                field.queryset = rows

    def quantities(self) -> list[Quantity]:
        """Return the one quantity that was filled in."""
        return [Quantity(self.cleaned_data["product"].pk, self.cleaned_data["quantity"])]


class CountForm(GoodsForm):
    """What was counted of a product at a place."""

    place = forms.ModelChoiceField(label=_("Place"), queryset=Place.objects.none())

    field_order = ("product", "place", "quantity", "day")


class TransferForm(GoodsForm):
    """How much of a product is carried from one own place to another."""

    from_place = forms.ModelChoiceField(label=_("From"), queryset=Place.objects.none())
    to_place = forms.ModelChoiceField(label=_("To"), queryset=Place.objects.none())

    field_order = ("product", "from_place", "to_place", "quantity", "day")
