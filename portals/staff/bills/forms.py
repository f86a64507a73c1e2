"""Forms about bills: as they arrive, refused, taken back."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounting.ledger.models import Account, PaymentTerm
from accounting.payables.models import Bill, SupplierAccount
from accounting.payables.operations.receiving import BillDraft, BillLineDraft
from accounting.taxes.models import TaxCode, TaxDirection
from portals.components.forms import DateInput, DecimalField, SearchSelect
from portals.gate import ScopedRequest
from portals.staff.documents import DocumentForm, LineForm
from portals.staff.fields import PriceField, QuantityField
from portals.staff.rows import visible


class BillLineForm(LineForm):
    """One thing bought, and the account it is charged to."""

    product_code = forms.CharField(widget=forms.HiddenInput(), max_length=40, required=False)
    description = forms.CharField(label=_("Description"), max_length=200)
    quantity = QuantityField(label=_("Quantity"), initial=1)
    unit_price = PriceField(label=_("Price"))
    tax_code = forms.ModelChoiceField(
        label=_("Tax"), queryset=TaxCode.objects.none(), required=False, empty_label=_("as agreed")
    )
    expense_account = forms.ModelChoiceField(
        label=_("Account"),
        queryset=Account.objects.none(),
        required=False,
        empty_label=_("as agreed"),
        widget=SearchSelect(),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the input taxes and the accounts of the chosen company."""
        super().__init__(*arguments, **options)
        company = self.request.company
        choices: dict[str, Any] = {
            "tax_code": TaxCode.objects.filter(
                company=company, direction=TaxDirection.INPUT, is_active=True
            ),
            "expense_account": Account.objects.filter(
                company=company, is_postable=True, is_active=True, control_kind=Account.ControlKind.NONE
            ),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows.order_by("code")  # type: ignore[attr-defined]  # a ModelChoiceField


class BillForm(DocumentForm):
    """A bill as it arrived; `gross` is what the paper asks for, to be compared."""

    line_form = BillLineForm
    supplier = forms.ModelChoiceField(
        label=_("Supplier"), queryset=SupplierAccount.objects.none(), widget=SearchSelect()
    )
    supplier_number = forms.CharField(label=_("Their number"), max_length=60)
    issue_date = forms.DateField(label=_("Date of the bill"), widget=DateInput())
    received_date = forms.DateField(label=_("Received"), widget=DateInput())
    our_order_number = forms.CharField(label=_("Our order number"), max_length=60, required=False)
    gross = DecimalField(label=_("Total on the bill"), max_digits=19, decimal_places=2, required=False)
    type = forms.ChoiceField(label=_("Kind"), choices=Bill.Type.choices)
    payment_term = forms.ModelChoiceField(
        label=_("Payment terms"),
        queryset=PaymentTerm.objects.none(),
        required=False,
        empty_label=_("as agreed"),
    )
    supply_date = forms.DateField(label=_("Supply date"), widget=DateInput(), required=False)

    refused_at: ClassVar = {"bill_known": "supplier_number", "bill_disagrees": "gross"}

    def __init__(
        self,
        request: ScopedRequest,
        filled: Mapping[str, Any] | None = None,
        *,
        supplier: SupplierAccount | None = None,
        initial_lines: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Start from the supplier whose page one came from, or from what arrived."""
        initial = {"supplier": supplier and supplier.pk, "received_date": request.today}
        super().__init__(request, filled, initial=initial, initial_lines=initial_lines)
        accounts: Any = visible(request, SupplierAccount).filter(is_active=True)
        accounts = accounts.select_related("party").order_by("party__sort_name", "pk")
        terms = PaymentTerm.objects.filter(company=request.company, is_active=True)
        self.fields["supplier"].queryset = accounts  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["payment_term"].queryset = terms.order_by("pk")  # type: ignore[attr-defined]  # as above

    def draft(self) -> BillDraft:
        """Return the whole bill as filled in."""
        given = self.cleaned_data
        term = given["payment_term"]
        return BillDraft(
            supplier_account_id=given["supplier"].pk,
            supplier_number=given["supplier_number"],
            issue_date=given["issue_date"],
            received_date=given["received_date"],
            lines=[_line(values) for values in self.filled_lines()],
            type=given.get("type", Bill.Type.BILL),
            payment_term_id=term.pk if term else None,
            supply_date=given["supply_date"],
            our_order_number=given.get("our_order_number", ""),
            gross=given["gross"],
        )


class ReasonForm(forms.Form):
    """Why something is refused or taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


def _line(values: dict[str, Any]) -> BillLineDraft:
    tax_code, account = values["tax_code"], values["expense_account"]
    return BillLineDraft(
        product_code=values["product_code"],
        description=values["description"],
        quantity=values["quantity"],
        unit_price=values["unit_price"],
        tax_code_id=tax_code.pk if tax_code else None,
        expense_account_id=account.pk if account else None,
    )
