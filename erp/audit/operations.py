"""Acts are put on record here, inside the transaction of the act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.db.models import Model

from erp.audit.models import AuditEvent
from erp.identity.models import User


class Actor(Protocol):
    """The part of a scope that the trail keeps."""

    @property
    def actor(self) -> User: ...
    @property
    def executor(self) -> User | None: ...
    @property
    def door(self) -> str: ...


def record(scope: Actor, action: str, subject: Model, **detail: object) -> AuditEvent:
    """
    Add one row to the trail: `action` is noun and participle ("invoice.issued"), `subject` the row.

    Company, branch and party are copied from the subject where it carries them. `detail` holds plain
    JSON values: numbers and ids as text, no free text about people.
    """
    event = event_of(scope, action, subject, detail)
    event.save(force_insert=True)
    return event


def record_all(scope: Actor, action: str, subjects: Iterable[tuple[Model, dict[str, object]]]) -> None:
    """Add one row per subject with its detail, by one statement."""
    AuditEvent.objects.bulk_create(
        event_of(scope, action, subject, detail) for subject, detail in subjects
    )


def event_of(scope: Actor, action: str, subject: Model, detail: dict[str, object]) -> AuditEvent:
    """Return a row of the trail that is not saved yet."""
    return AuditEvent(
        actor=scope.actor,
        executor=scope.executor,
        door=scope.door,
        action=action,
        subject=subject_key(subject),
        company_id=_place_id(subject, "company"),
        branch_id=_place_id(subject, "branch"),
        party_id=_place_id(subject, "party"),
        detail=detail,
    )


def subject_key(subject: Model) -> str:
    """Return how records are named in the trail, in messages and in sources: "invoice:42"."""
    return f"{subject._meta.model_name}:{subject.pk}"


def _place_id(subject: Model, place: str) -> int | None:
    if subject._meta.model_name == place:
        return int(subject.pk)
    value: int | None = getattr(subject, f"{place}_id", None)
    return value
