import pytest
from django.contrib.auth import authenticate
from django.urls import reverse

from accounting.ledger.models import Account
from erp.access.decisions import decide
from erp.identity.models import User
from erp.organization.models import Company

pytestmark = pytest.mark.django_db
CODE = "5f3a9c01"
FILLED = {
    "code": CODE,
    "company_name": "Roastery",
    "legal_name": "Roastery GmbH",
    "street": "Am Kai 2",
    "city": "Bremen",
    "country": "DE",
    "base_currency": "EUR",
    "chart": "generic",
    "first_year_start": "2026-01-01",
    "time_zone": "Europe/Berlin",
    "language": "de",
    "name": "Ada Winter",
    "email": "ada@roastery.test",
    "password": "correct horse battery",
}


@pytest.fixture(autouse=True)
def code(settings, monkeypatch, now):
    settings.FIRST_RUN_CODE = CODE
    monkeypatch.setattr("portals.public.first_run.now", lambda: now)


def send(client, **changes):
    return client.post(reverse("first_run"), FILLED | changes)


def nothing_was_made():
    return not Company.objects.exists() and not User.objects.filter(is_system=False).exists()


def test_the_front_door_of_an_empty_house_leads_to_the_first_page(client):
    assert client.get("/")["Location"] == reverse("first_run")
    assert client.get(reverse("first_run")).status_code == 200


def test_the_code_makes_the_company_and_who_administers_it(client, scope_at):
    response = send(client)

    ada = authenticate(None, username="ada@roastery.test", password="correct horse battery")
    company = Company.objects.get()
    assert response["Location"] == reverse("account_login")
    assert (company.name, company.language, company.base_currency) == ("Roastery", "de", "EUR")
    assert decide(scope_at(ada), "erp.manage_access", company).allowed
    assert Account.objects.filter(company=company, purpose="receivable").exists()


def test_a_wrong_code_makes_nothing(client):
    page = send(client, code="00000000").content.decode()

    assert "This is not the code that was printed at start." in page
    assert nothing_was_made()


def test_the_code_cannot_be_guessed_by_trying(client):
    for _ in range(10):
        send(client, code="00000000")

    page = send(client).content.decode()  # the right one, but too late

    assert "Too many wrong codes were tried." in page
    assert nothing_was_made()


def test_a_rule_of_the_operation_is_told_in_the_form_and_nothing_is_lost(client):
    page = send(client, tax_number="DE123456789").content.decode()

    assert "DE123456789 is not a tax number of DE." in page
    assert 'value="Am Kai 2"' in page
    assert "correct horse battery" not in page
    assert nothing_was_made()


def test_there_is_no_first_page_once_a_company_is_there(client, company):
    assert client.get(reverse("first_run")).status_code == 404
    assert send(client).status_code == 404
    assert client.get("/")["Location"] == f"{reverse('account_login')}?next=/"
    assert Company.objects.get() == company


def test_there_is_no_first_page_without_a_code(client, settings):
    settings.FIRST_RUN_CODE = ""

    assert client.get(reverse("first_run")).status_code == 404
    assert send(client, code="").status_code == 404
    assert nothing_was_made()


def test_nobody_gets_a_country_by_oversight_and_the_usual_books_are_offered(client):
    form = client.get(reverse("first_run")).context["form"]

    assert (form["country"].value(), form["country"].field.choices[0]) == (None, ("", ""))
    assert (form["base_currency"].value(), form["chart"].value()) == ("EUR", "generic")

    answer = send(client, country="")
    assert set(answer.context["form"].errors) == {"country"}
    nothing_was_made()
