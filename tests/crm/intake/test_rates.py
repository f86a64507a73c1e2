"""Rates of exchange come from files: long or wide, checked whole, once."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError

from accounting.currencies.models import ExchangeRate
from accounting.currencies.queries import exchange_rate
from erp.audit.models import AuditEvent
from tests import trading
from tests.crm.intake.conftest import OWN

pytestmark = pytest.mark.django_db
WIDE = (OWN / "rates.csv", "--map", "Date=date", "--set", "source=ECB")


@pytest.fixture(autouse=True)
def company(db):
    return trading.new_company()


def rate_on(day, currency="EUR", into="USD", kind="SPOT"):
    return exchange_rate(currency, into=into, on=datetime.date.fromisoformat(day), kind=kind)


@pytest.fixture
def file(tmp_path):
    def write(*lines):
        path = tmp_path / "rates.csv"
        path.write_text("\n".join(lines) + "\n")
        return path

    return write


def test_a_column_for_each_currency_is_read_and_a_second_time_doubles_nothing(run):
    said = [run("rates", *WIDE), run("rates", *WIDE)]

    # three days of three currencies, but one of them not quoted on the 29th
    assert said == ["rates: 8 new, 0 known before", "rates: 0 new, 8 known before"]
    assert ExchangeRate.objects.count() == 8
    assert set(ExchangeRate.objects.values_list("base_currency", "kind", "source")) == {
        ("EUR", "SPOT", "ECB")
    }
    assert rate_on("2026-10-29", into="GBP") == Decimal("0.8345")
    event = AuditEvent.objects.get(action="exchange_rates.added")
    assert event.detail == {"count": "8", "from": "2026-10-28", "to": "2026-10-30"}


def test_a_rate_in_each_row_has_its_kind_and_source(run, file):
    path = file(
        "date,base,currency,rate,kind,source",
        "2026-03-01,USD,EUR,0.92000000,TAX,BMF",
        "2026-03-31,USD,EUR,0.93,CLOSING,treasury",
        "2026-03-31,USD,EUR,0.94,SPOT,treasury",
    )

    run("rates", path)

    kinds = ("TAX", "CLOSING", "SPOT")
    found = [rate_on("2026-03-31", "USD", "EUR", kind) for kind in kinds]
    assert found == [Decimal("0.92"), Decimal("0.93"), Decimal("0.94")]


def test_a_dry_run_writes_nothing(run):
    said = run("rates", *WIDE, "--dry-run")

    assert said == "rates: 8 would be new, 0 known before"
    assert not ExchangeRate.objects.exists()


def test_each_wrong_cell_is_named_and_nothing_written(run, file):
    path = file("Date,USD,CHF", "2026-10-30,1.1172,x", "2026-10-32,1.1,0", "2026-10-28,-1,0.9")

    with pytest.raises(CommandError) as refused:
        run("rates", path, "--map", "Date=date", "--set", "source=ECB")

    assert str(refused.value).splitlines() == [
        "rates.csv, line 3, column Date: 2026-10-32 is no day such as 2026-03-31.",
        "rates.csv, line 4, column USD: -1 is no rate such as 1.1172.",
        "rates.csv, line 2, column CHF: x is no rate such as 1.1172.",
        "rates.csv, line 3, column CHF: Not above zero.",
        "4 problems. Nothing was written.",
    ]
    assert not ExchangeRate.objects.exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2026-10-30,USD,,SPOT,ECB", "column rate: Missing."),
        ("2026-10-30,,1.1,SPOT,ECB", "column currency: Missing."),
        ("2026-10-30,USD,1.1,,", "column source: Missing."),
        ("2026-10-30,USD,1.1,NOON,ECB", "column kind: One of SPOT, TAX, AVERAGE, CLOSING."),
        ("2026-10-30,EUR,1.1,SPOT,ECB", "column currency: A rate is one of two currencies."),
        ("2026-10-30,QQQ,1.1,SPOT,ECB", "column currency: QQQ is no currency such as EUR."),
    ],
)
def test_what_is_no_rate_is_refused_with_its_line(run, file, row, words):
    path = file("date,currency,rate,kind,source", row)

    with pytest.raises(CommandError, match="line 2, ") as refused:
        run("rates", path)

    assert words in str(refused.value)
    assert not ExchangeRate.objects.exists()


def test_another_rate_of_a_day_that_has_one_is_refused(run, file):
    run("rates", *WIDE)
    header = "date,currency,rate,source"

    with pytest.raises(CommandError, match="line 2, column rate: 2026-10-30 has the rate"):
        run("rates", file(header, "2026-10-30,USD,1.2,ECB"))
    with pytest.raises(CommandError, match="line 3, column rate: 2026-11-02 has the rate"):
        run("rates", file(header, "2026-11-02,USD,1.2,ECB", "2026-11-02,USD,1.3,ECB"))

    assert ExchangeRate.objects.count() == 8
