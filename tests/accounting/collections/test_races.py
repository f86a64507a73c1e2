"""Two runs at once. Real transactions, so this test empties the tables afterwards."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounting.collections.models import Reminder
from accounting.collections.operations import run_reminders
from erp.notifications.models import Message
from tests.accounting.collections.conftest import march

RUNS = 4


@pytest.mark.django_db(transaction=True)
def test_runs_that_race_send_each_reminder_once(scope, company, issued):
    for _ in range(6):
        issued(issue_date=march(1))
    start = Barrier(RUNS)

    def run(_number):
        start.wait(timeout=20)
        try:
            today = datetime.date(2026, 4, 7)
            return run_reminders(scope, company_id=company.pk, today=today).count
        finally:
            connection.close()

    with ThreadPoolExecutor(RUNS) as pool:
        counts = list(pool.map(run, range(RUNS)))

    assert (
        sum(counts)
        == Reminder.objects.count()
        == Message.objects.filter(template="reminder").count()
        == 6
    )
    assert not Reminder.objects.filter(message=None).exists()
