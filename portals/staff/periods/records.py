"""The periods of the company as their page shows them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.ledger.models import Period
from portals.components import formats
from portals.components.badges import Badge
from portals.components.figures import Action
from portals.gate import ScopedRequest
from portals.staff.rows import may


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One period with its days, how it stands and what can be done."""

    name: str
    year: str
    days: str
    badges: tuple[Badge, ...]
    actions: tuple[Action, ...]


def period_row(request: ScopedRequest, period: Period) -> PeriodRow:
    """Return a period as a row."""
    return PeriodRow(
        period.name,
        period.fiscal_year.name,
        f"{formats.day(period.start_date)} – {formats.day(period.end_date)}",
        _badges(period),
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
    if not period.is_closed and may(request, "accounting.lock_period", period):
        actions.append(Action(_("Locks"), reverse("staff:period_lock", args=[period.name]), "lock"))
    if may(request, "accounting.close_period", period):
        if period.is_closed:
            url = reverse("staff:period_reopen", args=[period.name])
            actions.append(Action(_("Reopen"), url))
        else:
            url = reverse("staff:period_close", args=[period.name])
            question = _("Close period %(name)s? It takes no more entries.") % {"name": period.name}
            actions.append(Action(_("Close"), url, posts=True, confirm=question))
    return tuple(actions)
