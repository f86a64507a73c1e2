"""Index of this app's tasks, for Celery's loader only."""

from erp.launch.tasks import heartbeat

__all__ = ["heartbeat"]
