import datetime

import pytest
from django.contrib.messages import get_messages
from django.db import InternalError, connection
from django.urls import reverse

from erp.parties.models import Party
from portals.gate import doors_of, reading, writing
from tests.trading import new_company as new_trading_company
from tests.trading import new_customer

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portals.doors")]
NOON = datetime.datetime(2026, 3, 31, 12, tzinfo=datetime.UTC)
DOORS = ("staff", "customer", "supplier", "partner")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr("portals.gate.now", lambda: NOON)


@pytest.fixture
def shop():
    """A company with its books open, so that it can have customers."""
    return new_trading_company("Coast Coffee")


def setting(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("door", DOORS)
def test_nobody_enters_without_signing_in(client, door):
    response = client.get(f"/{door}/")

    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next=/{door}/"


@pytest.mark.parametrize("door", DOORS)
def test_a_stranger_is_told_so_at_every_door(client, new_user, door):
    client.force_login(new_user("A stranger"))

    response = client.get(f"/{door}/")

    assert response.status_code == 403
    assert "No access is open to you at this door." in response.content.decode()


@pytest.mark.parametrize("door", DOORS)
def test_an_accountant_enters_the_staff_door_only(client, accountant, door):
    client.force_login(accountant)

    assert client.get(f"/{door}/").status_code == (200 if door == "staff" else 403)


@pytest.mark.parametrize("door", DOORS)
def test_a_customer_enters_the_customer_door_only(client, person, shop, door):
    account = new_customer(shop)
    client.force_login(person("customer", party=account.party))

    assert client.get(f"/{door}/").status_code == (200 if door == "customer" else 403)


def test_the_page_knows_the_company_and_its_day(client, person, new_company):
    east = new_company("Eastern Coffee", time_zone="Pacific/Auckland")
    client.force_login(person("accountant", company=east))

    # noon in UTC on 31 March is 1 April in Auckland
    assert client.get("/staff/").content.decode() == "Eastern Coffee|2026-04-01|"


def test_one_works_for_the_company_chosen_last(client, person, new_company, grant):
    first, second = new_company("Alpha"), new_company("Beta")
    user = person("accountant", company=first)
    grant(user, role="accountant", company=second)
    client.force_login(user)

    assert client.get("/staff/").content.startswith(b"Alpha|")
    client.post(reverse("account_switch", args=["staff"]), {"chosen": str(second.public_id)})

    assert client.get("/staff/").content.startswith(b"Beta|")


def test_a_company_that_is_not_open_cannot_be_chosen(client, person, new_company):
    first, foreign = new_company("Alpha"), new_company("Beta")
    client.force_login(person("accountant", company=first))

    client.post(reverse("account_switch", args=["staff"]), {"chosen": str(foreign.public_id)})

    assert client.get("/staff/").content.startswith(b"Alpha|")


def test_a_customer_acts_for_an_account_of_their_own(client, person, shop):
    new_customer(shop, "Another Cafe", number="C1")
    own = new_customer(shop, "Bluebird Cafe", number="C2")
    client.force_login(person("customer", party=own.party))

    assert client.get("/customer/").content.decode() == "Coast Coffee|2026-03-31|C2 Bluebird Cafe"


def test_a_customer_without_an_open_account_is_told_so(client, person, shop):
    closed = new_customer(shop, is_active=False)
    client.force_login(person("customer", party=closed.party))

    assert client.get("/customer/").status_code == 403


def test_rights_as_staff_do_not_count_at_the_customer_door(client, person, grant, shop):
    own = new_customer(shop, "Bluebird Cafe", number="C1")
    new_customer(shop, "Another Cafe", number="C2")
    user = person("accountant", company=shop)
    grant(user, role="customer", party=own.party)
    client.force_login(user)

    response = client.get("/customer/")

    assert response.content.decode().endswith("|C1 Bluebird Cafe")
    assert response.wsgi_request.accounts == (own,)
    assert response.wsgi_request.scope.ids("company") == frozenset()


@pytest.mark.parametrize("path", ["/staff/streaming/", "/staff/lazy/"])
def test_a_page_that_would_read_too_late_is_an_error(client, accountant, path):
    client.force_login(accountant)

    with pytest.raises(RuntimeError, match="finished inside its scope"):
        client.get(path)


def test_a_refusal_turns_back_with_its_words(client, accountant):
    client.force_login(accountant)

    response = client.get("/staff/refusing/", headers={"referer": "http://testserver/staff/?page=2"})

    assert response["Location"] == "http://testserver/staff/?page=2"
    assert [str(each) for each in get_messages(response.wsgi_request)] == ["The period is closed."]


def test_a_refusal_never_leads_to_a_foreign_site(client, accountant):
    client.force_login(accountant)

    response = client.get("/staff/refusing/", headers={"referer": "https://evil.test/"})

    assert response["Location"] == "/staff/"


def test_the_front_door_sends_each_to_the_only_door_open(client, accountant, new_user):
    client.force_login(accountant)
    assert client.get("/")["Location"] == "/staff/"

    client.force_login(new_user("A stranger"))
    assert "Nothing is open to you yet" in client.get("/").content.decode()


def test_the_front_door_offers_a_choice_of_several(client, person, grant, shop):
    user = person("accountant", company=shop)
    grant(user, role="customer", party=new_customer(shop).party)
    client.force_login(user)

    page = client.get("/").content.decode()

    assert doors_of(user) == ("staff", "customer")
    assert 'href="/staff/"' in page
    assert 'href="/customer/"' in page
    assert 'href="/supplier/"' not in page


def test_the_reading_scope_refuses_to_write(accountant_scope, customer):
    with pytest.raises(InternalError, match="read-only"), reading(accountant_scope):
        Party.objects.update(name="x")


@pytest.mark.parametrize("opened", [reading, writing])
def test_the_database_knows_who_asks_within_the_scope_only(accountant_scope, company, opened):
    with opened(accountant_scope):
        door, actor, companies, *_ = setting("erp.scope").split("|")
    after = setting("erp.scope")

    assert (door, actor, companies) == ("staff", str(accountant_scope.actor.pk), f"{{{company.pk}}}")
    assert after == ""


@pytest.mark.parametrize("opened", [reading, writing])
def test_a_portal_has_a_role_and_tables_of_its_own_within_the_scope_only(customer_scope, opened):
    before = setting("role"), setting("search_path")

    with opened(customer_scope):
        within = setting("role"), setting("search_path")

    assert within == ("erp_customer", "customer, pg_temp")
    assert (setting("role"), setting("search_path")) == before
