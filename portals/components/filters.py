"""Filters of a list: each reads its own parameters of the address and narrows the rows."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from portals.components import formats
from portals.components.badges import Text

type Parameters = Mapping[str, str]
type Choices = Sequence[tuple[str, Text]]


@dataclass(frozen=True, slots=True)
class Control:
    """What the page draws for a filter: a choice, or the two ends of a range."""

    kind: Literal["choice", "dates"]
    name: str
    label: Text
    value: str = ""
    until: str = ""
    choices: Choices = ()


class Filter(Protocol):
    """Anything that narrows a list by parameters of the address."""

    def names(self) -> tuple[str, ...]:
        """Return the parameters it reads."""

    def condition(self, given: Parameters) -> Q | None:
        """Return what rows must meet; None when nothing sensible was asked."""

    def control(self, given: Parameters) -> Control:
        """Return what the page draws for it."""

    def words(self, given: Parameters) -> str:
        """Return what is asked, in words, for the chip that takes it off again."""


@dataclass(frozen=True, slots=True)
class ChoiceFilter:
    """One of several values; `conditions` replaces the plain comparison where a value needs more."""

    name: str
    label: Text
    choices: Choices | Callable[[], Choices]
    field: str = ""
    conditions: tuple[tuple[str, Q], ...] = ()

    def names(self) -> tuple[str, ...]:
        """Return the one parameter."""
        return (self.name,)

    def condition(self, given: Parameters) -> Q | None:
        """Return the comparison; a value that is no choice asks nothing."""
        value = given.get(self.name, "")
        if value not in dict(self._choices()):
            return None
        return dict(self.conditions).get(value) or Q(**{self.field or self.name: value})

    def control(self, given: Parameters) -> Control:
        """Return a list to choose from."""
        return Control(
            "choice", self.name, self.label, given.get(self.name, ""), choices=self._choices()
        )

    def words(self, given: Parameters) -> str:
        """Return the label of the chosen value."""
        return f"{self.label}: {dict(self._choices())[given[self.name]]}"

    def _choices(self) -> Choices:
        return self.choices() if callable(self.choices) else self.choices


@dataclass(frozen=True, slots=True)
class BooleanFilter:
    """Yes or no about each row; `condition_true` tells when it is yes."""

    name: str
    label: Text
    condition_true: Q

    def names(self) -> tuple[str, ...]:
        """Return the one parameter."""
        return (self.name,)

    def condition(self, given: Parameters) -> Q | None:
        """Return the condition, or its contrary for "no"."""
        return {"yes": self.condition_true, "no": ~self.condition_true}.get(given.get(self.name, ""))

    def control(self, given: Parameters) -> Control:
        """Return yes and no to choose from."""
        choices = (("yes", _("Yes")), ("no", _("No")))
        return Control("choice", self.name, self.label, given.get(self.name, ""), choices=choices)

    def words(self, given: Parameters) -> str:
        """Return the label with the answer."""
        return f"{self.label}: {_('Yes') if given[self.name] == 'yes' else _('No')}"


@dataclass(frozen=True, slots=True)
class DateRangeFilter:
    """Days from and until, inclusive, either may be open; an instant's `field` is `at__date`."""

    name: str
    label: Text
    field: str = ""

    def names(self) -> tuple[str, ...]:
        """Return the parameters of both ends."""
        return (f"{self.name}_from", f"{self.name}_until")

    def condition(self, given: Parameters) -> Q | None:
        """Return the range; what is no day asks nothing."""
        start, end = self._days(given)
        field = self.field or self.name
        condition = Q()
        if start:
            condition &= Q(**{f"{field}__gte": start})
        if end:
            condition &= Q(**{f"{field}__lte": end})
        return condition or None

    def control(self, given: Parameters) -> Control:
        """Return the two ends."""
        start, end = (value.isoformat() if value else "" for value in self._days(given))
        return Control("dates", self.name, self.label, start, end)

    def words(self, given: Parameters) -> str:
        """Return the range in words."""
        start, end = (formats.day(value) if value else "…" for value in self._days(given))
        return f"{self.label}: {start} – {end}"

    def _days(self, given: Parameters) -> tuple[datetime.date | None, datetime.date | None]:
        return _day(given.get(f"{self.name}_from", "")), _day(given.get(f"{self.name}_until", ""))


def _day(text: str) -> datetime.date | None:
    """Return the day a text names; None for anything else, such as 30 February."""
    try:
        return parse_date(text)
    except ValueError:
        return None
