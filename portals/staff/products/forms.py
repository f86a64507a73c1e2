"""Forms about products."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounting.ledger.models import Account
from accounting.taxes.models import TaxCode, TaxDirection
from inventory.catalog.models import Category, Product
from inventory.catalog.operations import ProductDraft
from inventory.catalog.units import UNITS
from portals.components.forms import SearchSelect
from portals.gate import ScopedRequest
from portals.staff.fields import PriceField, QuantityField


class ProductForm(forms.Form):
    """What a product is."""

    code = forms.CharField(label=_("Article number"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=160)
    description = forms.CharField(
        label=_("Description"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Product.Kind.choices)
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())
    unit = forms.ChoiceField(label=_("Unit"), choices=list(UNITS.items()), widget=SearchSelect())
    sales_tax_code = forms.ModelChoiceField(label=_("Tax on sales"), queryset=TaxCode.objects.none())
    revenue_account = forms.ModelChoiceField(
        label=_("Revenue account"), queryset=Account.objects.none(), widget=SearchSelect()
    )
    standard_cost = PriceField(label=_("Standard cost"), required=False)
    reorder_level = QuantityField(label=_("Reorder level"), min_value=0, required=False)
    is_sold = forms.BooleanField(label=_("Is sold"), required=False, initial=True)
    is_active = forms.BooleanField(label=_("Is active"), required=False, initial=True)

    def __init__(
        self, request: ScopedRequest, filled: Any = None, *, product: Product | None = None
    ) -> None:
        """Offer the categories, tax codes and accounts of the chosen company."""
        super().__init__(filled, initial=_values(product))
        self.product = product
        company = request.company
        choices: dict[str, Any] = {
            "category": Category.objects.filter(company=company).order_by("name"),
            "sales_tax_code": TaxCode.objects.filter(
                company=company, direction=TaxDirection.OUTPUT, is_active=True
            ).order_by("code"),
            "revenue_account": Account.objects.filter(
                company=company, type=Account.Type.REVENUE, is_postable=True, is_active=True
            ),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField

    def draft(self) -> ProductDraft:
        """Return what was filled in; what the form does not ask stays as it was."""
        values = self.cleaned_data
        kept = self.product
        return ProductDraft(
            code=values["code"],
            name=values["name"],
            category_id=values["category"].pk,
            sales_tax_code_id=values["sales_tax_code"].pk,
            revenue_account_id=values["revenue_account"].pk,
            unit_code=values["unit"],
            kind=values["kind"],
            description=values["description"],
            purchase_tax_code_id=kept.purchase_tax_code_id if kept else None,
            expense_account_id=kept.expense_account_id if kept else None,
            standard_cost=values["standard_cost"],
            supplier_account_id=kept.supplier_account_id if kept else None,
            reorder_level=values["reorder_level"],
            is_sold=values["is_sold"],
            is_active=values["is_active"],
        )


def _values(product: Product | None) -> dict[str, object]:
    if product is None:
        return {"unit": "C62", "is_sold": True, "is_active": True}
    names = (
        "code", "name", "description", "kind", "standard_cost", "reorder_level", "is_sold", "is_active"
    )  # fmt: skip
    related = ("category", "unit", "sales_tax_code", "revenue_account")
    return {name: getattr(product, name) for name in names} | {
        name: getattr(product, f"{name}_id") for name in related
    }
