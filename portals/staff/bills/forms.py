"""Forms about bills: as they arrive, refused, paid."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounting.ledger.models import Account
from accounting.payables.models import Bill, SupplierAccount
from accounting.payables.operations.paying import BillShare, PaymentDraft
from accounting.payables.operations.receiving import BillDraft, BillLineDraft
from accounting.taxes.models import TaxCode, TaxDirection
from portals.components import formats
from portals.components.forms import DateInput, DecimalField, MoneyField, SearchSelect
from portals.gate import ScopedRequest
from portals.staff.bills.lists import bill_rows
from portals.staff.documents import DocumentForm, LineForm
from portals.staff.fields import PriceField, QuantityField
from portals.staff.rowforms import FormRow, RowsForm
from portals.staff.rows import visible

OPEN_MAX = 100


class BillLineForm(LineForm):
    """One thing bought, and the account it is charged to."""

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

    def __init__(
        self,
        request: ScopedRequest,
        filled: Mapping[str, Any] | None = None,
        *,
        supplier: SupplierAccount | None = None,
    ) -> None:
        """Start from the supplier whose page one came from."""
        initial = {"supplier": supplier and supplier.pk, "received_date": request.today}
        super().__init__(request, filled, initial=initial)
        accounts: Any = visible(request, SupplierAccount).filter(is_active=True)
        accounts = accounts.select_related("party").order_by("party__sort_name", "pk")
        self.fields["supplier"].queryset = accounts  # type: ignore[attr-defined]  # a ModelChoiceField

    def draft(self) -> BillDraft:
        """Return the whole bill as filled in."""
        given = self.cleaned_data
        return BillDraft(
            supplier_account_id=given["supplier"].pk,
            supplier_number=given["supplier_number"],
            issue_date=given["issue_date"],
            received_date=given["received_date"],
            lines=[_line(values) for values in self.filled_lines()],
            type=given["type"],
            our_order_number=given["our_order_number"],
            gross=given["gross"],
        )


class ReasonForm(forms.Form):
    """Why something is refused or taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class BillPaymentForm(RowsForm):
    """Money to a supplier, and which bills it pays."""

    heads = (_("Bill"), _("Their number"), _("Due"), _("Open"))
    figure = _("Pay")
    empty_text = _("Nothing is open.")
    booked_date = forms.DateField(label=_("Paid"), widget=DateInput())
    reference = forms.CharField(label=_("Reference"), max_length=140, required=False)
    key = forms.CharField(widget=forms.HiddenInput(), max_length=64)

    def __init__(
        self,
        request: ScopedRequest,
        filled: Mapping[str, Any] | None,
        account: SupplierAccount,
        chosen: Bill | None = None,
    ) -> None:
        """Offer the open bills, the one due first on top; the chosen one is paid whole."""
        super().__init__(filled, initial={"booked_date": request.today, "key": uuid4().hex})
        self.account = account
        rows: Any = bill_rows(request).filter(supplier_account=account, currency=account.currency)
        owed = rows.filter(type=Bill.Type.BILL, status=Bill.Status.APPROVED, open_amount__gt=0)
        self.add_rows(
            [
                _row(bill, bill.open_amount if chosen and chosen.pk == bill.pk else None)
                for bill in owed.order_by("next_due", "pk")[:OPEN_MAX]
            ],
            partial(_money_field, account.currency),
        )

    def draft(self) -> PaymentDraft:
        """Return what was filled in; the amount is the sum of what is paid."""
        given = self.cleaned_data
        shares = [BillShare(row.pk, money.amount) for row, money in self.filled_rows()]
        return PaymentDraft(
            supplier_account_id=self.account.pk,
            key=given["key"],
            amount=sum((share.amount for share in shares), start=Decimal(0)),
            booked_date=given["booked_date"],
            bills=shares,
            currency=self.account.currency,
            reference=given["reference"],
        )


def _money_field(currency: str, **options: Any) -> forms.DecimalField:
    return MoneyField(currency=currency, **options)


def _line(values: dict[str, Any]) -> BillLineDraft:
    tax_code, account = values["tax_code"], values["expense_account"]
    return BillLineDraft(
        description=values["description"],
        quantity=values["quantity"],
        unit_price=values["unit_price"],
        tax_code_id=tax_code.pk if tax_code else None,
        expense_account_id=account.pk if account else None,
    )


def _row(bill: Any, initial: Any) -> FormRow:
    shown = (
        bill.number,
        bill.supplier_number,
        formats.day(bill.next_due),
        formats.money(bill.open_amount, bill.currency),
    )
    return FormRow(bill.pk, shown, most=bill.open_amount, initial=initial)
