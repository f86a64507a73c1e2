"""What somebody may do on a day, read from the grants."""

import datetime
from collections.abc import Iterator

from erp.access.decisions import PLACES
from erp.access.models import Grant
from erp.access.scope import Granted, Scope
from erp.identity.models import User


def scope_of(user: User, *, door: str, on: datetime.date, executor: User | None = None) -> Scope:
    """Return the scope of `user` at `door` on the day `on`, by one SQL statement."""
    grants = Grant.objects.in_force(on).filter(user=user, user__is_active=True)
    rows = grants.select_related("role").order_by("pk")
    return Scope(user, door, tuple(granted for grant in rows for granted in _unfold(grant)), executor)


def _unfold(grant: Grant) -> Iterator[Granted]:
    place, place_id = next((p, i) for p in PLACES if (i := getattr(grant, f"{p}_id")) is not None)
    for permission in grant.role.permissions if grant.role else [grant.permission]:
        yield Granted(permission, place, place_id, because=str(grant))
