"""The days a report speaks of; they stand in the address."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portals.components.forms import DateInput


class DaysForm(forms.Form):
    """From and until, both inclusive; what is no day counts as not given."""

    since = forms.DateField(label=_("From"), widget=DateInput(), required=False)
    until = forms.DateField(label=_("Until"), widget=DateInput(), required=False)

    def __init__(self, given: Mapping[str, Any], since: datetime.date, until: datetime.date) -> None:
        """Fall back to `since` and `until`."""
        known = {"since": since.isoformat(), "until": until.isoformat()}
        super().__init__(known | {name: given[name] for name in known if given.get(name)})
        self.fallback = since, until
        self.is_valid()

    @property
    def first(self) -> datetime.date:
        """The first day."""
        return self.cleaned_data.get("since") or self.fallback[0]

    @property
    def last(self) -> datetime.date:
        """The last day."""
        return self.cleaned_data.get("until") or self.fallback[1]


class DayForm(DaysForm):
    """One day only."""

    since = None  # type: ignore[assignment]  # Django's way to take a field away
