"""The Celery application: workers and the beat read their settings from Django's."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init, worker_ready

from erp.launch import pulse
from erp.launch.startup import refuse_unsafe_login

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings")
app = Celery("erp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# What the clock queues, in seconds or by a clock in UTC. Every task named here is safe to run twice.
app.conf.beat_schedule = {
    "heartbeat": {"task": "erp.launch.tasks.heartbeat", "schedule": 10.0},
    "submissions": {"task": "erp.submissions.tasks.sweep_submissions", "schedule": 60.0},
    "outbox": {"task": "erp.notifications.tasks.sweep_outbox", "schedule": 60.0},
    "reminders": {
        "task": "accounting.collections.tasks.send_reminders",
        "schedule": crontab(minute="10"),
    },
    "seals": {"task": "accounting.ledger.tasks.seal_books", "schedule": 60.0},
    "late seals": {
        "task": "accounting.ledger.tasks.seal_all_books",
        "schedule": crontab(minute="40", hour="1"),
    },
    "roots": {
        "task": "accounting.ledger.tasks.sign_roots",
        "schedule": crontab(minute="55", hour="1"),
    },
    "permissions": {
        "task": "erp.access.tasks.refresh_permissions",
        "schedule": crontab(minute="5", hour="0"),
    },
}


@worker_init.connect
def look_at_login(**_: object) -> None:
    """Refuse to start a worker whose database login may too much."""
    refuse_unsafe_login()


@worker_ready.connect
def show_life(**_: object) -> None:
    """Leave the first stamp at once; the heartbeats leave the others."""
    pulse.stamp("worker")
