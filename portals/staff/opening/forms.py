"""Forms about what is taken over from other books."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounting.currencies.models import Currency
from accounting.ledger.models import PARTY_KINDS, Account
from accounting.ledger.opening import OpeningBalance
from accounting.payables.models import Bill, SupplierAccount
from accounting.payables.operations.opening import OpeningBill
from accounting.receivables.models import CustomerAccount, Invoice
from accounting.receivables.operations.openings import OpeningReceivable
from erp.money import Money
from erp.organization.models import Branch
from portals.components.forms import DateInput, DecimalField, SearchSelect
from portals.gate import ScopedRequest
from portals.staff.documents import DocumentForm, LineForm
from portals.staff.rows import visible

HELD = (Account.Type.ASSET, Account.Type.LIABILITY, Account.Type.EQUITY)
ZERO = Decimal(0)


class _AmountField(DecimalField):
    """An amount as precise as its column; `MoneyField` needs a currency known beforehand."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=19, decimal_places=4, min_value=0, **options)


class BalanceLineForm(LineForm):
    """What one account held at one branch: a debit or a credit, and its amount in another currency."""

    account = forms.ModelChoiceField(
        label=gettext_lazy("Account"), queryset=Account.objects.none(), widget=SearchSelect()
    )
    branch = forms.ModelChoiceField(label=gettext_lazy("Branch"), queryset=Branch.objects.none())
    debit = _AmountField(label=gettext_lazy("Debit"), required=False)
    credit = _AmountField(label=gettext_lazy("Credit"), required=False)
    currency = forms.ChoiceField(label=gettext_lazy("Other currency"), required=False)
    currency_amount = _AmountField(label=gettext_lazy("Amount in it"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the accounts that are not kept per party, and the branches."""
        super().__init__(*arguments, **options)
        company = self.request.company
        accounts = Account.objects.filter(
            company=company, type__in=HELD, is_postable=True, is_active=True
        ).exclude(control_kind__in=PARTY_KINDS)
        branches: Any = Branch.objects.filter(company=company, is_active=True).order_by("pk")
        self.fields["account"].queryset = accounts.exclude(purpose="opening").order_by("code")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["branch"].queryset = branches  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["branch"].initial = branches.first()
        self.fields["currency"].choices = [("", "–"), *_currencies()]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Ask for one side, and for both halves of an amount in another currency."""
        given = super().clean() or {}
        if bool(given.get("debit")) == bool(given.get("credit")):
            self.add_error("debit", _("Fill in either debit or credit."))
        if bool(given.get("currency")) != bool(given.get("currency_amount")):
            self.add_error("currency_amount", _("Name the other currency and the amount in it."))
        return given


class BalancesForm(DocumentForm):
    """What plain accounts held on the opening day."""

    line_form = BalanceLineForm
    opening_date = forms.DateField(label=gettext_lazy("Opening day"), widget=DateInput())
    key = forms.CharField(widget=forms.HiddenInput(), max_length=40)

    def __init__(
        self, request: ScopedRequest, filled: Mapping[str, Any] | None, day: datetime.date
    ) -> None:
        """Start on the day of what was taken over before."""
        super().__init__(request, filled, initial={"opening_date": day, "key": uuid4().hex})

    def balances(self) -> list[OpeningBalance]:
        """Return what was filled in, line by line."""
        return [_balance(values) for values in self.filled_lines()]


class _ItemForm(forms.Form):
    """One open document of the time before."""

    opening_date = forms.DateField(label=gettext_lazy("Opening day"), widget=DateInput())
    number = forms.CharField(label=gettext_lazy("Number"), max_length=40)
    document_date = forms.DateField(label=gettext_lazy("Date"), widget=DateInput())
    due_date = forms.DateField(label=gettext_lazy("Due"), widget=DateInput())
    amount = _AmountField(label=gettext_lazy("Open amount"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))

    def __init__(
        self, request: ScopedRequest, filled: Mapping[str, Any] | None, day: datetime.date
    ) -> None:
        """Start on the day of what was taken over before, in the company's currency."""
        self.base_currency = request.company.base_currency
        super().__init__(filled, initial={"opening_date": day, "currency": self.base_currency})
        self.fields["currency"].choices = _currencies()  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Refuse a document that was due before it was written."""
        given = super().clean() or {}
        written, due = given.get("document_date"), given.get("due_date")
        if written and due and due < written:
            self.add_error("due_date", _("It cannot be due before its date."))
        return given


class OpeningInvoiceForm(_ItemForm):
    """An invoice or credit note that was open, under its own number."""

    customer = forms.ModelChoiceField(
        label=gettext_lazy("Customer"), queryset=CustomerAccount.objects.none(), widget=SearchSelect()
    )
    type = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind.value, kind.label) for kind in (Invoice.Type.INVOICE, Invoice.Type.CREDIT_NOTE)],
    )
    base_amount = _AmountField(
        label=gettext_lazy("Worth in our currency"),
        help_text=gettext_lazy("For other currencies; without it the rate of the opening day counts."),
        required=False,
    )
    order_number = forms.CharField(
        label=gettext_lazy("Their order number"), max_length=60, required=False
    )

    field_order = ("opening_date", "customer", "type", "number")

    def __init__(
        self, request: ScopedRequest, filled: Mapping[str, Any] | None, day: datetime.date
    ) -> None:
        """Offer the customers."""
        super().__init__(request, filled, day)
        accounts: Any = visible(request, CustomerAccount).select_related("party")
        self.fields["customer"].queryset = accounts.order_by("party__sort_name", "pk")  # type: ignore[attr-defined]  # a ModelChoiceField

    def opening(self) -> OpeningReceivable:
        """Return what was filled in."""
        given = self.cleaned_data
        worth = given["base_amount"]
        return OpeningReceivable(
            customer_account_id=given["customer"].pk,
            number=given["number"],
            document_date=given["document_date"],
            due_date=given["due_date"],
            amount=Money(given["amount"], given["currency"]),
            type=given["type"],
            base_amount=Money(worth, self.base_currency) if worth else None,
            customer_order_number=given["order_number"],
        )


class OpeningBillForm(_ItemForm):
    """A bill or supplier credit that was open, under the supplier's number."""

    supplier = forms.ModelChoiceField(
        label=gettext_lazy("Supplier"), queryset=SupplierAccount.objects.none(), widget=SearchSelect()
    )
    type = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Bill.Type.choices)
    rate = DecimalField(
        label=gettext_lazy("Exchange rate"),
        help_text=gettext_lazy("What one unit of another currency was worth in the old books."),
        min_value=0,
        max_digits=18,
        decimal_places=8,
        required=False,
    )

    field_order = ("opening_date", "supplier", "type", "number")

    def __init__(
        self, request: ScopedRequest, filled: Mapping[str, Any] | None, day: datetime.date
    ) -> None:
        """Offer the suppliers."""
        super().__init__(request, filled, day)
        accounts: Any = visible(request, SupplierAccount).select_related("party")
        self.fields["supplier"].queryset = accounts.order_by("party__sort_name", "pk")  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """Ask for the rate of another currency."""
        given = super().clean()
        if given.get("currency") != self.base_currency and not given.get("rate"):
            self.add_error("rate", _("Another currency needs its rate."))
        return given

    def opening(self) -> OpeningBill:
        """Return what was filled in."""
        given = self.cleaned_data
        return OpeningBill(
            supplier_account_id=given["supplier"].pk,
            supplier_number=given["number"],
            issue_date=given["document_date"],
            due_date=given["due_date"],
            amount=given["amount"],
            currency=given["currency"],
            type=given["type"],
            rate=Decimal(1) if given["currency"] == self.base_currency else given["rate"],
        )


def _currencies() -> list[tuple[str, str]]:
    codes = Currency.objects.order_by("code").values_list("code", flat=True)
    return [(code, code) for code in codes]


def _balance(values: dict[str, Any]) -> OpeningBalance:
    amount = (values["debit"] or ZERO) - (values["credit"] or ZERO)
    other = values["currency_amount"]
    return OpeningBalance(
        values["account"].pk,
        values["branch"].pk,
        amount,
        values["currency"],
        None if other is None else other.copy_sign(amount),
    )
