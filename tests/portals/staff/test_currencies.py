"""Exchange rates at the staff door: entered, corrected, used."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from accounting.currencies.models import ExchangeRate
from accounting.currencies.queries import exchange_rate
from erp.audit.models import AuditEvent
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
DOLLAR = {
    "base_currency": "USD", "rate": "0.92005", "quote_currency": "EUR", "rate_date": "2026-03-30",
    "kind": "SPOT", "source": "ECB",
}  # fmt: skip


def test_a_rate_is_entered_and_counts_from_its_day_on(client, accountant, books):
    client.force_login(accountant)

    client.post(reverse("staff:rate_new"), DOLLAR)

    assert exchange_rate("USD", into="EUR", on=TODAY) == Decimal("0.92005")
    page = client.get(reverse("staff:rate_list")).content.decode()
    assert "0.92005" in page
    assert "ECB" in page
    assert "30 Mar 2026" in page


def test_the_rate_of_a_day_is_corrected_with_what_it_was(client, accountant, books):
    client.force_login(accountant)
    client.post(reverse("staff:rate_new"), DOLLAR)

    client.post(reverse("staff:rate_new"), DOLLAR | {"rate": "0.93"})

    rate = ExchangeRate.objects.get()
    assert (rate.rate, rate.rate_date) == (Decimal("0.93"), datetime.date(2026, 3, 30))
    detail = AuditEvent.objects.filter(action="exchange_rate.set").order_by("-pk")[0].detail
    assert (detail["rate"], detail["was"]) == ("0.93", "0.92005000")


def test_currencies_show_what_they_are_worth_either_way_round(client, accountant, books):
    client.force_login(accountant)
    client.post(reverse("staff:rate_new"), DOLLAR)
    swiss = {"base_currency": "EUR", "rate": "0.8", "quote_currency": "CHF"}
    client.post(reverse("staff:rate_new"), DOLLAR | swiss)

    dollar = client.get(reverse("staff:currency_list"), {"q": "USD"}).content.decode()
    franc = client.get(reverse("staff:currency_list"), {"q": "CHF"}).content.decode()

    assert "0.92005" in dollar
    assert "1.25" in franc  # 1 / 0.8


@pytest.mark.parametrize(
    "change",
    [{"rate": "0"}, {"quote_currency": "USD"}, {"base_currency": "XXQ"}, {"source": ""}],
)
def test_a_rate_that_cannot_be_is_refused(client, accountant, books, change):
    client.force_login(accountant)

    answer = client.post(reverse("staff:rate_new"), DOLLAR | change)

    assert answer.status_code == 422
    assert not ExchangeRate.objects.exists()


def test_who_may_look_does_not_enter_and_who_may_not_does_not_look(client, person, salesperson, books):
    client.force_login(person("manager"))
    assert client.get(reverse("staff:rate_list")).status_code == 200
    assert reverse("staff:rate_new") not in client.get(reverse("staff:rate_list")).content.decode()
    assert client.post(reverse("staff:rate_new"), DOLLAR).status_code == 403

    client.force_login(salesperson)
    answers = [client.get(reverse(f"staff:{name}")) for name in ("rate_list", "currency_list")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert client.post(reverse("staff:rate_new"), DOLLAR).status_code == 403
    assert not ExchangeRate.objects.exists()
