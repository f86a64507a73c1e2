"""Forms about payments to suppliers: what left, and which bills it settles."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounting.ledger.models import Journal
from accounting.payables.models import Bill, BillPayment, SupplierAccount
from accounting.payables.operations.paying import BillShare, PaymentDraft
from accounting.payables.queries import checked_accounts, early_discount
from portals.components import formats
from portals.components.forms import DateInput, MoneyField
from portals.gate import ScopedRequest
from portals.staff.bills.lists import bill_rows
from portals.staff.rowforms import FormRow, RowsForm

OPEN_MAX = 100
NOTHING = Decimal(0)


class SettlingForm(RowsForm):
    """How much of a supplier's open bills is settled, in one currency."""

    heads = (_("Bill"), _("Their number"), _("Due"), _("Open"))
    figure = _("Settle")
    empty_text = _("Nothing is open; all of it stays on account.")

    def add_open_bills(
        self, request: ScopedRequest, account: SupplierAccount, currency: str, chosen: Bill | None
    ) -> None:
        """Offer the open bills, the one due first on top; the chosen one is settled whole."""
        rows: Any = bill_rows(request).filter(supplier_account=account, currency=currency)
        owed = rows.filter(type=Bill.Type.BILL, status=Bill.Status.APPROVED, open_amount__gt=0)
        owed = owed.select_related("payment_term").prefetch_related("payment_term__steps")
        self.add_rows(
            [
                self.row_of(bill, request, is_chosen=chosen is not None and bill.pk == chosen.pk)
                for bill in owed.order_by("next_due", "pk")[:OPEN_MAX]
            ],
            partial(_money_field, currency),
        )

    def row_of(self, bill: Any, request: ScopedRequest, *, is_chosen: bool) -> FormRow:
        """Return the row of a bill as `bill_rows` found it."""
        kept = NOTHING
        if self.second_figure and bill.open_amount == bill.gross:
            kept = early_discount(bill, on=request.today)
        return FormRow(
            bill.pk,
            _shown(bill, kept),
            most=bill.open_amount,
            initial=bill.open_amount - kept if is_chosen else None,
            second_initial=kept if is_chosen and kept else None,
        )

    def shares(self) -> list[BillShare]:
        """Return what is settled of which bill, and the discount kept of it."""
        return [
            BillShare(row.pk, money.amount, kept.amount if kept else NOTHING)
            for row, money in self.filled_rows()
            for kept in [self.second_of(row)]
        ]


class BillPaymentForm(SettlingForm):
    """Money to a supplier; without an amount it is what the bills take, more stays on account."""

    figure = _("Pay")
    second_figure = _("Cash discount")
    booked_date = forms.DateField(label=_("Paid"), widget=DateInput())
    method = forms.ChoiceField(label=_("Way"), choices=BillPayment.Method.choices)
    journal = forms.ModelChoiceField(
        label=_("From"), queryset=Journal.objects.none(), to_field_name="code"
    )
    reference = forms.CharField(label=_("Reference"), max_length=140, required=False)
    key = forms.CharField(widget=forms.HiddenInput(), max_length=64)

    field_order = ("amount", "booked_date", "method", "journal", "reference")
    refused_at: ClassVar = {"no_checked_account": "method", "payment_disagrees": "amount"}

    def __init__(
        self,
        request: ScopedRequest,
        filled: Mapping[str, Any] | None,
        account: SupplierAccount,
        chosen: Bill | None = None,
    ) -> None:
        """Start with what is open of the bill one came from, paid by transfer."""
        initial = {"booked_date": request.today, "key": uuid4().hex, "journal": "PAYMENT"}
        super().__init__(filled, initial=initial)
        self.account, self.currency = account, chosen.currency if chosen else account.currency
        self.fields["amount"] = MoneyField(
            label=_("Amount (%(currency)s)") % {"currency": self.currency},
            help_text=_("Empty: the sum of what is paid below. More than that stays on account."),
            currency=self.currency,
            min_value=0,
            required=False,
        )
        self.order_fields(self.field_order)
        money = Journal.objects.filter(
            company=request.company, kind__in=(Journal.Kind.BANK, Journal.Kind.CASH)
        )
        self.fields["journal"].queryset = money.order_by("name")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["method"].help_text = _where_to(account, request)
        self.add_open_bills(request, account, self.currency, chosen)

    def clean(self) -> dict[str, Any]:
        """Add up what is paid where no amount was typed, and ask for something to pay."""
        given = self.cleaned_data
        if "amount" in given and given["amount"] is None and not self.errors:
            paid: Sequence[Any] = [money for _row, money in self.filled_rows()]
            given["amount"] = sum(paid[1:], start=paid[0]) if paid else None
            if not paid:
                self.add_error("amount", gettext("Say how much is paid, or what is paid of a bill."))
        return given

    def draft(self) -> PaymentDraft:
        """Return what was filled in."""
        given = self.cleaned_data
        return PaymentDraft(
            supplier_account_id=self.account.pk,
            key=given["key"],
            amount=given["amount"].amount,
            booked_date=given["booked_date"],
            bills=self.shares(),
            currency=self.currency,
            method=given["method"],
            reference=given["reference"],
            journal_code=given["journal"].code,
        )


class BillAllocationForm(SettlingForm):
    """Which bills are settled by what stands to our credit."""

    allocation_date = forms.DateField(label=_("Day"), widget=DateInput())

    def __init__(
        self,
        request: ScopedRequest,
        filled: Mapping[str, Any] | None,
        account: SupplierAccount,
        currency: str,
    ) -> None:
        """Offer what is open in the currency of the credit."""
        super().__init__(filled, initial={"allocation_date": request.today})
        self.add_open_bills(request, account, currency, None)

    def clean(self) -> dict[str, Any]:
        """Ask for something to settle."""
        if not self.errors and not self.filled_rows():
            self.add_error(None, gettext("Say what is settled of a bill."))
        return self.cleaned_data


class TakeBackForm(forms.Form):
    """When and why a payment is taken back."""

    entry_date = forms.DateField(label=_("Day"), widget=DateInput())
    reason = forms.CharField(label=_("Reason"), max_length=200)


def _money_field(currency: str, **options: Any) -> forms.DecimalField:
    return MoneyField(currency=currency, **options)


def _shown(bill: Any, kept: Decimal) -> tuple[str, ...]:
    open_amount = formats.money(bill.open_amount, bill.currency)
    if kept:
        words = {"open": open_amount, "discount": formats.money(kept, bill.currency)}
        open_amount = gettext("%(open)s, less %(discount)s if paid now") % words
    return (bill.number, bill.supplier_number, formats.day(bill.next_due), open_amount)


def _where_to(account: SupplierAccount, request: ScopedRequest) -> str:
    found = checked_accounts(account.party_id, on=request.today).first()
    if found is None:
        return gettext("No bank account of theirs is checked: a transfer is not possible yet.")
    return gettext("A transfer goes to %(iban)s.") % {"iban": found.iban}
