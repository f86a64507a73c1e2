"""Forms about periods."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounting.ledger.models import Period
from accounting.ledger.periods import Leave, Locks
from erp.access.models import Grant
from erp.identity.models import User
from portals.components.forms import MomentInput
from portals.gate import ScopedRequest


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


class ExceptionForm(forms.Form):
    """Who may post into a locked period, until when and why."""

    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none())
    expires_at = forms.DateTimeField(label=_("Until"), widget=MomentInput())
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, request: ScopedRequest, filled: Any) -> None:
        """Offer the colleagues who work in the company today."""
        super().__init__(filled)
        inside = Q(company=request.company) | Q(branch__company=request.company)
        held = Grant.objects.in_force(request.today).filter(inside)
        colleagues = User.objects.filter(grants__in=held, is_active=True, is_system=False)
        choices = colleagues.exclude(pk=request.user.pk).distinct().order_by("name")
        self.fields["user"].queryset = choices  # type: ignore[attr-defined]  # a ModelChoiceField

    def leave(self) -> Leave:
        """Return what was filled in."""
        given = self.cleaned_data
        return Leave(given["user"].pk, given["expires_at"], given["reason"])


def locks_of(period: Period) -> dict[str, bool]:
    """Return the locks as they are."""
    return {
        "sales": period.is_sales_locked,
        "purchases": period.is_purchases_locked,
        "tax": period.is_tax_locked,
    }
