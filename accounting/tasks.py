"""Index of this app's tasks, for Celery's loader only."""

from accounting.collections.tasks import send_reminders

__all__ = ["send_reminders"]
