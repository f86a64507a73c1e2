"""What a currency was worth on a day: the last earlier rate, turned round or crossed where need be."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounting.currencies.models import ExchangeRate
from accounting.currencies.operations import NewRate, add_rates
from accounting.currencies.queries import NoExchangeRate, exchange_rate
from erp.access.decisions import AccessDenied

pytestmark = pytest.mark.django_db
FRIDAY, SATURDAY = datetime.date(2026, 10, 30), datetime.date(2026, 10, 31)
SUNDAY = datetime.date(2026, 11, 1)
THURSDAY = datetime.date(2026, 10, 29)


@pytest.fixture(autouse=True)
def rates(scope, company):
    """What the European Central Bank said of two days."""
    said = [
        ("USD", THURSDAY, "1.113"),
        ("USD", FRIDAY, "1.1172"),
        ("GBP", FRIDAY, "0.8338"),
        ("JPY", THURSDAY, "175.92"),
    ]
    rows = [NewRate("EUR", code, day, Decimal(rate), "ECB") for code, day, rate in said]
    add_rates(scope, company_id=company.pk, rates=rows)


def test_the_last_earlier_day_counts():
    days = (THURSDAY, FRIDAY, SATURDAY, SUNDAY)

    found = [exchange_rate("EUR", into="USD", on=day) for day in days]

    assert found == [Decimal("1.113"), *[Decimal("1.1172")] * 3]


def test_before_the_first_day_nothing_is_known():
    with pytest.raises(NoExchangeRate, match="from EUR to USD is known on 2026-10-28"):
        exchange_rate("EUR", into="USD", on=THURSDAY - datetime.timedelta(days=1))
    with pytest.raises(NoExchangeRate):
        exchange_rate("GBP", into="EUR", on=THURSDAY)


@pytest.mark.parametrize(
    ("currency", "into", "worth"),
    [
        ("USD", "EUR", "0.89509488"),  # 1 / 1.1172 = 0.895094880...
        ("GBP", "USD", "1.33988966"),  # 1.1172 / 0.8338 = 1.339889661...
        ("USD", "JPY", "157.46509130"),  # 175.92 of Thursday / 1.1172 = 157.46509130...
        ("USD", "USD", "1"),
    ],
)
def test_pairs_are_turned_round_and_crossed_over_the_euro(currency, into, worth):
    assert exchange_rate(currency, into=into, on=SUNDAY) == Decimal(worth)


def test_rates_of_another_kind_do_not_count():
    with pytest.raises(NoExchangeRate):
        exchange_rate("EUR", into="USD", on=SUNDAY, kind="TAX")


def test_a_day_has_one_rate_of_a_kind(scope, company):
    again = NewRate("EUR", "USD", FRIDAY, Decimal(2), "somebody")

    with pytest.raises(IntegrityError, match="exchange_rate_once"), transaction.atomic():
        add_rates(scope, company_id=company.pk, rates=[again])

    assert exchange_rate("EUR", into="USD", on=FRIDAY) == Decimal("1.1172")


def test_who_may_not_change_rates_changes_none(sales_scope, company):
    new = NewRate("EUR", "CHF", FRIDAY, Decimal("0.9194"), "ECB")

    with pytest.raises(AccessDenied):
        add_rates(sales_scope, company_id=company.pk, rates=[new])

    assert not ExchangeRate.objects.filter(quote_currency="CHF").exists()
