"""Index of this app's tasks, for Celery's loader only."""
