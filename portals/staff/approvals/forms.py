"""Forms about approvals."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """A yes or a no by the button that was pressed; a no needs its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    decision = forms.ChoiceField(
        choices=(("approve", _("Approve")), ("decline", _("Decline"))), widget=forms.HiddenInput()
    )
