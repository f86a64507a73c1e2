"""Forms about sales orders."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounting.receivables.models import CustomerAccount
from crm.sales.drafts import DeliveryDraft, DeliveryLineDraft, OrderDraft, OrderLineDraft
from crm.sales.models import SalesOrder
from erp.organization.models import Branch
from inventory.catalog.models import Product
from portals.components import formats
from portals.components.forms import DateInput, SearchSelect
from portals.gate import ScopedRequest
from portals.staff.documents import DocumentForm, LineForm
from portals.staff.fields import PercentField, PriceField, QuantityField
from portals.staff.rowforms import FormRow, RowsForm
from portals.staff.rows import visible


class OrderLineForm(LineForm):
    """So much of one product; without a price the customer's price list decides."""

    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), widget=SearchSelect()
    )
    quantity = QuantityField(label=_("Quantity"), min_value=0)
    unit_price = PriceField(label=_("Price, if not as agreed"), required=False)
    allowance_percent = PercentField(label=_("Discount %"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the products that are sold."""
        super().__init__(*arguments, **options)
        products = visible(self.request, Product).filter(is_sold=True, is_active=True)
        self.fields["product"].queryset = products.order_by("code")  # type: ignore[attr-defined]  # a ModelChoiceField


class OrderForm(DocumentForm):
    """An order as a customer gives it by phone or mail; `key` makes pressing twice harmless."""

    line_form = OrderLineForm
    customer = forms.ModelChoiceField(
        label=_("Customer"), queryset=CustomerAccount.objects.none(), widget=SearchSelect()
    )
    customer_order_number = forms.CharField(label=_("Their order number"), max_length=60, required=False)
    required_date = forms.DateField(label=_("Wanted by"), widget=DateInput(), required=False)
    branch = forms.ModelChoiceField(
        label=_("Branch"), queryset=Branch.objects.none(), required=False, empty_label=_("as agreed")
    )
    freight = PriceField(label=_("Freight"), required=False)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    key = forms.CharField(widget=forms.HiddenInput(), max_length=64)

    def __init__(
        self,
        request: ScopedRequest,
        filled: Mapping[str, Any] | None = None,
        *,
        customer: CustomerAccount | None = None,
    ) -> None:
        """Start from the customer whose page one came from."""
        initial = {"customer": customer and customer.pk, "key": uuid4().hex}
        super().__init__(request, filled, initial=initial)
        self.today = request.today
        accounts = visible(request, CustomerAccount).filter(is_active=True).select_related("party")
        branches: Any = Branch.objects.filter(company=request.company, is_active=True)
        choices: dict[str, Any] = {
            "customer": accounts.order_by("party__sort_name", "pk"),
            "branch": branches.order_by("name"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField

    def draft(self) -> OrderDraft:
        """Return the whole order as filled in."""
        given = self.cleaned_data
        branch = given["branch"]
        return OrderDraft(
            customer_account_id=given["customer"].pk,
            key=given["key"],
            order_date=self.today,
            lines=tuple(_line(values) for values in self.filled_lines()),
            branch_id=branch.pk if branch else None,
            customer_order_number=given["customer_order_number"],
            required_date=given["required_date"],
            freight=given["freight"] or Decimal(0),
            note=given["note"],
        )


class DeliveryForm(RowsForm):
    """What leaves of an order, and by whom."""

    heads = (_("Product"), _("Ordered"), _("Delivered"))
    figure = _("Leaves now")
    delivery_date = forms.DateField(label=_("Day"), widget=DateInput())
    carrier = forms.CharField(label=_("Carrier"), max_length=60, required=False)
    tracking_number = forms.CharField(label=_("Tracking number"), max_length=60, required=False)
    key = forms.CharField(widget=forms.HiddenInput(), max_length=64)

    def __init__(
        self, request: ScopedRequest, filled: Mapping[str, Any] | None, order: SalesOrder
    ) -> None:
        """Start with everything that is still open."""
        super().__init__(filled, initial={"delivery_date": request.today, "key": uuid4().hex})
        self.order = order
        lines = order.lines.select_related("product").order_by("line_no")
        self.add_rows(
            [
                FormRow(
                    line.pk,
                    (
                        line.description,
                        f"{formats.number(line.quantity)} {line.product.unit_id}",
                        formats.number(line.delivered_quantity),
                    ),
                    most=line.quantity - line.delivered_quantity,
                    initial=line.quantity - line.delivered_quantity,
                )
                for line in lines
                if line.quantity > line.delivered_quantity
            ],
            QuantityField,
        )

    def draft(self) -> DeliveryDraft:
        """Return what was filled in."""
        given = self.cleaned_data
        return DeliveryDraft(
            sales_order_id=self.order.pk,
            key=given["key"],
            delivery_date=given["delivery_date"],
            lines=[DeliveryLineDraft(row.pk, quantity) for row, quantity in self.filled_rows()],
            carrier=given["carrier"],
            tracking_number=given["tracking_number"],
        )


def _line(values: dict[str, Any]) -> OrderLineDraft:
    return OrderLineDraft(
        product_id=values["product"].pk,
        quantity=values["quantity"],
        unit_price=values["unit_price"],
        allowance_percent=values["allowance_percent"] or Decimal(0),
    )
