"""Forms about payments: what came in, and which invoices it settles."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounting.ledger.models import Journal
from accounting.receivables.models import CustomerAccount, Invoice, Payment
from accounting.receivables.payment_drafts import (
    REFUND_JOURNAL,
    AllocationDraft,
    PaymentDraft,
    RefundDraft,
    ReversalDraft,
)
from accounting.receivables.queries.owed import open_credits
from portals.components import formats
from portals.components.forms import DateInput, MoneyField
from portals.gate import ScopedRequest
from portals.staff.invoices.lists import open_rows
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
        rows = open_rows(request).filter(customer_account=account, currency=currency)
        owed = rows.filter(type__in=(Invoice.Type.INVOICE, Invoice.Type.ADVANCE))
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
        self.fields["journal"].queryset = _money_journals(request)  # type: ignore[attr-defined]  # a ModelChoiceField
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


class RefundForm(forms.Form):
    """Money back to a customer, out of what stands to their credit."""

    booked_date = forms.DateField(label=_("Booked"), widget=DateInput())
    method = forms.ChoiceField(label=_("Way"), choices=Payment.Method.choices)
    journal = forms.ModelChoiceField(
        label=_("From"), queryset=Journal.objects.none(), to_field_name="code"
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
        """Start with what is left of the payment one came from, else with all their credit."""
        self.account = account
        self.currency = chosen.currency if chosen else account.currency
        open_amounts = (each.open_amount for each in open_credits(account, self.currency))
        held = sum(open_amounts, start=Decimal(0))
        amount = chosen.on_account if chosen and chosen.on_account else held or None
        initial = {"booked_date": request.today, "key": uuid4().hex, "journal": REFUND_JOURNAL}
        super().__init__(filled, initial={**initial, "amount": amount})
        self.fields["amount"] = MoneyField(
            label=_("Amount (%(currency)s)") % {"currency": self.currency},
            currency=self.currency,
            min_value=0,
            help_text=_("%(held)s stands to their credit; the oldest is given back first.")
            % {"held": formats.money(held, self.currency)},
        )
        self.order_fields(self.field_order)
        self.fields["journal"].queryset = _money_journals(request)  # type: ignore[attr-defined]  # a ModelChoiceField

    def draft(self) -> RefundDraft:
        """Return what was filled in."""
        given = self.cleaned_data
        return RefundDraft(
            customer_account_id=self.account.pk,
            amount=given["amount"],
            booked_date=given["booked_date"],
            key=given["key"],
            journal_code=given["journal"].code,
            method=given["method"],
            reference=given["reference"],
        )


class AllocationForm(SettlingForm):
    """Which invoices are settled by what a payment or a credit note left on account."""

    empty_text = _("No invoice is open in this currency.")
    allocation_date = forms.DateField(label=_("Day"), widget=DateInput())

    def __init__(
        self, request: ScopedRequest, filled: Mapping[str, Any] | None, credit: Payment | Invoice
    ) -> None:
        """Offer what is open in the currency of the payment or credit note."""
        super().__init__(filled, initial={"allocation_date": request.today})
        self.add_open_invoices(request, credit.customer_account, credit.currency, None)

    def clean(self) -> dict[str, Any]:
        """Refuse to settle nothing."""
        if self.rows and not self.errors and not self.filled_rows():
            self.add_error(None, _("Say how much of which invoice is settled."))
        return self.cleaned_data


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


def _money_journals(request: ScopedRequest) -> QuerySet[Journal]:
    kinds = (Journal.Kind.BANK, Journal.Kind.CASH)
    return Journal.objects.filter(company=request.company, kind__in=kinds).order_by("name")


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
