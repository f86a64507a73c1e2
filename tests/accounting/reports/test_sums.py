"""Sums up to any day, whichever way they are reached."""

import datetime
from decimal import Decimal

import pytest

from accounting.ledger.models import Account, FiscalYear, Period
from accounting.ledger.posting import reverse_entry
from accounting.reports.sums import Days, Part, _alone, sums_between, sums_until
from tests.accounting.posting import post_plain

JANUARY_1 = datetime.date(2026, 1, 1)


@pytest.fixture
def busy(scope, company, branch):
    """One euro more of rent each day: 1.00 on 1 January, 2.00 on the 2nd ... through March."""
    for number in range(90):
        day = JANUARY_1 + datetime.timedelta(number)
        post_plain(scope, branch, day, ("6100", str(number + 1)), ("1000", str(-number - 1)))
    return company


def rent(company, day, **part):
    account = Account.objects.get(company=company, code="6100").pk
    found = sums_until(Part(company.pk, **part), day).get(account)
    return found.balance if found else 0


@pytest.mark.parametrize("number", [1, 2, 10, 15, 16, 17, 30, 31, 32, 45, 46, 59, 60, 75, 89, 90])
def test_any_day_comes_to_the_sum_of_its_days(busy, number):
    day = JANUARY_1 + datetime.timedelta(number - 1)

    # 1 + 2 + ... + n
    assert rent(busy, day) == Decimal(number * (number + 1) // 2)


def test_between_two_days(busy):
    # 11 to 20 January: 11 + ... + 20 = 155
    sums = sums_between(Part(busy.pk), datetime.date(2026, 1, 11), datetime.date(2026, 1, 20))

    assert sums[Account.objects.get(code="6100").pk].debit == 155


@pytest.mark.parametrize(
    ("day", "chosen"),
    [
        ("2026-03-05", ("2026-03-01", "2026-03-05")),
        ("2026-03-25", ("2026-03-26", "2026-03-31")),
        # after 20 December stand the entries of period 13 too: the days before are taken
        ("2026-12-20", ("2026-12-01", "2026-12-20")),
    ],
)
def test_the_fewer_days_are_read_unless_another_period_shares_them(company, day, chosen):
    on = datetime.date.fromisoformat(day)
    periods = list(Period.objects.filter(company=company))
    begun = [period for period in periods if period.start_date <= on < period.end_date]

    assert _alone(begun, periods, on) == Days(*map(datetime.date.fromisoformat, chosen))


def test_entries_of_period_thirteen_count_on_the_last_day_alone(scope, company, branch):
    last = datetime.date(2026, 12, 31)
    adjustment = Period.objects.get(company=company, kind=Period.Kind.ADJUSTMENT)
    post_plain(scope, branch, datetime.date(2026, 12, 10), ("6100", "10"), ("1000", "-10"))
    post_plain(
        scope,
        branch,
        last,
        ("6100", "7"),
        ("1000", "-7"),
        kind="ADJUSTMENT",
        period_id=adjustment.pk,
    )

    days = [datetime.date(2026, 12, day) for day in (9, 10, 20, 30, 31)]
    assert [rent(company, day) for day in days] == [0, 10, 10, 10, 17]


def test_periods_that_overlap_are_told_apart(scope, company, branch):
    spring = Period.objects.create(
        company=company,
        fiscal_year=FiscalYear.objects.get(company=company),
        kind=Period.Kind.ADJUSTMENT,
        name="spring",
        start_date=datetime.date(2026, 2, 1),
        end_date=datetime.date(2026, 4, 30),
    )
    day = datetime.date(2026, 3, 10)
    post_plain(scope, branch, day, ("6100", "10"), ("1000", "-10"))
    post_plain(
        scope,
        branch,
        day,
        ("6100", "7"),
        ("1000", "-7"),
        kind="ADJUSTMENT",
        period_id=spring.pk,
    )

    days = [datetime.date(2026, 3, 9), day, datetime.date(2026, 3, 31), datetime.date(2026, 4, 30)]
    assert [rent(company, each) for each in days] == [0, 17, 17, 17]


@pytest.mark.parametrize("day", [24, 25, 26, 27, 28, 31])
def test_a_storno_counts_the_same_on_every_way(scope, company, branch, day):
    company.uses_storno = True
    company.save()
    entry = post_plain(scope, branch, datetime.date(2026, 3, 25), ("6100", "40"), ("1000", "-40"))
    reverse_entry(scope, entry_id=entry.pk, entry_date=datetime.date(2026, 3, 27), source="test:back")
    account = Account.objects.get(code="6100").pk

    sums = sums_until(Part(company.pk), datetime.date(2026, 3, day)).get(account)

    held = 40 if 25 <= day < 27 else 0
    assert (sums.debit, sums.credit) == (held, 0) if sums else held == 0
