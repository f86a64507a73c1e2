"""The form by which a customer is taken up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.customers.operations import NewCustomer
from erp.organization.models import Branch
from erp.parties.models import Address
from portals.gate import ScopedRequest
from portals.staff.customers.forms import TermsForm
from portals.staff.parties.forms import AddressForm, PartyForm


class CustomerForm(PartyForm, AddressForm, TermsForm):
    """A new customer: who, where, and on which terms."""

    branch = forms.ModelChoiceField(label=_("Branch"), queryset=Branch.objects.none())

    field_order = (*PartyForm.base_fields, *AddressForm.base_fields, "branch")

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

    def customer(self) -> NewCustomer:
        """Return what was filled in."""
        return NewCustomer(self.cleaned_data["branch"].pk, self.facts(), self.address(), self.terms())
