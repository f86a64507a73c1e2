"""What somebody may do on a day, read from the grants."""

import datetime
from collections.abc import Iterator

from erp.access.decisions import PLACES
from erp.access.models import Grant
from erp.access.scope import Granted, Scope
from erp.identity.models import User

OUTSIDE_DOORS = ("customer", "supplier", "partner")


def scope_of(user: User, *, door: str, on: datetime.date, executor: User | None = None) -> Scope:
    """
    Return the scope of `user` at `door` on the day `on`, by one SQL statement.

    Grants count at the door they open: who works here and buys here as well sees nothing as staff that
    was granted to them as a customer, and at the customer door nothing that was granted to staff.
    """
    grants = Grant.objects.in_force(on).filter(user=user, user__is_active=True)
    rows = grants.select_related("role").order_by("pk")
    granted = tuple(granted for grant in rows for granted in _unfold(grant))
    return Scope(user, door, _at_door(door, granted), executor)


def _at_door(door: str, granted: tuple[Granted, ...]) -> tuple[Granted, ...]:
    opened = {(each.permission, each.place, each.place_id) for each in granted}
    if door in OUTSIDE_DOORS:
        own = f"portals.enter_{door}"
        return tuple(each for each in granted if (own, each.place, each.place_id) in opened)
    if door != "staff":
        return granted
    outside = {
        (place, place_id)
        for permission, place, place_id in opened
        if permission.removeprefix("portals.enter_") in OUTSIDE_DOORS
        and ("portals.enter_staff", place, place_id) not in opened
    }
    return tuple(each for each in granted if (each.place, each.place_id) not in outside)


def _unfold(grant: Grant) -> Iterator[Granted]:
    place, place_id = next((p, i) for p in PLACES if (i := getattr(grant, f"{p}_id")) is not None)
    for permission in grant.role.permissions if grant.role else [grant.permission]:
        yield Granted(permission, place, place_id, because=str(grant))
