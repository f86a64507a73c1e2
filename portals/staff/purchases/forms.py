"""Forms about purchase orders: what is ordered, what has arrived."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounting.payables.models import SupplierAccount
from erp.organization.models import Branch
from inventory.catalog.models import Product
from inventory.purchasing.models import PurchaseOrder
from inventory.purchasing.operations import PurchaseLine, PurchaseOrderDraft
from inventory.purchasing.receiving import Arrival, ReceiptDraft
from inventory.stock.models import Place
from portals.components import formats
from portals.components.forms import DateInput, SearchSelect
from portals.gate import ScopedRequest
from portals.staff.documents import DocumentForm, LineForm
from portals.staff.fields import PriceField, QuantityField
from portals.staff.rowforms import FormRow, RowsForm
from portals.staff.rows import visible


class PurchaseLineForm(LineForm):
    """So much of one product; without a price the supplier's last one counts."""

    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), widget=SearchSelect()
    )
    quantity = QuantityField(label=_("Quantity"), min_value=0)
    unit_price = PriceField(label=_("Price, if not the last one"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the products in use."""
        super().__init__(*arguments, **options)
        products = visible(self.request, Product).filter(is_active=True)
        self.fields["product"].queryset = products.order_by("code")  # type: ignore[attr-defined]  # a ModelChoiceField


class PurchaseOrderForm(DocumentForm):
    """An order to a supplier; `key` makes pressing twice harmless."""

    line_form = PurchaseLineForm
    supplier = forms.ModelChoiceField(
        label=_("Supplier"), queryset=SupplierAccount.objects.none(), widget=SearchSelect()
    )
    expected_date = forms.DateField(label=_("Expected"), widget=DateInput(), required=False)
    branch = forms.ModelChoiceField(
        label=_("Branch"), queryset=Branch.objects.none(), required=False, empty_label=_("as agreed")
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    key = forms.CharField(widget=forms.HiddenInput(), max_length=64)

    def __init__(
        self,
        request: ScopedRequest,
        filled: Mapping[str, Any] | None = None,
        *,
        supplier: SupplierAccount | None = None,
        product: Product | None = None,
    ) -> None:
        """Start from the supplier or the product whose page one came from."""
        initial = {"supplier": supplier and supplier.pk, "key": uuid4().hex}
        lines = [{"product": product.pk}] if product else []
        super().__init__(request, filled, initial=initial, initial_lines=lines)
        self.today = request.today
        accounts = visible(request, SupplierAccount).filter(is_active=True).select_related("party")
        branches: Any = Branch.objects.filter(company=request.company, is_active=True)
        choices: dict[str, Any] = {
            "supplier": accounts.order_by("party__sort_name", "pk"),
            "branch": branches.order_by("name"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField

    def draft(self) -> PurchaseOrderDraft:
        """Return the whole order as filled in, dated today at the company."""
        given = self.cleaned_data
        branch = given["branch"]
        return PurchaseOrderDraft(
            supplier_account_id=given["supplier"].pk,
            branch_id=branch.pk if branch else given["supplier"].branch_id,
            key=given["key"],
            order_date=self.today,
            lines=[_line(values) for values in self.filled_lines()],
            expected_date=given["expected_date"],
            note=given["note"],
        )


class ArrivalForm(RowsForm):
    """What arrived of an order, and where it was put."""

    heads = (_("Product"), _("Ordered"), _("Received"))
    figure = _("Arrives now")
    receipt_date = forms.DateField(label=_("Day"), widget=DateInput())
    place = forms.ModelChoiceField(label=_("Put at"), queryset=Place.objects.none())
    delivery_note = forms.CharField(label=_("Their delivery note"), max_length=60, required=False)
    key = forms.CharField(widget=forms.HiddenInput(), max_length=64)

    def __init__(
        self, request: ScopedRequest, filled: Mapping[str, Any] | None, order: PurchaseOrder
    ) -> None:
        """Start with everything that is still awaited, put at the branch's own place."""
        own = visible(request, Place).filter(kind=Place.Kind.INTERNAL, is_active=True)
        usual = own.filter(branch=order.branch_id).order_by("-is_default", "code").first()
        initial = {"receipt_date": request.today, "key": uuid4().hex, "place": usual and usual.pk}
        super().__init__(filled, initial=initial)
        self.order = order
        self.fields["place"].queryset = own.order_by("code")  # type: ignore[attr-defined]  # a ModelChoiceField
        lines: Any = order.lines.select_related("product").order_by("line_no")
        self.add_rows(
            [_row(line) for line in lines if line.quantity > line.received_quantity], QuantityField
        )

    def draft(self) -> ReceiptDraft:
        """Return what was filled in."""
        given = self.cleaned_data
        return ReceiptDraft(
            purchase_order_id=self.order.pk,
            key=given["key"],
            receipt_date=given["receipt_date"],
            arrivals=[
                Arrival(row.pk, quantity, given["place"].pk) for row, quantity in self.filled_rows()
            ],
            delivery_note=given["delivery_note"],
        )


def _line(values: dict[str, Any]) -> PurchaseLine:
    return PurchaseLine(values["product"].pk, values["quantity"], values["unit_price"])


def _row(line: Any) -> FormRow:
    left = line.quantity - line.received_quantity
    shown = (
        line.description,
        f"{formats.number(line.quantity)} {line.product.unit_id}",
        formats.number(line.received_quantity),
    )
    return FormRow(line.pk, shown, most=left, initial=left)
