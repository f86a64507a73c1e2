"""Numbers: taken one by one or in blocks, given back by a rollback, in order where asked."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from erp.numbering.models import Series
from erp.numbering.operations import DateBeforeLast, NoSeries, take_number, take_numbers

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 31)
DAY_BEFORE = DAY - datetime.timedelta(days=1)


@pytest.fixture
def series(company):
    return Series.objects.create(
        company=company,
        code="TICKET",
        start_date=datetime.date(2026, 1, 1),
        end_date=datetime.date(2026, 12, 31),
        pattern="T-2026-####",
        posts=False,
    )


def take(company, **rest):
    return take_number(company_id=company.pk, code="TICKET", **{"on": DAY} | rest)


def test_numbers_count_from_one_and_show_the_pattern(company, series):
    assert [take(company).last_number, take(company).last_number] == [1, 2]
    assert take(company).label(3) == "T-2026-0003"
    assert take(company).label(12_345) == "T-2026-12345"


def test_a_block_ends_at_the_last_number_and_costs_one_statement(
    company, series, django_assert_num_queries
):
    with django_assert_num_queries(1):
        taken = take_numbers(company_id=company.pk, code="TICKET", on=DAY, count=10)

    assert (taken.last_number, taken.latest_date) == (10, DAY)
    assert take(company).last_number == 11


def test_a_rollback_gives_the_number_back(company, series):
    with transaction.atomic():
        assert take(company).last_number == 1
        transaction.set_rollback(True)

    assert take(company).last_number == 1


def test_a_day_without_a_series_is_refused(company, series):
    with pytest.raises(NoSeries):
        take(company, on=datetime.date(2027, 1, 1))

    series.refresh_from_db()
    assert series.last_number == 0


def test_days_go_back_only_where_order_is_not_asked(company, series):
    take(company)

    with pytest.raises(DateBeforeLast):
        take(company, on=DAY_BEFORE, in_date_order=True)
    taken = take(company, on=DAY_BEFORE)

    assert (taken.last_number, taken.latest_date) == (2, DAY)


def test_a_block_of_none_is_a_mistake(company, series):
    with pytest.raises(ValueError, match="one number or more"):
        take_numbers(company_id=company.pk, code="TICKET", on=DAY, count=0)


def test_a_series_taken_over_starts_where_the_other_system_ended(company, series):
    Series.objects.create(
        company=company,
        code="OLD",
        start_date=series.start_date,
        end_date=series.end_date,
        pattern="O-####",
        posts=False,
        first_number=457,
        last_number=456,
    )

    assert take_number(company_id=company.pk, code="OLD", on=DAY).label(457) == "O-0457"


def test_two_series_of_one_code_never_hold_the_same_day(company, series):
    with pytest.raises(IntegrityError, match="series_do_not_overlap"):
        Series.objects.create(
            company=company,
            code="TICKET",
            start_date=datetime.date(2026, 12, 31),
            end_date=datetime.date(2027, 12, 31),
            pattern="T-####",
            posts=False,
        )
