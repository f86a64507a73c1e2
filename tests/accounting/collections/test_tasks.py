"""The clock runs the reminders in each company's morning."""

import datetime

import pytest

from accounting.collections.models import Reminder
from accounting.collections.tasks import companies_in_the_morning, send_reminders
from erp.audit.models import AuditEvent


@pytest.mark.parametrize(
    ("hour", "is_morning"), [(5, False), (6, True), (9, True), (10, False), (22, False)]
)
def test_morning_is_by_the_clock_of_the_company(company, hour, is_morning):
    # Berlin is two hours ahead of UTC in summer: 8 to 12 there is 6 to 10
    now = datetime.datetime(2026, 7, 1, hour, 30, tzinfo=datetime.UTC)

    assert companies_in_the_morning(now) == ([company] if is_morning else [])


def test_the_task_runs_once_a_morning_as_a_system_user(late, time_machine_at):
    with time_machine_at("2026-04-07T06:10:00+00:00"):
        send_reminders()
        send_reminders()

    assert Reminder.objects.count() == 1
    event = AuditEvent.objects.get(action="reminders.queued")
    assert (event.actor.is_system, event.door) == (True, "system")


def test_at_night_the_task_does_nothing(late, time_machine_at):
    with time_machine_at("2026-04-07T01:10:00+00:00"):
        send_reminders()

    assert not Reminder.objects.exists()
