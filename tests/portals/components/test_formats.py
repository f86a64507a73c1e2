import datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from erp.money import Money
from portals.components import formats
from portals.templatetags import display

DAY = datetime.date(2026, 11, 3)
NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "money", "day", "percent"),
    [
        ("en", "€1,240.00", "3 Nov 2026", "7.5%"),
        ("de", f"1.240,00{NBSP}€", "03.11.2026", f"7,5{NBSP}%"),
        ("it", f"1.240,00{NBSP}€", "3 nov 2026", "7,5%"),
        ("zh-hans", "€1,240.00", "2026年11月3日", "7.5%"),
    ],
)
def test_the_reader_sees_their_own_format(language, money, day, percent):
    with translation.override(language):
        assert display.money(Money(Decimal(1240), "EUR")) == money
        assert display.money(Decimal(1240), "EUR") == money
        assert display.day(DAY) == day
        assert display.percent(Decimal("7.5")) == percent


def test_money_has_the_decimals_of_its_currency_and_zero_has_no_sign():
    assert formats.money(Decimal(1200), "JPY") == "JP¥1,200"
    assert formats.money(Decimal("-0.0000"), "EUR") == "€0.00"


def test_a_quantity_has_no_trailing_zeros():
    assert display.quantity(Decimal("1500.500000"), "kg") == "1,500.5 kg"
    assert display.quantity(Decimal("3.000000")) == "3"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-12, "12 days overdue"),
        (-1, "1 day overdue"),
        (0, "due today"),
        (1, "due in 1 day"),
        (5, "due in 5 days"),
    ],
)
def test_a_due_date_says_how_far_it_is(days, words):
    assert display.overdue(DAY + datetime.timedelta(days), DAY) == words


def test_an_instant_is_shown_in_the_active_time_zone():
    with timezone.override("Europe/Berlin"):
        at = datetime.datetime(2026, 11, 2, 23, 30, tzinfo=datetime.UTC)

        assert formats.day(at) == "3 Nov 2026"
        assert formats.moment(at) == "3 Nov 2026, 00:30"


def test_nothing_is_shown_for_nothing():
    assert [display.money(None), display.day(None), display.percent(None), display.quantity(None)] == [
        ""
    ] * 4


def test_an_icon_points_into_the_sprite_and_says_nothing():
    assert 'aria-hidden="true"' in display.icon("x")
    assert '<use href="/static/vendor/icons.svg#x">' in display.icon("x")
