"""Which reminders are due on which day."""

import datetime

import pytest

from accounting.collections.decision import due_reminders
from accounting.collections.models import DunningLevel, Reminder
from accounting.collections.operations import LevelDraft, LevelsOverlap, set_dunning_levels
from accounting.receivables.models import CustomerAccount
from erp.access.decisions import AccessDenied
from erp.audit.models import AuditEvent
from erp.notifications.models import Message
from tests.accounting.collections.conftest import march


def sent():
    return [
        (reminder.level.delay_days, reminder.due_date, reminder.open_amount)
        for reminder in Reminder.objects.select_related("level").order_by("pk")
    ]


@pytest.mark.parametrize(
    ("days", "level"),
    [
        (-4, None),  # four days before it is due
        (-3, -3),
        (0, -3),  # on the day itself it is still due soon
        (1, None),  # late, but no level has come
        (6, None),
        (7, 7),
        (13, 7),
        (14, 14),
        (30, 30),
        (400, 30),
    ],
)
def test_only_the_latest_level_that_has_come_is_sent(late, run, days, level):
    assert run(days) == (0 if level is None else 1)

    assert sent() == ([] if level is None else [(level, march(31), 119)])


def test_a_second_run_the_same_day_sends_nothing(late, run):
    assert [run(7), run(7)] == [1, 0]

    assert Reminder.objects.count() == Message.objects.filter(template="reminder").count() == 1


def test_each_level_is_sent_once_on_its_way(late, run):
    assert sum(run(day) for day in range(-10, 60)) == 4

    assert [level for level, _due, _amount in sent()] == [-3, 7, 14, 30]


def test_a_paid_invoice_is_never_reminded(late, run, pay):
    pay(late, "119")

    assert run(30) == 0
    assert not Message.objects.filter(template="reminder").exists()


def test_of_an_invoice_partly_paid_the_rest_is_reminded(late, run, pay):
    pay(late, "100")

    run(7)

    assert sent() == [(7, march(31), 19)]


def test_a_payment_between_two_levels_stops_the_second(late, run, pay):
    run(7)
    pay(late, "119", day=datetime.date(2026, 4, 10))

    assert run(14) == 0


def test_each_due_date_is_reminded_by_itself(issued, run, company):
    thirds = company.paymentterm_set.get(code="THIRDS")
    issued(issue_date=march(1), payment_term_id=thirds.pk)

    # due on 31 March, 30 April and 30 May; 27 April is 27 days after the first, 3 before the second
    run(27)

    assert sorted((level, due) for level, due, _amount in sent()) == [
        (-3, datetime.date(2026, 4, 30)),
        (14, march(31)),
    ]


def test_what_is_due_at_once_is_not_announced_before(issued, run, company):
    at_once = company.paymentterm_set.get(code="IMMEDIATE")
    issued(issue_date=march(31), payment_term_id=at_once.pk)

    assert [run(0), run(7)] == [0, 1]


def test_who_gets_no_reminders_gets_none(late, run):
    CustomerAccount.objects.update(is_reminded=False)

    assert run(30) == 0


def test_a_level_switched_off_is_not_sent(late, run):
    DunningLevel.objects.filter(delay_days=7).update(is_active=False)

    # the latest level in force 10 days after the due date is the one before it, and that day has passed
    assert run(10) == 0


def test_what_would_be_sent_is_told_without_sending(late, company):
    (due,) = due_reminders(company.pk, today=datetime.date(2026, 4, 7))

    assert (due.invoice_id, due.open_amount, due.currency) == (late.pk, 119, "EUR")
    assert not Reminder.objects.exists()


def test_the_run_is_on_record(late, run):
    run(7)

    event = AuditEvent.objects.get(action="reminders.queued")
    assert event.detail == {"count": 1, "today": "2026-04-07"}


def test_a_stranger_sends_nothing(late, run, stranger_scope):
    with pytest.raises(AccessDenied):
        run(7, asking=stranger_scope)

    assert not Reminder.objects.exists()
    assert not Message.objects.filter(template="reminder").exists()


def test_many_are_decided_by_as_many_statements_as_one(issued, run, django_assert_num_queries, company):
    for _ in range(5):
        issued(issue_date=march(1))

    # company; decision; reminders with their rows; contacts; messages; links; audit; and the savepoint
    # of the operation with its release
    with django_assert_num_queries(9):
        assert run(7) == 5


def test_levels_are_set_in_the_order_of_their_days(scope, company, late, run):
    run(7)
    levels = [LevelDraft("Last", 21, "FINAL"), LevelDraft("First call", 7, "FIRM")]

    set_dunning_levels(scope, company_id=company.pk, levels=levels)

    active = DunningLevel.objects.filter(company=company, is_active=True).order_by("sequence")
    assert list(active.values_list("sequence", "name", "delay_days", "tone")) == [
        (1, "First call", 7, "FIRM"),
        (2, "Last", 21, "FINAL"),
    ]
    # what was sent at 7 days is still known
    assert [run(8), run(21)] == [0, 1]


def test_two_levels_on_one_day_are_refused(scope, company):
    with pytest.raises(LevelsOverlap):
        set_dunning_levels(scope, company_id=company.pk, levels=[LevelDraft("A", 7), LevelDraft("B", 7)])

    assert DunningLevel.objects.filter(is_active=True).count() == 4
