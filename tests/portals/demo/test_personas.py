import pytest
from django.urls import Resolver404, resolve, reverse

import erp.urls  # read before a test turns the demo on, or the map would keep its addresses
from erp.identity.models import User
from portals.demo.personas import PERSONAS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portals.demo.urls")]
assert erp.urls.urlpatterns
DOORS = {"staff", "customer", "supplier", "partner"}


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def accountant_of_demo():
    return User.objects.create_user("accountant@roastery.example", "demo", name="Anna", language="it")


def test_there_is_a_person_behind_every_door_and_each_once():
    assert {persona.door for persona in PERSONAS} == DOORS
    assert len({persona.email for persona in PERSONAS}) == len(PERSONAS) == 9


def test_one_click_signs_in_and_opens_the_door(client, demo, accountant_of_demo):
    response = client.post(reverse("demo_become", args=["accountant"]))

    assert response["Location"] == "/staff/"
    assert client.session["_auth_user_id"] == str(accountant_of_demo.pk)
    assert response.cookies["django_language"].value == "it"


def test_being_somebody_else_starts_a_new_session(client, demo, accountant_of_demo):
    User.objects.create_user("customer@roastery.example", "demo", name="Marco")
    client.post(reverse("demo_become", args=["accountant"]))
    session = client.session
    session["place:staff"] = "kept"
    session.save()
    before = session.session_key

    client.post(reverse("demo_become", args=["customer"]))

    assert client.session.session_key != before
    assert "place:staff" not in client.session


@pytest.mark.parametrize("key", ["nobody", "supplier"])  # the second is known, but was not loaded
def test_who_is_not_there_cannot_be_been(client, demo, key):
    assert client.post(reverse("demo_become", args=[key])).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_link_signs_nobody_in(client, demo, accountant_of_demo):
    assert client.get(reverse("demo_become", args=["accountant"])).status_code == 405
    assert "_auth_user_id" not in client.session


def test_the_click_needs_the_token_of_our_own_page(demo, accountant_of_demo, client):
    client.handler.enforce_csrf_checks = True

    assert client.post(reverse("demo_become", args=["accountant"])).status_code == 403
    assert "_auth_user_id" not in client.session


def test_the_sign_in_page_offers_them_in_the_demo_only(client, settings):
    settings.DEMO = True
    assert 'data-persona="accountant"' in client.get(reverse("account_login")).content.decode()

    settings.DEMO = False
    assert "data-persona" not in client.get(reverse("account_login")).content.decode()


def test_outside_the_demo_nobody_is_signed_in_even_where_the_address_is_known(
    client, settings, accountant_of_demo
):
    settings.DEMO = False

    assert client.get(reverse("demo_personas")).status_code == 404
    assert client.post(reverse("demo_become", args=["accountant"])).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_address_map_of_an_ordinary_house_has_no_demo():
    with pytest.raises(Resolver404):
        resolve("/demo/personas/", "erp.urls")
