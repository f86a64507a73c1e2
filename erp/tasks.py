"""Index of this app's tasks, for Celery's loader only."""

from erp.access.tasks import refresh_permissions
from erp.launch.tasks import heartbeat
from erp.notifications.tasks import deliver, sweep_outbox
from erp.submissions.tasks import sweep_submissions, take_up

__all__ = ["deliver", "heartbeat", "refresh_permissions", "sweep_outbox", "sweep_submissions", "take_up"]
