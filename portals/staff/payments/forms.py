"""Forms about payments: what came in, and which invoices it settles."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounting.ledger.models import Journal
from accounting.receivables.models import CustomerAccount, Invoice, Payment
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft, ReversalDraft
from portals.components import formats
from portals.components.forms import DateInput, MoneyField
from portals.gate import ScopedRequest
from portals.staff.invoices.lists import invoice_rows
from portals.staff.rowforms import FormRow, RowsForm

OPEN_MAX = 100


class SettlingForm(RowsForm):
    """How much of a customer's open invoices is settled, in one currency."""

    heads = (_("Invoice"), _("Their order"), _("Due"), _("Open"))
    figure = _("Settle")
    empty_text = _("Nothing is open; all of it stays on account.")

    def add_open_invoices(
        self, request: ScopedRequest, account: CustomerAccount, currency: str, chosen: Invoice | None
    ) -> None:
        """Offer the open invoices, the one due first on top; the chosen one is settled whole."""
        self.currency = currency
        rows: Any = invoice_rows(request).filter(customer_account=account, currency=currency)
        owed = rows.filter(type__in=(Invoice.Type.INVOICE, Invoice.Type.ADVANCE), open_amount__gt=0)
        self.add_rows(
            [
                _row(invoice, invoice.open_amount if chosen and invoice.pk == chosen.pk else None)
                for invoice in owed.order_by("next_due", "pk")[:OPEN_MAX]
            ],
            partial(_money_field, currency),
        )

    def allocations(self) -> list[AllocationDraft]:
        """Return what is settled of which invoice."""
        return [AllocationDraft(row.pk, amount) for row, amount in self.filled_rows()]


class PaymentForm(SettlingForm):
    """Money that came in; what settles nothing stays on account."""

    booked_date = forms.DateField(label=_("Booked"), widget=DateInput())
    method = forms.ChoiceField(label=_("Way"), choices=Payment.Method.choices)
    journal = forms.ModelChoiceField(
        label=_("To"), queryset=Journal.objects.none(), to_field_name="code"
    )
    reference = forms.CharField(label=_("Reference"), max_length=140, required=False)
    key = forms.CharField(widget=forms.HiddenInput(), max_length=64)

    field_order = ("amount", "booked_date", "method", "journal", "reference")

    def __init__(
        self,
        request: ScopedRequest,
        filled: Mapping[str, Any] | None,
        account: CustomerAccount,
        chosen: Any = None,
    ) -> None:
        """Start with what is open of the invoice one came from."""
        initial = {"booked_date": request.today, "key": uuid4().hex, "journal": "RECEIPT"}
        initial |= {"amount": chosen.open_amount} if chosen else {}
        super().__init__(filled, initial=initial)
        self.account = account
        self.fields["amount"] = MoneyField(
            label=_("Amount (%(currency)s)") % {"currency": account.currency},
            currency=account.currency,
            min_value=0,
        )
        self.order_fields(self.field_order)
        money = Journal.objects.filter(
            company=request.company, kind__in=(Journal.Kind.BANK, Journal.Kind.CASH)
        )
        self.fields["journal"].queryset = money.order_by("name")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.add_open_invoices(request, account, account.currency, chosen)

    def draft(self) -> PaymentDraft:
        """Return what was filled in."""
        given = self.cleaned_data
        return PaymentDraft(
            customer_account_id=self.account.pk,
            amount=given["amount"],
            booked_date=given["booked_date"],
            key=given["key"],
            allocations=self.allocations(),
            journal_code=given["journal"].code,
            method=given["method"],
            reference=given["reference"],
        )


class AllocationForm(SettlingForm):
    """Which invoices a payment on account settles."""

    allocation_date = forms.DateField(label=_("Day"), widget=DateInput())

    def __init__(
        self, request: ScopedRequest, filled: Mapping[str, Any] | None, payment: Payment
    ) -> None:
        """Offer what is open in the currency of the payment."""
        super().__init__(filled, initial={"allocation_date": request.today})
        self.add_open_invoices(request, payment.customer_account, payment.currency, None)


class ReversalForm(forms.Form):
    """How a payment came back."""

    status = forms.ChoiceField(label=_("How"))
    date = forms.DateField(label=_("Day"), widget=DateInput())

    def __init__(
        self, request: ScopedRequest, filled: Mapping[str, Any] | None, payment: Payment
    ) -> None:
        """Ask for the bank's fee in the currency of the payment."""
        super().__init__(filled, initial={"date": request.today})
        taken_back = [choice for choice in Payment.Status.choices if choice[0] != Payment.Status.POSTED]
        self.fields["status"].choices = taken_back  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["fee"] = MoneyField(
            label=_("Fee of the bank (%(currency)s)") % {"currency": payment.currency},
            currency=payment.currency,
            min_value=0,
            required=False,
        )
        self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=140, required=False)

    def draft(self) -> ReversalDraft:
        """Return what was filled in."""
        given = self.cleaned_data
        return ReversalDraft(given["date"], given["status"], given["fee"], given["reason"])


def _money_field(currency: str, **options: Any) -> forms.DecimalField:
    return MoneyField(currency=currency, **options)


def _row(invoice: Any, initial: Decimal | None) -> FormRow:
    return FormRow(
        invoice.pk,
        (
            invoice.number,
            invoice.customer_order_number,
            formats.day(invoice.next_due),
            formats.money(invoice.open_amount, invoice.currency),
        ),
        most=invoice.open_amount,
        initial=initial,
    )
