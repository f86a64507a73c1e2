"""Celery's way to the outbox."""

from celery import shared_task

from erp import clock
from erp.notifications import delivery

SWEEP_SECONDS = 45  # less than the minute after which the next sweep begins
SWEEP_MESSAGES_MAX = 2000


@shared_task(name="erp.notifications.tasks.deliver")
def deliver(*, public_ids: list[str], **_: object) -> None:
    """Send messages of the outbox; safe to run twice."""
    for message_id in delivery.ids_of(public_ids):
        delivery.send_message(message_id=message_id, now=clock.now())


@shared_task(name="erp.notifications.tasks.sweep_outbox", expires=60)
def sweep_outbox(**_: object) -> None:
    """Each minute: settle the claims of dead workers, and send what waits and is due."""
    began = clock.now()
    delivery.expire_claims(now=began)
    for message_id in delivery.due_ids(now=began, at_most=SWEEP_MESSAGES_MAX):
        now = clock.now()
        if (now - began).total_seconds() > SWEEP_SECONDS:
            return
        delivery.send_message(message_id=message_id, now=now)
