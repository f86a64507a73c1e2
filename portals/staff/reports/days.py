"""The days a report speaks of; they stand in the address."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounting.reports.statements import Span
from accounting.reports.trial_balance import year_start
from erp.clock import add_months
from portals.components.badges import Text
from portals.components.forms import DateInput
from portals.gate import ScopedRequest

DAY = datetime.timedelta(days=1)


class DaysForm(forms.Form):
    """From and until, both inclusive; what is no day counts as not given."""

    since = forms.DateField(label=gettext_lazy("From"), widget=DateInput(), required=False)
    until = forms.DateField(label=gettext_lazy("Until"), widget=DateInput(), required=False)

    def __init__(self, given: Mapping[str, Any], since: datetime.date, until: datetime.date) -> None:
        """Fall back to `since` and `until`."""
        known = {"since": since.isoformat(), "until": until.isoformat()}
        super().__init__(known | {name: given[name] for name in self.base_fields if given.get(name)})
        self.fallback = since, until
        self.is_valid()

    def clean(self) -> dict[str, Any]:
        """Refuse days the wrong way round; the fallback counts then."""
        given = self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error(None, _("The first day comes after the last one."))
            given.update(dict.fromkeys(("since", "until")))
        return given

    @property
    def first(self) -> datetime.date:
        """The first day."""
        return self.cleaned_data.get("since") or self.fallback[0]

    @property
    def last(self) -> datetime.date:
        """The last day."""
        return self.cleaned_data.get("until") or self.fallback[1]

    @property
    def span(self) -> Span:
        """Both days."""
        return Span(self.first, self.last)

    def day_fields(self) -> list[forms.BoundField]:
        """Return the fields that hold days."""
        return [self[name] for name, field in self.fields.items() if isinstance(field, forms.DateField)]

    def switches(self) -> list[forms.BoundField]:
        """Return the fields that are on or off."""
        return [
            self[name] for name, field in self.fields.items() if isinstance(field, forms.BooleanField)
        ]


class DayForm(DaysForm):
    """One day only."""

    since = None  # type: ignore[assignment]  # Django's way to take a field away
    until = forms.DateField(label=gettext_lazy("Day"), widget=DateInput(), required=False)


class ComparedDaysForm(DaysForm):
    """Days, and whether those of the year before stand beside them."""

    compare = forms.BooleanField(label=gettext_lazy("Beside the year before"), required=False)

    @property
    def is_compared(self) -> bool:
        """True where the year before is wanted too."""
        return bool(self.cleaned_data.get("compare"))

    @property
    def span_before(self) -> Span | None:
        """The same days a year earlier, where they are wanted; the end of a month stays one."""
        if not self.is_compared:
            return None
        return Span(add_months(self.first, -12), add_months(self.last + DAY, -12) - DAY)


class ComparedDayForm(ComparedDaysForm):
    """One day only, and whether the same day of the year before stands beside it."""

    since = None  # type: ignore[assignment]  # Django's way to take a field away
    until = forms.DateField(label=gettext_lazy("Day"), widget=DateInput(), required=False)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Days that are asked for often, as the tail of an address."""

    label: Text
    query: str
    is_current: bool


def year_to_date[F: DaysForm](form: type[F], request: ScopedRequest) -> F:
    """Return the days asked for, else those of the fiscal year up to the last day asked for."""
    until = _day(request.GET.get("until", "")) or request.today
    return form(request.GET, year_start(request.company.pk, until), until)


def shortcuts(request: ScopedRequest, days: DaysForm) -> list[Shortcut]:
    """Return months and fiscal years to jump to; of a report of one day their ends."""
    month = request.today.replace(day=1)
    year = year_start(request.company.pk, request.today)
    spans = (
        (_("This month"), month, request.today),
        (_("Last month"), add_months(month, -1), month - DAY),
        (_("This year"), year, request.today),
        (_("Last year"), year_start(request.company.pk, year - DAY), year - DAY),
    )
    if "since" not in days.fields:
        ends = (_("Today"), _("End of last month"), _("End of last year"))
        spans_of_one = (spans[0], spans[1], spans[3])
        return [
            _shortcut(days, label, {"until": span[2]})
            for label, span in zip(ends, spans_of_one, strict=True)
        ]
    return [_shortcut(days, label, {"since": first, "until": last}) for label, first, last in spans]


def _shortcut(days: DaysForm, label: Text, wanted: dict[str, datetime.date]) -> Shortcut:
    asked = {name: day.isoformat() for name, day in wanted.items()}
    kept = {field.name: "on" for field in days.switches() if days.cleaned_data.get(field.name)}
    shown = {"since": days.first, "until": days.last}
    is_current = all(shown[name] == day for name, day in wanted.items())
    return Shortcut(label, urlencode(asked | kept), is_current)


def _day(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
