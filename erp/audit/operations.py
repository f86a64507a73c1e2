"""Acts are put on record here, inside the transaction of the act."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Protocol

from django.db import connection
from django.db.models import Model

from erp.audit.models import AuditEvent
from erp.identity.models import User

ADD_ALL = """
INSERT INTO erp_auditevent
    (company_id, branch_id, party_id, actor_id, executor_id, door, action, subject, detail)
SELECT company_id, branch_id, party_id, %s, %s, %s, %s, subject, detail
FROM jsonb_to_recordset(%s::jsonb)
    AS r (company_id bigint, branch_id bigint, party_id bigint, subject text, detail jsonb)
"""


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
    return AuditEvent.objects.create(
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


def record_all(scope: Actor, action: str, subjects: Iterable[tuple[Model, dict[str, object]]]) -> None:
    """Add one row per subject with its detail, by one statement."""
    rows = [
        {
            "company_id": _place_id(subject, "company"),
            "branch_id": _place_id(subject, "branch"),
            "party_id": _place_id(subject, "party"),
            "subject": subject_key(subject),
            "detail": detail,
        }
        for subject, detail in subjects
    ]
    executor_id = scope.executor.pk if scope.executor else None
    with connection.cursor() as cursor:
        cursor.execute(
            ADD_ALL, [scope.actor.pk, executor_id, scope.door, action, json.dumps(rows, default=str)]
        )


def subject_key(subject: Model) -> str:
    """Return how records are named in the trail, in messages and in sources: "invoice:42"."""
    return f"{subject._meta.model_name}:{subject.pk}"


def _place_id(subject: Model, place: str) -> int | None:
    if subject._meta.model_name == place:
        return int(subject.pk)
    value: int | None = getattr(subject, f"{place}_id", None)
    return value
