"""Closing, reopening and locking periods."""

import datetime

import pytest

from accounting.ledger.models import FiscalYear, Period, PeriodException
from accounting.ledger.periods import (
    AlreadyExpired,
    EarlierPeriodOpen,
    JournalsWaiting,
    LaterPeriodClosed,
    Leave,
    Locks,
    PeriodOpen,
    ReasonMissing,
    SecondPersonNeeded,
    YearClosed,
    close_period,
    grant_exception,
    lock_period,
    reopen_period,
)
from accounting.ledger.refusals import PeriodClosed, PeriodLocked
from accounting.ledger.vouchers import ManualJournal
from erp.access.decisions import AccessDenied
from erp.audit.models import AuditEvent
from erp.errors import Refused
from erp.events import _listeners, subscribe
from tests.accounting.posting import post_plain

JANUARY_10 = datetime.date(2026, 1, 10)
FEBRUARY_10 = datetime.date(2026, 2, 10)
NOON = datetime.datetime(2026, 2, 1, 12, tzinfo=datetime.UTC)
# Exceptions end by the clock of the database, so their end lies beyond any day these tests run on.
FAR_AWAY = datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)
SALE = (("1000", "100"), ("4000", "-100"))


@pytest.fixture
def january(company):
    return Period.objects.get(company=company, name="2026-01")


@pytest.fixture
def february(company):
    return Period.objects.get(company=company, name="2026-02")


def test_a_closed_period_takes_no_entry(scope, branch, january):
    close_period(scope, period_id=january.pk)

    with pytest.raises(PeriodClosed, match="2026-01 is closed"):
        post_plain(scope, branch, JANUARY_10, *SALE)
    post_plain(scope, branch, FEBRUARY_10, *SALE)

    january.refresh_from_db()
    assert (january.is_closed, january.closed_by) == (True, scope.actor)
    assert AuditEvent.objects.get(action="period.closed").detail == {"period": "2026-01"}


def test_closing_twice_is_refused(scope, january):
    close_period(scope, period_id=january.pk)

    with pytest.raises(PeriodClosed):
        close_period(scope, period_id=january.pk)

    assert AuditEvent.objects.filter(action="period.closed").count() == 1


def test_periods_close_in_order(scope, february):
    with pytest.raises(EarlierPeriodOpen, match="Close the period 2026-01 first"):
        close_period(scope, period_id=february.pk)

    assert not Period.objects.filter(is_closed=True).exists()


def test_a_journal_that_waits_keeps_its_period_open(scope, company, branch, january):
    ManualJournal.objects.create(
        company=company,
        branch=branch,
        journal=company.journal_set.get(code="GENERAL"),
        entry_date=JANUARY_10,
        narration="Rent",
        status=ManualJournal.Status.WAITING,
        prepared_by=scope.actor,
    )

    with pytest.raises(JournalsWaiting, match="1 manual journal of this period waits"):
        close_period(scope, period_id=january.pk)

    january.refresh_from_db()
    assert not january.is_closed


def test_who_listens_may_keep_a_period_open(scope, january, monkeypatch):
    monkeypatch.setitem(_listeners, "period.closing", [])

    @subscribe("period.closing")
    def forbid(**facts):
        raise Refused(f"Not {facts['period']}")

    with pytest.raises(Refused, match="Not 2026-01"):
        close_period(scope, period_id=january.pk)

    assert not AuditEvent.objects.filter(action="period.closed").exists()


def test_a_stranger_may_neither_close_nor_lock(stranger_scope, january):
    with pytest.raises(AccessDenied):
        close_period(stranger_scope, period_id=january.pk)
    with pytest.raises(AccessDenied):
        lock_period(stranger_scope, period_id=january.pk, locks=Locks(sales=True))

    january.refresh_from_db()
    assert (january.is_closed, january.is_sales_locked) == (False, False)


def test_another_person_reopens_with_a_reason(scope, second_scope, branch, january):
    close_period(scope, period_id=january.pk)

    reopen_period(second_scope, period_id=january.pk, reason="A bill came late")

    post_plain(scope, branch, JANUARY_10, *SALE)
    event = AuditEvent.objects.get(action="period.reopened")
    assert (event.actor, event.detail["reason"]) == (second_scope.actor, "A bill came late")


def test_who_closed_may_not_reopen(scope, january):
    close_period(scope, period_id=january.pk)

    with pytest.raises(SecondPersonNeeded, match="another person must reopen it"):
        reopen_period(scope, period_id=january.pk, reason="Changed my mind")

    january.refresh_from_db()
    assert january.is_closed


def test_reopening_needs_a_reason(scope, second_scope, january):
    close_period(scope, period_id=january.pk)

    with pytest.raises(ReasonMissing):
        reopen_period(second_scope, period_id=january.pk, reason="  ")


def test_an_open_period_is_not_reopened(second_scope, january):
    with pytest.raises(PeriodOpen):
        reopen_period(second_scope, period_id=january.pk, reason="No need")


def test_periods_reopen_from_the_last(scope, second_scope, january, february):
    close_period(scope, period_id=january.pk)
    close_period(scope, period_id=february.pk)

    with pytest.raises(LaterPeriodClosed, match="Reopen the period 2026-02 first"):
        reopen_period(second_scope, period_id=january.pk, reason="A bill came late")


def test_a_closed_year_stays_closed(scope, second_scope, january):
    close_period(scope, period_id=january.pk)
    FiscalYear.objects.update(is_closed=True)

    with pytest.raises(YearClosed):
        reopen_period(second_scope, period_id=january.pk, reason="A bill came late")


def test_a_lock_on_sales_stops_sales_alone(scope, branch, january):
    lock_period(scope, period_id=january.pk, locks=Locks(sales=True))

    with pytest.raises(PeriodLocked):
        post_plain(scope, branch, JANUARY_10, *SALE, journal_code="SALES")
    post_plain(scope, branch, JANUARY_10, *SALE, journal_code="GENERAL")


def test_a_lock_is_lifted_by_setting_all_locks_again(scope, branch, january):
    lock_period(scope, period_id=january.pk, locks=Locks(purchases=True, tax=True))

    january = lock_period(scope, period_id=january.pk, locks=Locks(tax=True))

    assert (january.is_purchases_locked, january.is_tax_locked) == (False, True)
    post_plain(scope, branch, JANUARY_10, *SALE, journal_code="PURCHASE")


def test_a_closed_period_needs_no_locks(scope, january):
    close_period(scope, period_id=january.pk)

    with pytest.raises(PeriodClosed):
        lock_period(scope, period_id=january.pk, locks=Locks(sales=True))


def test_an_exception_lets_one_person_in(scope, second_scope, branch, january):
    lock_period(scope, period_id=january.pk, locks=Locks(sales=True))

    leave = Leave(second_scope.actor.pk, FAR_AWAY, "Late delivery")
    grant_exception(scope, period_id=january.pk, leave=leave, now=NOON)

    post_plain(second_scope, branch, JANUARY_10, *SALE, journal_code="SALES")
    with pytest.raises(PeriodLocked):
        post_plain(scope, branch, JANUARY_10, *SALE, journal_code="SALES", source="test:again")


def test_an_exception_that_has_ended_lets_nobody_in(scope, second_scope, branch, january):
    lock_period(scope, period_id=january.pk, locks=Locks(sales=True))
    PeriodException.objects.create(
        company=january.company,
        period=january,
        user=second_scope.actor,
        expires_at=NOON.replace(year=2020),
        reason="Long ago",
        granted_by=scope.actor,
    )

    with pytest.raises(PeriodLocked):
        post_plain(second_scope, branch, JANUARY_10, *SALE, journal_code="SALES")


@pytest.mark.parametrize(
    ("who", "expires_at", "reason", "refusal"),
    [
        ("self", FAR_AWAY, "Late delivery", SecondPersonNeeded),
        ("other", NOON, "Late delivery", AlreadyExpired),
        ("other", FAR_AWAY, "", ReasonMissing),
    ],
)
def test_an_exception_is_for_another_for_a_time_and_for_a_reason(
    scope, second_scope, january, who, expires_at, reason, refusal
):
    user = scope.actor if who == "self" else second_scope.actor

    with pytest.raises(refusal):
        grant_exception(scope, period_id=january.pk, leave=Leave(user.pk, expires_at, reason), now=NOON)

    assert not PeriodException.objects.exists()
