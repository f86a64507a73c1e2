import pytest
from django.urls import reverse

from erp.identity.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def person():
    return User.objects.create_user("nadia@example.com", PASSWORD, name="Nadia", language="it")


def sign_in(client, email, password):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_the_right_password_opens_the_front_door_in_the_persons_language(client, person):
    response = sign_in(client, person.email, PASSWORD)

    assert response.status_code == 302
    assert response["Location"] == "/"
    assert response.cookies["django_language"].value == "it"


def test_an_unknown_person_is_answered_like_a_wrong_password(client, person):
    unknown = sign_in(client, "nobody@example.com", "wrong password")
    wrong = sign_in(client, person.email, "wrong password")

    assert unknown.status_code == wrong.status_code == 200
    assert unknown.context["form"].errors == wrong.context["form"].errors


def test_nobody_signs_up_by_themselves(client):
    client.post(reverse("account_signup"), {"email": "new@example.com", "password1": PASSWORD})

    assert not User.objects.filter(email="new@example.com").exists()


@pytest.mark.parametrize(
    "name",
    [
        "account_profile", "account_change_password", "account_email", "mfa_index", "usersessions_list",
        "account_logout", "home",
    ],
)  # fmt: skip
def test_ones_own_pages_open_to_who_is_signed_in(client, person, name):
    client.force_login(person)

    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_signup"])
def test_pages_of_the_entrance_open_to_everybody(client, name):
    assert client.get(reverse(name)).status_code == 200


def test_a_profile_is_saved_and_on_record(client, person):
    client.force_login(person)

    response = client.post(reverse("account_profile"), {"name": "Nadia Rossi", "language": "de"})

    person.refresh_from_db()
    assert response.status_code == 302
    assert (person.name, person.language) == ("Nadia Rossi", "de")
    assert response.cookies["django_language"].value == "de"
