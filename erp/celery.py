"""The Celery application: workers and the beat read their settings from Django's."""

from celery import Celery
from celery.schedules import crontab

app = Celery("erp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# What the clock queues, in seconds or by a clock in UTC. Every task named here is safe to run twice.
app.conf.beat_schedule = {
    "heartbeat": {"task": "erp.launch.tasks.heartbeat", "schedule": 10.0},
    "permissions": {
        "task": "erp.access.tasks.refresh_permissions",
        "schedule": crontab(minute="5", hour="0"),
    },
}
