"""Who is asking, through which door, with which rights: one frozen value, computed once per request."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from erp.identity.models import User

type Place = Literal["company", "branch", "party"]

PLACES: tuple[Place, ...] = ("company", "branch", "party")


@dataclass(frozen=True, slots=True)
class Granted:
    """One permission on one company, branch or party, and the grant that gave it."""

    permission: str
    place: Place
    place_id: int
    because: str


@dataclass(frozen=True)
class Scope:
    """
    What `actor` may do at `door`, and where. A permission counts only at the place it was granted on.

    `executor` is the system user that carries out what the actor submitted earlier. At the doors of
    customers and suppliers `house_ids` are the companies they deal with, and `account_ids` their
    accounts in the ledger.
    """

    actor: User
    door: str
    granted: tuple[Granted, ...]
    executor: User | None = field(default=None)
    house_ids: frozenset[int] = frozenset()
    account_ids: frozenset[int] = frozenset()

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Every permission held anywhere, for menus and doors; acts and reads ask with a place."""
        return frozenset(granted.permission for granted in self.granted)

    @cached_property
    def _ids(self) -> dict[tuple[str, str], frozenset[int]]:
        found: dict[tuple[str, str], set[int]] = {}
        for granted in self.granted:
            for permission in (granted.permission, ""):
                found.setdefault((granted.place, permission), set()).add(granted.place_id)
        return {key: frozenset(ids) for key, ids in found.items()}

    def ids(self, place: Place, permission: str = "") -> frozenset[int]:
        """Return the places of a kind on which `permission` is held; without one, on which any is."""
        return self._ids.get((place, permission), frozenset())
