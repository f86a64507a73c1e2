"""Index of this app's tasks, for Celery's loader only."""

from erp.access.tasks import refresh_permissions
from erp.launch.tasks import heartbeat

__all__ = ["heartbeat", "refresh_permissions"]
