import datetime
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounting.ledger.terms import due_date, installments
from erp.money import Money, total

CALMLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
DAY = datetime.date(2026, 1, 20)


@dataclass(frozen=True)
class Step:
    share_percent: Decimal = Decimal(100)
    delay_days: int = 0
    is_end_of_month: bool = False
    fixed_day: int | None = None
    discount_percent: Decimal = Decimal(0)
    discount_days: int = 0


def euros(amount):
    return Money(Decimal(amount), "EUR")


def test_thirds_fall_due_to_the_cent():
    steps = [Step(Decimal("33.3333"), 0), Step(Decimal("33.3333"), 14), Step(Decimal("33.3334"), 30)]

    # running thirds of 1.00: 0.33, 0.67, 1.00
    assert [(i.due_date, i.amount) for i in installments(steps, DAY, euros("1.00"))] == [
        (datetime.date(2026, 1, 20), euros("0.33")),
        (datetime.date(2026, 2, 3), euros("0.34")),
        (datetime.date(2026, 2, 19), euros("0.33")),
    ]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step(delay_days=30), datetime.date(2026, 2, 19)),
        (Step(delay_days=30, is_end_of_month=True), datetime.date(2026, 2, 28)),
        (Step(delay_days=0, fixed_day=25), datetime.date(2026, 1, 25)),
        (Step(delay_days=0, fixed_day=20), datetime.date(2026, 1, 20)),
        (Step(delay_days=0, fixed_day=15), datetime.date(2026, 2, 15)),
        # 20 January + 11 days = 31 January, past the 30th; February has none, so its last day
        (Step(delay_days=11, fixed_day=30), datetime.date(2026, 2, 28)),
        # 20 January + 30 days = 19 February; the end of that month, then the 10th after it
        (Step(delay_days=30, is_end_of_month=True, fixed_day=10), datetime.date(2026, 3, 10)),
    ],
)
def test_days_then_end_of_month_then_fixed_day(step, expected):
    assert due_date(step, DAY) == expected


def test_a_discount_names_its_day_and_its_amount():
    (installment,) = installments(
        [Step(delay_days=30, discount_percent=Decimal(2), discount_days=10)], DAY, euros("119.25")
    )

    # 2 % of 119.25 = 2.385 -> 2.39
    assert installment.discount == euros("2.39")
    assert installment.discount_date == datetime.date(2026, 1, 30)


def test_a_term_without_steps_is_due_at_once():
    (installment,) = installments([], DAY, euros("5"))

    assert (installment.due_date, installment.amount) == (DAY, euros("5"))
    assert installment.discount_date is None


def test_a_share_that_rounds_to_nothing_is_left_out():
    steps = [Step(Decimal(1), 0), Step(Decimal(99), 30)]

    assert [i.amount for i in installments(steps, DAY, euros("0.10"))] == [euros("0.10")]


@CALMLY
@given(
    shares=st.lists(st.integers(1, 1000), min_size=1, max_size=12),
    cents=st.integers(1, 10_000_000),
)
def test_together_they_are_the_gross(shares, cents):
    gross = euros(Decimal(cents) / 100)
    steps = [Step(Decimal(share), days) for days, share in enumerate(shares)]

    assert total((i.amount for i in installments(steps, DAY, gross)), "EUR") == gross
