import pytest
from django.urls import reverse
from playwright.sync_api import expect

from erp.identity.models import User
from tests.browser.conftest import assert_accessible, assert_fits

PASSWORD = "correct horse battery"
OWN = [
    "account_profile", "account_change_password", "account_email", "mfa_index", "mfa_activate_totp",
    "mfa_add_webauthn", "usersessions_list", "account_logout", "account_reauthenticate", "home",
    "socialaccount_connections",
]  # fmt: skip
ENTRANCE = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]


@pytest.fixture
def person(transactional_db):
    return User.objects.create_user("nadia@example.com", PASSWORD, name="Nadia Rossi")


def sign_in(page, password=PASSWORD):
    page.goto(reverse("account_login"))
    page.get_by_label("Email").fill("nadia@example.com")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ENTRANCE)
def test_pages_of_the_entrance_are_accessible(page_at, person, name, width):
    page = page_at(width)

    page.goto(reverse(name))

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_ones_own_pages_are_accessible(page_at, person, color_scheme):
    page = page_at(390, color_scheme)
    sign_in(page)
    page.wait_for_url("**/")

    for name in OWN:
        page.goto(reverse(name))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_accessible(page)
        assert_fits(page)


def test_a_wrong_password_is_told_without_saying_who_exists(page_at, person):
    page = page_at()

    sign_in(page, "wrong password")

    expect(page.locator("#error-summary")).to_contain_text("not correct")
    assert_accessible(page)


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
