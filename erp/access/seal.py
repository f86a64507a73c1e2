"""The scope as the database reads it: one line of text, sealed so that no query can make one up."""

import hmac
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

LIFETIME_SECONDS = 60  # until the transaction begins; one that has begun keeps its scope


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose rows a door may show: companies, branches, parties and their accounts in the ledger."""

    companies: Iterable[int] = ()
    branches: Iterable[int] = ()
    parties: Iterable[int] = ()
    accounts: Iterable[int] = ()


def sealed(door: str, actor_id: int, reach: Reach) -> str:
    """Return door, actor, reach and expiry with their seal (HMAC-SHA256, RFC 2104) by the door's key."""
    parts = (
        door,
        str(actor_id),
        *map(_array, (reach.companies, reach.branches, reach.parties, reach.accounts)),
        str(int(time.time()) + LIFETIME_SECONDS),
    )
    body = "|".join(parts)
    return f"{body}|{hmac.digest(door_key(door), body.encode(), 'sha256').hex()}"


def door_key(door: str) -> bytes:
    """Return the key of a door; the database holds the same, where no login can read it."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"door:{door}".encode(), "sha256")


def _array(ids: Iterable[int]) -> str:
    return f"{{{','.join(map(str, sorted(ids)))}}}"
