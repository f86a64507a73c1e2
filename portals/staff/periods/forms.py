"""Forms about periods."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounting.ledger.models import Period
from accounting.ledger.periods import Locks


class LocksForm(forms.Form):
    """Which entries an open period still takes."""

    sales = forms.BooleanField(label=_("Locked for sales"), required=False)
    purchases = forms.BooleanField(label=_("Locked for purchases"), required=False)
    tax = forms.BooleanField(label=_("Locked for tax"), required=False)

    def locks(self) -> Locks:
        """Return what was filled in."""
        return Locks(**self.cleaned_data)


class ReopenForm(forms.Form):
    """Why a closed period is opened again."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


def locks_of(period: Period) -> dict[str, bool]:
    """Return the locks as they are."""
    return {
        "sales": period.is_sales_locked,
        "purchases": period.is_purchases_locked,
        "tax": period.is_tax_locked,
    }
