"""The Celery application: workers and the beat read their settings from Django's."""

from celery import Celery

app = Celery("erp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
