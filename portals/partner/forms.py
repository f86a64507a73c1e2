"""Which days and which units a partner looks at."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from erp.organization.models import Branch
from portals.components.periods import PeriodForm

MONTHS_SHOWN = 12


class TurnoverForm(PeriodForm):
    """A period and one unit or all; without an answer, the last twelve months of all."""

    branch = forms.ChoiceField(
        label=_("Unit"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(self, given: dict[str, str], *, branches: list[Branch], today: datetime.date) -> None:
        """Offer the granted units."""
        super().__init__(given, today=today, months=MONTHS_SHOWN)
        choices: list[tuple[str, Any]] = [("", _("All units"))]
        choices += [(str(branch.public_id), branch.name) for branch in branches]
        field = self.fields["branch"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
