"""What customers fill in."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.pricing.queries import OfferedProduct
from portals.components.forms import AmountInput, DateInput, DecimalField
from portals.components.submitted import KeyedForm

QUANTITY = "quantity-"


class OrderForm(KeyedForm):
    """An order from what is offered: one quantity per product, empty for what is not wanted."""

    customer_order_number = forms.CharField(label=_("Your order number"), max_length=60, required=False)
    required_date = forms.DateField(label=_("Wanted by"), required=False, widget=DateInput())
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, given: Mapping[str, Any] | None, *, offered: Sequence[OfferedProduct], needs_number: bool
    ) -> None:
        """Add a field for the quantity of each product offered."""
        super().__init__(given)
        self.fields["customer_order_number"].required = needs_number
        self.offered = offered
        for product in offered:
            self.fields[f"{QUANTITY}{product.public_id}"] = DecimalField(
                label=product.name,
                required=False,
                min_value=Decimal(0),
                max_digits=15,
                decimal_places=6,
                widget=AmountInput({"class": "form-control tabular"}),
            )

    def head(self) -> list[forms.BoundField]:
        """Return the fields of the order itself, as the page shows them above the products."""
        return [self[name] for name in ("customer_order_number", "required_date", "note")]

    def rows(self) -> list[tuple[OfferedProduct, forms.BoundField]]:
        """Return each product with the field of its quantity."""
        return [(product, self[f"{QUANTITY}{product.public_id}"]) for product in self.offered]

    def clean(self) -> dict[str, Any]:
        """Refuse an order of nothing."""
        cleaned = super().clean() or {}
        if not self.errors and not self._lines(cleaned):
            self.add_error(None, _("Enter the quantity of at least one product."))
        return cleaned

    def payload(self) -> dict[str, Any]:
        """Return the order as it is handed in."""
        wanted = self.cleaned_data["required_date"]
        return {
            "lines": self._lines(self.cleaned_data),
            "customer_order_number": self.cleaned_data["customer_order_number"],
            "required_date": wanted.isoformat() if wanted else None,
            "note": self.cleaned_data["note"],
        }

    def _lines(self, cleaned: dict[str, Any]) -> list[dict[str, str]]:
        return [
            {"product": name.removeprefix(QUANTITY), "quantity": str(quantity)}
            for name, quantity in cleaned.items()
            if name.startswith(QUANTITY) and quantity
        ]
