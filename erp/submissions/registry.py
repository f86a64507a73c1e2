"""Which acts the outside may ask for, and how each is understood and carried out."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from erp.access.scope import Scope
from erp.errors import Invalid
from erp.submissions.models import Submission


class Payload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    The base of every payload: strictly typed, unknown keys refused.

    Decimals, dates and UUIDs arrive as text. Bound every text and list by `msgspec.Meta`.
    """


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an act: words for the submitter, the record it made, and whether it still waits."""

    answer: str
    result: str = ""
    is_waiting: bool = False


type Handler[P: Payload] = Callable[[Scope, Submission, P, datetime.datetime], Outcome]


@dataclass(frozen=True, slots=True)
class SubmissionKind[P: Payload]:
    """
    A kind of act: the shape of its payload, the permission it needs on the party, and the handler.

    The handler runs in the submitter's scope, resolves each id by `visible_to`, and calls one operation.
    """

    name: str
    schema: type[P]
    permission: str
    handler: Handler[P]


_kinds: dict[str, SubmissionKind[Any]] = {}


def register[P: Payload](kind: SubmissionKind[P]) -> None:
    """Make a kind known; apps do so in their `subscriptions.py`."""
    _kinds[kind.name] = kind


def kind_named(name: str) -> SubmissionKind[Any]:
    """Return the kind registered under `name`."""
    return _kinds[name]


def registered_kinds() -> list[SubmissionKind[Any]]:
    """Return all kinds by name; tests go over them."""
    return [_kinds[name] for name in sorted(_kinds)]


def understood[P: Payload](kind: SubmissionKind[P], payload: dict[str, Any]) -> P:
    """
    Return the payload as the kind's own type.

    :raises Invalid: naming the place that does not fit
    """
    try:
        return msgspec.convert(payload, kind.schema)
    except msgspec.ValidationError as error:
        raise Invalid([str(error)]) from error
