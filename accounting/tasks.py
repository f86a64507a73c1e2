"""Index of this app's tasks, for Celery's loader only."""

from accounting.collections.tasks import send_reminders
from accounting.ledger.tasks import seal_all_books, seal_books

__all__ = ["seal_all_books", "seal_books", "send_reminders"]
