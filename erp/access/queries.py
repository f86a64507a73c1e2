"""What somebody may do on a day, read from the grants."""

import datetime
from collections.abc import Iterator

from django.db.models import Q, QuerySet

from erp.access.models import Grant, GrantQuerySet
from erp.access.scope import PLACES, Granted, Place, Scope
from erp.identity.models import User
from erp.organization.models import Branch, Company
from erp.parties.models import Party

PLACE_MODELS: dict[Place, type[Company] | type[Branch] | type[Party]] = {
    "company": Company,
    "branch": Branch,
    "party": Party,
}
# At these doors only grants on these kinds of place count.
OUTSIDE_DOORS: dict[str, tuple[Place, ...]] = {
    "customer": ("party",),
    "supplier": ("party",),
    "partner": ("company", "branch"),
}


def scope_of(user: User, *, door: str, on: datetime.date, executor: User | None = None) -> Scope:
    """
    Return the scope of `user` at `door` on the day `on`, by one SQL statement.

    Grants count at the door they open: who works here and buys here as well sees nothing as staff that
    was granted to them as a customer, and at the customer door nothing that was granted to staff.
    """
    grants = Grant.objects.in_force(on).filter(user=user, user__is_active=True)
    rows = grants.select_related("role").order_by("pk")
    found = (granted for grant in rows if counts_at(grant, door) for granted in unfolded(grant))
    return Scope(user, door, tuple(found), executor)


def counts_at(grant: Grant, door: str) -> bool:
    """
    Say whether a grant counts at a door: a role at the doors it may enter, a permission where it stands.

    Doors that serve everybody, such as the API, count every grant.
    """
    permissions = grant.role.permissions if grant.role else []
    opened = {each for each in permissions if each.startswith("portals.enter_")}
    if door == "staff":
        return not opened or "portals.enter_staff" in opened
    if door not in OUTSIDE_DOORS:
        return True
    if grant.role and f"portals.enter_{door}" not in opened:
        return False
    return place_of(grant)[0] in OUTSIDE_DOORS[door]


def unfolded(grant: Grant) -> Iterator[Granted]:
    """Return each permission that a grant gives, with its place and reason."""
    place, place_id = place_of(grant)
    because = str(grant)
    for permission in grant.role.permissions if grant.role else [grant.permission]:
        yield Granted(permission, place, place_id, because)


def place_of(grant: Grant) -> tuple[Place, int]:
    """Return the kind and the id of the one place that a grant stands on."""
    return next((place, i) for place in PLACES if (i := getattr(grant, f"{place}_id")) is not None)


def grants_at(company: Company) -> GrantQuerySet:
    """Return every grant, past, present and to come, that a company's administrator answers for."""
    place = Q(company=company) | Q(branch__company=company) | Q(party__group=company.group_id)
    return Grant.objects.filter(place)


def users_at(company: Company) -> QuerySet[User]:
    """Return everybody who holds, held or will hold a right that `grants_at` names."""
    return User.objects.filter(pk__in=grants_at(company).values("user"), is_system=False)
