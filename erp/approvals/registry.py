"""Which kinds of act may wait for approval, and what happens when somebody decides."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from erp.access.scope import Scope
from erp.approvals.models import ApprovalRequest

type Reaction = Callable[[Scope, ApprovalRequest, datetime.datetime], None]


@dataclass(frozen=True, slots=True)
class ApprovalKind:
    """
    A kind of act that can wait, and the two reactions to a decision.

    They run in the transaction of the decision, in the scope of who decided, and may raise `Refused`,
    which leaves the request waiting.
    """

    name: str
    on_approved: Reaction
    on_declined: Reaction


_kinds: dict[str, ApprovalKind] = {}


def register(kind: ApprovalKind) -> None:
    """Make a kind known; apps do so in their `subscriptions.py`."""
    _kinds[kind.name] = kind


def kind_named(name: str) -> ApprovalKind:
    """Return the kind registered under `name`."""
    return _kinds[name]
