"""Which days and which units a partner looks at."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from erp.clock import add_months
from erp.organization.models import Branch

MONTHS_SHOWN = 12
_DAY = forms.DateInput(attrs={"type": "date", "class": "form-control"})


class TurnoverForm(forms.Form):
    """A period, both days inclusive, and one unit or all; without an answer, the last twelve months."""

    start_date = forms.DateField(label=_("From"), widget=_DAY)
    end_date = forms.DateField(label=_("Until"), widget=_DAY)
    branch = forms.ChoiceField(
        label=_("Unit"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(self, given: dict[str, str], *, branches: list[Branch], today: datetime.date) -> None:
        """Offer the granted units; what is not asked falls back to the last twelve months."""
        first = add_months(today.replace(day=1), 1 - MONTHS_SHOWN)
        usual = {"start_date": first.isoformat(), "end_date": today.isoformat(), "branch": ""}
        super().__init__(usual | {name: given[name] for name in usual if given.get(name)})
        choices: list[tuple[str, Any]] = [("", _("All units"))]
        choices += [(str(branch.public_id), branch.name) for branch in branches]
        field = self.fields["branch"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse days that run backwards."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", _("The end lies before the start."))
        return cleaned
