"""What the clock asks of the worker, to see whether both are there."""

from celery import shared_task

from erp.launch import pulse


@shared_task(name="erp.launch.tasks.heartbeat", expires=30)
def heartbeat(**_: object) -> None:
    """Leave a stamp that shows that a worker takes up what the clock queues."""
    pulse.stamp("worker")
