"""Forms about customers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounting.currencies.models import Currency
from accounting.ledger.models import PaymentTerm
from accounting.receivables.models import CustomerAccount
from accounting.receivables.operations.customers import CustomerTerms
from accounting.taxes.models import TaxCode, TaxDirection
from crm.customers.models import Activity
from crm.customers.operations import NewActivity
from erp.clock import now
from erp.identity.models import User
from portals.components.forms import DecimalField, SearchSelect
from portals.gate import ScopedRequest
from portals.staff.rows import visible


class NoteForm(forms.Form):
    """A call, visit or note, as it is written down while the customer is on the phone."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Activity.Kind.choices)
    text = forms.CharField(label=_("What was said"), widget=forms.Textarea(attrs={"rows": 2}))

    def activity(self, account: CustomerAccount) -> NewActivity:
        """Return what was filled in, as of now."""
        return NewActivity(account.pk, self.cleaned_data["kind"], self.cleaned_data["text"], now())


class ChoiceForm(forms.Form):
    """Whom an act is for; the choice stands in the address, so that it can be kept as a link."""

    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=CustomerAccount.objects.none(),
        widget=SearchSelect(),
        to_field_name="public_id",
    )

    def __init__(self, request: ScopedRequest) -> None:
        """Offer the active customers the reader may see."""
        super().__init__()
        rows = visible(request, CustomerAccount).filter(is_active=True).select_related("party")
        self.fields["customer"].queryset = rows.order_by("party__sort_name", "pk")  # type: ignore[attr-defined]  # a ModelChoiceField


class TermsForm(forms.Form):
    """What is agreed with a customer; the limit is in the company's own currency."""

    payment_term = forms.ModelChoiceField(label=_("Payment terms"), queryset=PaymentTerm.objects.none())
    currency = forms.ChoiceField(label=_("Currency"))
    default_tax_code = forms.ModelChoiceField(
        label=_("Tax"), queryset=TaxCode.objects.none(), required=False
    )
    credit_limit = DecimalField(
        label=_("Credit limit"), min_value=0, max_digits=19, decimal_places=2, required=False
    )
    salesperson = forms.ModelChoiceField(
        label=_("Salesperson"), queryset=User.objects.none(), required=False
    )
    requires_order_number = forms.BooleanField(
        label=_("Invoices need the customer's order number"), required=False
    )
    is_reminded = forms.BooleanField(label=_("Receives reminders"), required=False)
    is_active = forms.BooleanField(label=_("Is active"), required=False)

    def __init__(
        self, request: ScopedRequest, filled: Any = None, *, account: CustomerAccount | None = None
    ) -> None:
        """Offer the terms, currencies and tax codes of the chosen company."""
        super().__init__(filled, initial=_agreed(request, account))
        company = request.company
        choices: dict[str, Any] = {
            "payment_term": PaymentTerm.objects.filter(company=company, is_active=True),
            "default_tax_code": TaxCode.objects.filter(
                company=company, direction=TaxDirection.OUTPUT, is_active=True
            ),
            "salesperson": User.objects.filter(
                grants__company=company, is_active=True, is_system=False
            ).distinct(),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows.order_by("pk")  # type: ignore[attr-defined]  # a ModelChoiceField
        codes = Currency.objects.order_by("code").values_list("code", flat=True)
        known = {company.base_currency, *codes}
        self.fields["currency"].choices = [(code, code) for code in sorted(known)]  # type: ignore[attr-defined]  # a ChoiceField

    def terms(self) -> CustomerTerms:
        """Return what was filled in."""
        given = self.cleaned_data
        tax_code, salesperson = given["default_tax_code"], given["salesperson"]
        return CustomerTerms(
            payment_term_id=given["payment_term"].pk,
            currency=given["currency"],
            default_tax_code_id=tax_code.pk if tax_code else None,
            credit_limit=given["credit_limit"],
            requires_order_number=given["requires_order_number"],
            is_reminded=given["is_reminded"],
            is_active=given["is_active"],
            salesperson_id=salesperson.pk if salesperson else None,
        )


def _agreed(request: ScopedRequest, account: CustomerAccount | None) -> dict[str, object]:
    if account is None:
        return {"currency": request.company.base_currency, "is_reminded": True, "is_active": True}
    related = ("payment_term", "default_tax_code", "salesperson")
    plain = ("currency", "credit_limit", "requires_order_number", "is_reminded", "is_active")
    return {name: getattr(account, name) for name in plain} | {
        name: getattr(account, f"{name}_id") for name in related
    }
