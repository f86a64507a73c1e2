"""Periods, their exceptions, and the close of a year at the staff door."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from accounting.ledger.entries import JournalEntry
from accounting.ledger.models import FiscalYear, Period, PeriodException
from accounting.setup.operations import open_fiscal_year
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr("portals.staff.periods.views.now", lambda: NOW)


@pytest.fixture
def year(books):
    return FiscalYear.objects.get(company=books, name="2026")


@pytest.fixture
def closable(year, books, setup_scope, new_invoice):
    """Sold for 200.00 net and nothing spent; all months closed, the next year open."""
    new_invoice("100")
    open_fiscal_year(setup_scope, company_id=books.pk, start_date=datetime.date(2027, 1, 1))
    year.periods.filter(kind=Period.Kind.REGULAR).update(is_closed=True)
    return year


def page(client, name):
    return client.get(reverse("staff:year", args=[name])).content.decode()


def test_the_page_shows_what_the_close_would_move(client, accountant, closable):
    client.force_login(accountant)

    shown = page(client, "2026")

    assert "4000 Sales" in shown
    assert shown.count("€200.00") == 3  # the account, the result, the result among the facts
    assert reverse("staff:year_close", args=["2026"]) in shown
    assert "cannot be opened again" in shown


def test_closing_links_what_it_posted(client, accountant, closable):
    client.force_login(accountant)

    answer = client.post(reverse("staff:year_close", args=["2026"]))

    closable.refresh_from_db()
    shown = client.get(answer.url).content.decode()
    assert closable.is_closed
    entries = JournalEntry.objects.filter(source__startswith="fiscalyear:")
    assert entries.count() == 2
    for entry in entries:
        assert reverse("staff:entry", args=[entry.public_id]) in shown
    assert reverse("staff:year_close", args=["2026"]) not in shown


def test_a_year_that_cannot_be_closed_says_why_and_stays_open(client, accountant, year, new_invoice):
    new_invoice("100")
    client.force_login(accountant)

    shown = page(client, "2026")
    answer = client.post(reverse("staff:year_close", args=["2026"]), follow=True)

    assert "12 periods are open: close them in order, 2026-01 first." in shown
    assert "Open the year after 2026 first." in shown
    assert "Close the period 2026-01 first." in answer.content.decode()
    year.refresh_from_db()
    assert not year.is_closed
    assert JournalEntry.objects.count() == 1


def test_the_next_year_follows_the_last_one(client, accountant, year, books):
    client.force_login(accountant)

    client.post(reverse("staff:year_open"))

    opened = FiscalYear.objects.get(company=books, name="2027")
    assert opened.start_date == datetime.date(2027, 1, 1)
    shown = client.get(reverse("staff:period_list")).content.decode()
    assert shown.index("2027-12") < shown.index("2026-12")


@pytest.mark.parametrize("name", ["year_close", "year_open"])
def test_who_may_not_close_or_open_years_changes_nothing(client, salesperson, person, closable, name):
    arguments = ["2026"] if name == "year_close" else []
    answers = []

    for user in (salesperson, person("manager")):
        client.force_login(user)
        answers.append(client.post(reverse(f"staff:{name}", args=arguments)).status_code)

    assert answers == [403, 403]
    assert FiscalYear.objects.count() == 2
    assert not FiscalYear.objects.filter(is_closed=True).exists()


def test_a_colleague_gets_leave_until_a_moment(client, accountant, salesperson, year):
    Period.objects.filter(name="2026-02").update(is_sales_locked=True)
    client.force_login(accountant)
    address = reverse("staff:period_exception", args=["2026-02"])

    assert address in client.get(reverse("staff:period_list")).content.decode()
    client.post(
        address, {"user": salesperson.pk, "expires_at": "2026-03-31T18:30", "reason": "Late invoice"}
    )

    leave = PeriodException.objects.get()
    # Half past six in Berlin, where summer time began on 29 March
    assert leave.expires_at == datetime.datetime(2026, 3, 31, 16, 30, tzinfo=datetime.UTC)
    assert (leave.user, leave.granted_by) == (salesperson, accountant)
    shown = client.get(reverse("staff:period_list")).content.decode()
    assert "The sales may post until 31 Mar 2026, 18:30" in shown


@pytest.mark.parametrize(
    ("role", "form", "status"),
    [
        ("accountant", {"expires_at": "2026-03-31T10:00"}, 422),  # it is noon in UTC
        ("accountant", {"reason": ""}, 422),
        ("manager", {}, 403),
    ],
)
def test_leave_that_cannot_be_is_not_granted(client, person, salesperson, year, role, form, status):
    Period.objects.filter(name="2026-02").update(is_sales_locked=True)
    client.force_login(person(role, "Somebody"))
    filled = {"user": salesperson.pk, "expires_at": "2026-03-31T18:30", "reason": "Late invoice"}

    answer = client.post(reverse("staff:period_exception", args=["2026-02"]), filled | form)

    assert answer.status_code == status
    assert not PeriodException.objects.exists()


def test_locks_are_set_and_a_closed_period_is_opened_by_another_person(client, accountant, person, year):
    client.force_login(accountant)
    client.post(reverse("staff:period_lock", args=["2026-01"]), {"sales": "on", "tax": "on"})
    client.post(reverse("staff:period_close", args=["2026-01"]))
    address = reverse("staff:period_reopen", args=["2026-01"])
    january = Period.objects.get(name="2026-01")
    assert (january.is_sales_locked, january.is_purchases_locked, january.is_tax_locked) == (
        True,
        False,
        True,
    )

    refused = client.post(address, {"reason": "Forgot one"})
    client.force_login(person("accountant", "A colleague"))
    client.post(address, {"reason": "Forgot one"})

    january.refresh_from_db()
    assert "another person must reopen it" in refused.content.decode()
    assert not january.is_closed


def test_the_result_of_a_closed_year_is_read_in_its_profit_and_loss(client, accountant, closable):
    client.force_login(accountant)
    client.post(reverse("staff:year_close", args=["2026"]))
    days = {"since": "2026-01-01", "until": "2026-12-31"}

    shown = client.get(reverse("staff:profit_and_loss"), days).content.decode()

    assert "€200.00" in shown  # closing entries are left out
    retained = JournalEntry.objects.get(source__endswith=":carry-forward").lines
    assert retained.get(account__purpose="retained_earnings").credit == Decimal("200.00")
