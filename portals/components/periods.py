"""Between which days one looks."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.clock import add_months
from portals.components.forms import DateInput


class PeriodForm(forms.Form):
    """Two days, both inclusive; the last `months` months, this one among them, when nothing is asked."""

    start_date = forms.DateField(
        label=gettext_lazy("From"), widget=DateInput(attrs={"class": "form-control"})
    )
    end_date = forms.DateField(
        label=gettext_lazy("Until"), widget=DateInput(attrs={"class": "form-control"})
    )

    def __init__(self, given: Mapping[str, str], *, today: datetime.date, months: int) -> None:
        """Fill in the usual days for those that are not asked."""
        first = add_months(today.replace(day=1), 1 - months)
        usual = {"start_date": first.isoformat(), "end_date": today.isoformat()}
        super().__init__(usual | {name: given[name] for name in self.base_fields if given.get(name)})

    def clean(self) -> dict[str, Any]:
        """Refuse days that run backwards."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", _("The end lies before the start."))
        return cleaned
