"""What can be done, offered to those who may: one way for every page."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model
from django.urls import reverse

from portals.components.badges import Text
from portals.components.figures import Action
from portals.gate import ScopedRequest
from portals.staff.rows import may, may_somewhere


@dataclass(frozen=True, slots=True)
class Offer:
    """
    An act behind `permission`: the name of its address, its word and icon.

    `query` is the tail of the address, `key` what stands in it in place of the subject's public id;
    `posts` and `confirm` are as in `Action`.
    """

    permission: str
    name: str
    label: Text
    icon: str = ""
    query: str = ""
    posts: bool = False
    confirm: Text = ""
    key: str = ""


def offers(
    request: ScopedRequest, candidates: Iterable[Offer], subject: Model | None = None
) -> tuple[Action, ...]:
    """
    Return the acts that the reader may do on `subject` (without one: anywhere); the last is primary.

    An offer without `query` on a subject leads to the subject's own address of that name.
    """
    held = [each for each in candidates if _holds(request, each, subject)]
    return tuple(
        Action(
            each.label,
            _url(each, subject),
            each.icon,
            posts=each.posts,
            is_primary=each is held[-1],
            confirm=each.confirm,
        )
        for each in held
    )


def _holds(request: ScopedRequest, offer: Offer, subject: Model | None) -> bool:
    if subject is None:
        return may_somewhere(request, offer.permission)
    return may(request, offer.permission, subject)


def _url(offer: Offer, subject: Model | None) -> str:
    public_id: UUID | None = getattr(subject, "public_id", None) if not offer.query else None
    key = offer.key or public_id
    return reverse(f"staff:{offer.name}", args=[key] if key else []) + offer.query
