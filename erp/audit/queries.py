"""The trail, as people read it."""

import datetime
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from erp.audit.models import AuditEvent
from erp.audit.operations import subject_key


@dataclass(frozen=True, slots=True)
class Act:
    """One act: who did what to which record, when, by which door, and what stands beside it."""

    at: datetime.datetime
    who: str
    executor: str
    door: str
    action: str
    subject: str
    detail: dict[str, object]


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """Which part of the trail; what is left empty does not narrow it. Days are inclusive, in UTC."""

    company_ids: frozenset[int]
    actor_id: int | None = None
    action: str = ""
    subject: str = ""
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None


def trail(wanted: TrailFilter) -> QuerySet[AuditEvent]:
    """Return the acts in the companies named, newest first; the door has decided which those are."""
    found = AuditEvent.objects.filter(company_id__in=wanted.company_ids).select_related(
        "actor", "executor"
    )
    if wanted.actor_id:
        found = found.filter(actor_id=wanted.actor_id)
    if wanted.action:
        found = found.filter(action__startswith=wanted.action)
    if wanted.subject:
        found = found.filter(subject=wanted.subject)
    if wanted.first_day:
        found = found.filter(recorded_at__gte=_midnight(wanted.first_day))
    if wanted.last_day:
        found = found.filter(recorded_at__lt=_midnight(wanted.last_day + datetime.timedelta(days=1)))
    return found.order_by("-pk")


def history_of(record: Model, *, at_most: int = 100) -> list[Act]:
    """Return what was done to a record, newest first, from whichever company it was done."""
    found = AuditEvent.objects.filter(subject=subject_key(record)).select_related("actor", "executor")
    return [act_of(event) for event in found.order_by("-pk")[:at_most]]


def act_of(event: AuditEvent) -> Act:
    """Return a row of the trail as plain values."""
    return Act(
        at=event.recorded_at,
        who=str(event.actor),
        executor=str(event.executor) if event.executor else "",
        door=event.door,
        action=event.action,
        subject=event.subject,
        detail=event.detail,
    )


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(0), datetime.UTC)
