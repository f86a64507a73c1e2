"""Acts are put on record here, inside the transaction of the act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.db.models import Model

from erp.identity.models import User
from erp.writes import rows_of, write

ADD = "SELECT record_events(%s)"  # a function of the database (migration 0004)


class Actor(Protocol):
    """The part of a scope that the trail keeps."""

    @property
    def actor(self) -> User: ...
    @property
    def executor(self) -> User | None: ...
    @property
    def door(self) -> str: ...


def record(scope: Actor, action: str, subject: Model, **detail: object) -> None:
    """
    Add one row to the trail: `action` is noun and participle ("invoice.issued"), `subject` the row.

    Company, branch and party are copied from the subject where it carries them. `detail` holds plain
    JSON values: numbers and ids as text, no free text about people.
    """
    record_all(scope, action, [(subject, detail)])


def record_all(scope: Actor, action: str, subjects: Iterable[tuple[Model, dict[str, object]]]) -> None:
    """Add one row per subject with its detail, by one statement."""
    by_whom = {
        "actor_id": scope.actor.pk,
        "executor_id": scope.executor.pk if scope.executor else None,
        "door": scope.door,
        "action": action,
    }
    rows = [
        {
            "company_id": _place_id(subject, "company"),
            "branch_id": _place_id(subject, "branch"),
            "party_id": _place_id(subject, "party"),
            "subject": subject_key(subject),
            "detail": detail,
            **by_whom,
        }
        for subject, detail in subjects
    ]
    write(ADD, [rows_of(rows)])


def subject_key(subject: Model) -> str:
    """Return how records are named in the trail, in messages and in sources: "invoice:42"."""
    return f"{subject._meta.model_name}:{subject.pk}"


def _place_id(subject: Model, place: str) -> int | None:
    if subject._meta.model_name == place:
        return int(subject.pk)
    value: int | None = getattr(subject, f"{place}_id", None)
    return value
