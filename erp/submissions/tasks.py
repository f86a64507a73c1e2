"""Celery's way to what the outside asked for."""

import datetime

from celery import shared_task

from erp.clock import now
from erp.submissions import execution

GRACE = datetime.timedelta(seconds=10)  # how long the message of a fresh submission may be on its way


@shared_task
def take_up(*, submission_id: int, **_: object) -> None:
    """Carry out one submission; an error of ours is counted and raised."""
    try:
        execution.take_up(submission_id=submission_id, now=now())
    except Exception:
        execution.note_failure(submission_id=submission_id, now=now())
        raise


@shared_task
def sweep_submissions(**_: object) -> None:
    """Each minute: queue again what no worker has answered."""
    for submission_id in execution.received_ids(before=now() - GRACE):
        take_up.delay(submission_id=submission_id)
