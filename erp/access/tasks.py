"""Grants begin and end by date: the derived rows follow once a day."""

from celery import shared_task

from erp import clock
from erp.access.permissions import derive_permissions


@shared_task(name="erp.access.tasks.refresh_permissions")
def refresh_permissions(**_: object) -> None:
    """Make guardian's rows equal to what is granted today; safe to repeat."""
    derive_permissions(on=clock.now().date())
