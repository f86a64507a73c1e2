"""The fiscal years of the company with their periods, as their page shows them."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.ledger.models import FiscalYear, Period, PeriodException
from portals.components import formats
from portals.components.badges import Badge
from portals.components.figures import Action
from portals.gate import ScopedRequest
from portals.staff.rows import may


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One period with its days, how it stands, who may post in spite of its locks, what can be done."""

    name: str
    days: str
    badges: tuple[Badge, ...]
    notes: tuple[str, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class YearRow:
    """One fiscal year with the address of its page, how it stands and its periods, newest first."""

    name: str
    url: str
    badge: Badge
    periods: tuple[PeriodRow, ...]


def year_rows(
    request: ScopedRequest, periods: Sequence[Period], now: datetime.datetime
) -> list[YearRow]:
    """Return periods, which come year by year, under their years; one statement for exceptions."""
    exceptions: dict[int, list[PeriodException]] = defaultdict(list)
    in_force = PeriodException.objects.filter(period__in=periods, expires_at__gt=now)
    for each in in_force.select_related("user").order_by("expires_at"):
        exceptions[each.period_id].append(each)
    return [
        YearRow(
            year.name,
            reverse("staff:year", args=[year.name]),
            year_badge(year),
            tuple(_period(request, period, exceptions[period.pk]) for period in found),
        )
        for year, found in groupby(periods, key=lambda period: period.fiscal_year)
    ]


def year_badge(year: FiscalYear) -> Badge:
    """Return how a year stands."""
    return Badge(_("Closed"), "gray") if year.is_closed else Badge(_("Open"), "green")


def _period(request: ScopedRequest, period: Period, exceptions: Sequence[PeriodException]) -> PeriodRow:
    return PeriodRow(
        period.name,
        f"{formats.day(period.start_date)} – {formats.day(period.end_date)}",
        _badges(period),
        tuple(
            _("%(name)s may post until %(moment)s")
            % {"name": each.user, "moment": formats.moment(each.expires_at)}
            for each in exceptions
        ),
        _actions(request, period),
    )


def _badges(period: Period) -> tuple[Badge, ...]:
    if period.is_closed:
        return (Badge(_("Closed"), "gray"),)
    locks = (
        (period.is_sales_locked, _("Sales locked")),
        (period.is_purchases_locked, _("Purchases locked")),
        (period.is_tax_locked, _("Tax locked")),
    )
    locked = tuple(Badge(label, "orange") for is_locked, label in locks if is_locked)
    return (Badge(_("Open"), "green"), *locked)


def _actions(request: ScopedRequest, period: Period) -> tuple[Action, ...]:
    actions = []
    may_lock = not period.is_closed and may(request, "accounting.lock_period", period)
    if may_lock and (period.is_sales_locked or period.is_purchases_locked or period.is_tax_locked):
        url = reverse("staff:period_exception", args=[period.name])
        actions.append(Action(_("Exception"), url, "user-check"))
    if may_lock:
        actions.append(Action(_("Locks"), reverse("staff:period_lock", args=[period.name]), "lock"))
    if may(request, "accounting.close_period", period):
        actions += _closing(period)
    return tuple(actions)


def _closing(period: Period) -> list[Action]:
    if not period.is_closed:
        url = reverse("staff:period_close", args=[period.name])
        question = _("Close period %(name)s? It takes no more entries.") % {"name": period.name}
        return [Action(_("Close"), url, posts=True, confirm=question)]
    if period.fiscal_year.is_closed:
        return []  # the periods of a closed year stay closed
    return [Action(_("Reopen"), reverse("staff:period_reopen", args=[period.name]))]
