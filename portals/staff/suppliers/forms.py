"""Forms about suppliers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounting.currencies.models import Currency
from accounting.ledger.models import Account, PaymentTerm
from accounting.payables.models import SupplierAccount
from accounting.payables.operations.suppliers import NewSupplier, SupplierTerms
from accounting.taxes.models import TaxCode, TaxDirection
from erp.administration.checking import checked_iban, checked_tax_number
from erp.administration.facts import BankAccountFacts, TaxNumberFacts
from erp.errors import Invalid
from erp.organization.models import Branch
from erp.parties.models import Address
from portals.components.forms import SearchSelect
from portals.gate import ScopedRequest
from portals.staff.parties.forms import AddressForm, PartyForm
from portals.staff.rows import visible


class ChoiceForm(forms.Form):
    """Whom an act is for; the choice stands in the address, so that it can be kept as a link."""

    supplier = forms.ModelChoiceField(
        label=_("Supplier"),
        queryset=SupplierAccount.objects.none(),
        widget=SearchSelect(),
        to_field_name="public_id",
    )

    def __init__(self, request: ScopedRequest) -> None:
        """Offer the active suppliers the reader may see."""
        super().__init__()
        rows = visible(request, SupplierAccount).filter(is_active=True).select_related("party")
        self.fields["supplier"].queryset = rows.order_by("party__sort_name", "pk")  # type: ignore[attr-defined]  # a ModelChoiceField


class TermsForm(forms.Form):
    """What is agreed with a supplier, and what their bills are charged to unless said otherwise."""

    payment_term = forms.ModelChoiceField(label=_("Payment terms"), queryset=PaymentTerm.objects.none())
    currency = forms.ChoiceField(label=_("Currency"))
    default_tax_code = forms.ModelChoiceField(
        label=_("Tax on their bills"), queryset=TaxCode.objects.none(), required=False
    )
    default_expense_account = forms.ModelChoiceField(
        label=_("Account for their bills"),
        queryset=Account.objects.none(),
        required=False,
        widget=SearchSelect(),
    )
    our_customer_number = forms.CharField(label=_("Our customer number"), max_length=40, required=False)
    is_active = forms.BooleanField(label=_("Is active"), required=False)

    def __init__(
        self, request: ScopedRequest, filled: Any = None, *, account: SupplierAccount | None = None
    ) -> None:
        """Offer the terms, currencies, taxes and accounts of the chosen company."""
        super().__init__(filled, initial=_agreed(request, account))
        company = request.company
        choices: dict[str, Any] = {
            "payment_term": PaymentTerm.objects.filter(company=company, is_active=True).order_by("pk"),
            "default_tax_code": TaxCode.objects.filter(
                company=company, direction=TaxDirection.INPUT, is_active=True
            ).order_by("code"),
            "default_expense_account": Account.objects.filter(
                company=company, is_postable=True, is_active=True, control_kind=Account.ControlKind.NONE
            ).order_by("code"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField
        codes = Currency.objects.order_by("code").values_list("code", flat=True)
        known = {company.base_currency, *codes}
        self.fields["currency"].choices = [(code, code) for code in sorted(known)]  # type: ignore[attr-defined]  # a ChoiceField

    def terms(self) -> SupplierTerms:
        """Return what was filled in."""
        given = self.cleaned_data
        tax_code, account = given["default_tax_code"], given["default_expense_account"]
        return SupplierTerms(
            payment_term_id=given["payment_term"].pk,
            currency=given["currency"],
            default_tax_code_id=tax_code.pk if tax_code else None,
            default_expense_account_id=account.pk if account else None,
            our_customer_number=given["our_customer_number"],
            is_active=given["is_active"],
        )


class BankAccountForm(forms.Form):
    """A bank account of a supplier; nothing is paid to it until a second person has checked it."""

    holder = forms.CharField(label=_("Account holder"), max_length=120)
    iban = forms.CharField(label=_("IBAN"), max_length=42)
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)

    def clean(self) -> dict[str, Any]:
        """Prove length and check digits, beside the number."""
        _prove_iban(self)
        return self.cleaned_data

    def facts(self) -> BankAccountFacts:
        """Return what was filled in."""
        return BankAccountFacts(**self.cleaned_data)


class CheckForm(forms.Form):
    """What a check of a bank account said, and how it was made."""

    is_right = forms.TypedChoiceField(
        label=_("Result"),
        choices=[("yes", _("It is theirs: pay to it")), ("no", _("Block it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(),
    )
    how = forms.CharField(
        label=_("How it was checked"),
        max_length=120,
        help_text=_("For example: called back on the number we know."),
    )


class SupplierForm(PartyForm, AddressForm, TermsForm):
    """A new supplier: who, where, how taxed, on which terms, and where their money goes."""

    branch = forms.ModelChoiceField(label=_("Branch"), queryset=Branch.objects.none())
    tax_number = forms.CharField(label=_("Tax number"), max_length=30, required=False)
    iban = forms.CharField(label=_("IBAN"), max_length=42, required=False)

    field_order = (*PartyForm.base_fields, *AddressForm.base_fields, "tax_number", "iban", "branch")

    def __init__(self, request: ScopedRequest, filled: Any = None) -> None:
        """Offer the branches of the chosen company."""
        super().__init__(request, filled)
        branches: Any = Branch.objects.filter(company=request.company, is_active=True)
        self.fields["branch"].queryset = branches.order_by("name")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.initial.update(
            {
                "branch": branches.order_by("pk").first(),
                "language": request.company.language,
                "country": request.company.country,
                "purpose": Address.Purpose.LEGAL,
            }
        )

    def clean(self) -> dict[str, Any]:
        """Prove tax number and IBAN, each beside its field."""
        given = self.cleaned_data
        if given.get("tax_number") and given.get("country"):
            try:
                checked_tax_number(given["country"].upper(), given["tax_number"])
            except Invalid as refusal:
                self.add_error("tax_number", refusal.problems)
        _prove_iban(self)
        return given

    def supplier(self) -> NewSupplier:
        """Return what was filled in."""
        given, address = self.cleaned_data, self.address()
        number, iban = given["tax_number"], given["iban"]
        return NewSupplier(
            given["branch"].pk,
            self.facts(),
            address,
            self.terms(),
            tax_number=TaxNumberFacts(address.country, number) if number else None,
            bank_account=BankAccountFacts(given["legal_name"] or given["name"], iban) if iban else None,
        )


def _prove_iban(form: forms.Form) -> None:
    given = form.cleaned_data
    if not given.get("iban"):
        return
    try:
        checked_iban(given["iban"], given.get("bic", ""))
    except Invalid as refusal:
        form.add_error("iban", refusal.problems)


def _agreed(request: ScopedRequest, account: SupplierAccount | None) -> dict[str, object]:
    if account is None:
        return {"currency": request.company.base_currency, "is_active": True}
    related = ("payment_term", "default_tax_code", "default_expense_account")
    plain = ("currency", "our_customer_number", "is_active")
    return {name: getattr(account, name) for name in plain} | {
        name: getattr(account, f"{name}_id") for name in related
    }
