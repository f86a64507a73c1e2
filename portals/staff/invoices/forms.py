"""Forms about invoices."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounting.ledger.models import PaymentTerm
from accounting.receivables.drafts import InvoiceDraft, LineDraft
from accounting.receivables.models import CustomerAccount, Invoice
from accounting.receivables.operations.crediting import CreditDraft, CreditLine
from accounting.taxes.models import TaxCode, TaxDirection
from erp.organization.models import Branch
from portals.components import formats
from portals.components.forms import DateInput, SearchSelect
from portals.gate import ScopedRequest
from portals.staff.documents import DocumentForm, LineForm
from portals.staff.fields import PercentField, PriceField, QuantityField
from portals.staff.rowforms import FormRow, RowsForm
from portals.staff.rows import visible


class InvoiceLineForm(LineForm):
    """One thing sold; `line_no` says which line of the draft it changes."""

    line_no = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    description = forms.CharField(label=_("Description"), max_length=200)
    quantity = QuantityField(label=_("Quantity"))
    gross_unit_price = PriceField(label=_("Price"))
    allowance_percent = PercentField(label=_("Discount %"), required=False)
    tax_code = forms.ModelChoiceField(
        label=_("Tax"), queryset=TaxCode.objects.none(), required=False, empty_label=_("as agreed")
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the tax codes for sales of the chosen company."""
        super().__init__(*arguments, **options)
        codes = TaxCode.objects.filter(
            company=self.request.company, direction=TaxDirection.OUTPUT, is_active=True
        )
        self.fields["tax_code"].queryset = codes.order_by("code")  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_quantity(self) -> Decimal:
        """Refuse a line of nothing."""
        quantity: Decimal = self.cleaned_data["quantity"]
        if not quantity:
            raise forms.ValidationError(_("A line of nothing says nothing."))
        return quantity


class InvoiceForm(DocumentForm):
    """A draft of an invoice; what it does not ask stays as it was in `kept`."""

    line_form = InvoiceLineForm
    customer = forms.ModelChoiceField(
        label=_("Customer"), queryset=CustomerAccount.objects.none(), widget=SearchSelect()
    )
    branch = forms.ModelChoiceField(
        label=_("Branch"), queryset=Branch.objects.none(), required=False, empty_label=_("as agreed")
    )
    payment_term = forms.ModelChoiceField(
        label=_("Payment terms"),
        queryset=PaymentTerm.objects.none(),
        required=False,
        empty_label=_("as agreed"),
    )
    customer_order_number = forms.CharField(label=_("Their order number"), max_length=60, required=False)
    supply_date = forms.DateField(label=_("Supply date"), widget=DateInput(), required=False)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(
        self,
        request: ScopedRequest,
        filled: Mapping[str, Any] | None = None,
        *,
        kept: InvoiceDraft | None = None,
        customer: CustomerAccount | None = None,
    ) -> None:
        """Start from a draft, or from the customer whose page one came from."""
        initial = _head(kept) if kept else {"customer": customer and customer.pk}
        lines = [_line(number, line) for number, line in enumerate(kept.lines)] if kept else []
        super().__init__(request, filled, initial=initial, initial_lines=lines)
        self.kept = kept
        company = request.company
        accounts = visible(request, CustomerAccount).filter(is_active=True).select_related("party")
        choices: dict[str, Any] = {
            "customer": accounts.order_by("party__sort_name", "pk"),
            "branch": Branch.objects.filter(company=company, is_active=True).order_by("name"),
            "payment_term": PaymentTerm.objects.filter(company=company, is_active=True).order_by("pk"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField
        if kept:
            self.fields["customer"].disabled = True

    def draft(self) -> InvoiceDraft:
        """Return the whole draft as filled in."""
        given = self.cleaned_data
        base = self.kept or InvoiceDraft(customer_account_id=given["customer"].pk, lines=())
        branch, term = given["branch"], given["payment_term"]
        return replace(
            base,
            lines=tuple(self._line(values) for values in self.filled_lines()),
            branch_id=branch.pk if branch else None,
            payment_term_id=term.pk if term else None,
            customer_order_number=given["customer_order_number"],
            supply_date=given["supply_date"],
            note=given["note"],
        )

    def _line(self, values: dict[str, Any]) -> LineDraft:
        tax_code = values["tax_code"]
        said: dict[str, Any] = {
            "description": values["description"],
            "quantity": values["quantity"],
            "gross_unit_price": values["gross_unit_price"],
            "allowance_percent": values["allowance_percent"] or Decimal(0),
            "tax_code_id": tax_code.pk if tax_code else None,
        }
        number: int | None = values["line_no"]
        kept = self.kept.lines if self.kept else ()
        if number is not None and 0 <= number < len(kept):
            return replace(kept[number], **said)
        return LineDraft(**said)


def _head(kept: InvoiceDraft) -> dict[str, Any]:
    names = ("customer_order_number", "supply_date", "note")
    return {name: getattr(kept, name) for name in names} | {
        "customer": kept.customer_account_id,
        "branch": kept.branch_id,
        "payment_term": kept.payment_term_id,
    }


def _line(number: int, line: LineDraft) -> dict[str, Any]:
    names = ("description", "quantity", "gross_unit_price", "allowance_percent")
    return {name: getattr(line, name) for name in names} | {
        "line_no": number,
        "tax_code": line.tax_code_id,
    }


class CreditForm(RowsForm):
    """What is given back of an invoice and why; with everything filled in it is credited whole."""

    heads = (_("Line"), _("Invoiced"), _("Price"))
    figure = _("Give back")
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[choice for choice in Invoice.Reason.choices if choice[0] != Invoice.Reason.NONE],
    )
    with_charges = forms.BooleanField(
        label=_("Freight and other charges too"), required=False, initial=True
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(self, filled: Mapping[str, Any] | None, invoice: Invoice) -> None:
        """Start with all of it."""
        super().__init__(filled)
        self.invoice = invoice
        self.add_rows(
            [
                FormRow(
                    line.line_no,
                    (
                        line.description,
                        f"{formats.number(line.quantity)} {line.unit_code}",
                        formats.money(line.net_unit_price, invoice.currency),
                    ),
                    most=line.quantity,
                    initial=line.quantity,
                )
                for line in invoice.lines.order_by("line_no")
                if line.quantity > 0
            ],
            QuantityField,
        )

    def draft(self) -> CreditDraft:
        """Return what was filled in."""
        given, rows = self.cleaned_data, self.filled_rows()
        is_whole = given["with_charges"] and len(rows) == self.invoice.lines.count()
        is_whole = is_whole and all(quantity == row.most for row, quantity in rows)
        lines = [CreditLine(row.pk, quantity) for row, quantity in rows]
        return CreditDraft(
            self.invoice.pk,
            given["reason"],
            lines=None if is_whole else lines,
            with_charges=given["with_charges"],
            note=given["note"],
        )
