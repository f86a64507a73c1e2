import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from erp.identity.models import User
from tests.browser.conftest import assert_accessible, assert_fits

PASSWORD = "correct horse battery"


@pytest.fixture
def person(transactional_db):
    return User.objects.create_user("nadia@example.com", PASSWORD, name="Nadia Rossi")


def sign_in(page, password=PASSWORD):
    page.goto(reverse("account_login"))
    page.get_by_label("Email").fill("nadia@example.com")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_wrong_password_is_told_without_saying_who_exists(page_at, person):
    page = page_at()

    sign_in(page, "wrong password")

    expect(page.locator("#error-summary")).to_contain_text("not correct")
    assert_accessible(page)


def test_who_has_a_second_factor_is_asked_for_it(page_at, person):
    TOTP.activate(person, generate_totp_secret())
    page = page_at(390, "dark")

    sign_in(page)

    page.wait_for_url(f"**{reverse('mfa_authenticate')}")
    assert_accessible(page)
    assert_fits(page)


def test_a_second_factor_is_switched_on_after_the_password(page_at, person):
    page = page_at(390, user=person)

    page.goto(reverse("mfa_activate_totp"))
    page.wait_for_url(f"**{reverse('account_reauthenticate')}**")
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()

    page.wait_for_url(f"**{reverse('mfa_activate_totp')}")
    expect(page.get_by_label("Authenticator code")).to_be_visible()
    assert_accessible(page)


def test_a_forgotten_password_is_replaced_by_way_of_a_mail(page_at, person):
    page = page_at(390)
    page.goto(reverse("account_reset_password"))
    page.get_by_label("Email").fill(person.email)
    page.get_by_role("button", name="Reset My Password").click()
    page.wait_for_url(f"**{reverse('account_reset_password_done')}")

    page.goto(re.search(r"http\S+/key/\S+", mail.outbox[0].body)[0])
    assert_accessible(page)
    for field in page.locator("input[type=password]").all():
        field.fill("a new horse battery")
    page.get_by_role("button", name="Change Password").click()
    page.wait_for_url(f"**{reverse('account_reset_password_from_key_done')}")

    sign_in(page, "a new horse battery")
    page.wait_for_url("**/")


def test_a_person_signs_in_changes_their_language_and_signs_out(page_at, person):
    page = page_at()
    sign_in(page)

    page.goto(reverse("account_profile"))
    page.get_by_label("Name").fill("Nadia Bianchi")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Your profile was saved.")).to_be_visible()
    page.get_by_role("button", name="Menu of Nadia Bianchi").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"**{reverse('account_login')}**")

    page.goto(reverse("account_profile"))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [("/nowhere/", 404, "There is nothing here for you"), ("/staff/", 403, "You may not do that")],
)
def test_a_closed_or_missing_page_says_so_kindly(page_at, person, path, status, words):
    page = page_at(390, user=person, expected=(str(status),))

    page.goto(path)

    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    assert_accessible(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_first_page_is_accessible(page_at, transactional_db, settings, width):
    settings.FIRST_RUN_CODE = "5f3a9c01"
    page = page_at(width)

    page.goto("/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your company")
    assert_accessible(page)
    assert_fits(page)
