"""Every page of every door: it opens, is accessible, fits the width and says nothing on the console."""

import os
from io import BytesIO
from itertools import groupby
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from erp.identity.models import User
from portals.demo.personas import PASSWORD, persona_of
from tests.browser.conftest import assert_accessible, assert_fits
from tests.browser.world import ADDRESSES, PERSONAS, addresses, build, url_of
from tests.chromium import pages_of
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

# Addresses without a page of their own here, each with its reason. Those that only take POST say so
# themselves.
NOT_PAGES = {
    "account_confirm_email": "addresses are not confirmed: people are invited",
    "account_confirm_login_code": "nobody signs in by a code that is mailed",
    "account_set_password": "for people without a password, which nobody is",
    "account_reset_password_from_key": "needs the key of a mail; tests of signing in open it",
    "api-": "answers programs",
    "customer:invoice_pdf": "a file",
    "first_run": "in an empty house only; tests of signing in open it",
    "healthz": "answers programs",
    "mfa_authenticate": "in the middle of a sign-in; tests of signing in open it",
    "mfa_download_recovery_codes": "a file",
    "mfa_edit_webauthn": "needs a key of hardware",
    "mfa_login_webauthn": "answers programs",
    "mfa_reauthenticate_webauthn": "needs a key of hardware",
    "mfa_remove_webauthn": "needs a key of hardware",
    "openid_connect_": "leads to another house",
    "socialaccount_signup": "nobody signs up",
    "staff:bill_payment_pdf": "a file",
    "staff:invoice_pdf": "a file",
    "staff:search": "answers programs",
    "supplier:payment_pdf": "a file",
}
# Pages for those who are not signed in, and for those with a second factor.
FOR_GUESTS = {
    "account_inactive", "account_login", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key_done", "account_signup", "socialaccount_login_cancelled",
    "socialaccount_login_error",
}  # fmt: skip
FOR_GUARDED = {
    "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_reauthenticate",
    "mfa_view_recovery_codes",
}  # fmt: skip
STATUS = {"socialaccount_login_error": 401}
# Colors have changed over; what turns for ever does not count.
SETTLED = """() => document.getAnimations().every(
    one => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity)"""
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}

# The pictures of the README: who looks at what, and how.
PICTURES = {
    "staff": ("account", "staff:home", {"width": 1440, "height": 1100}, "light"),
    "customer": ("customer", "customer:home", PHONE, "light"),
    "partner": ("partner", "partner:turnover", WIDE, "dark"),
}
IS_MAKING_PICTURES = "MAKE_PICTURES" in os.environ
PICTURE_BYTES_MAX = 200_000


def group_of(name):
    """Return who looks at a page, and at what kind of thing."""
    door, _colon, short = name.rpartition(":")
    visitor = "guest" if name in FOR_GUESTS else "guarded" if name in FOR_GUARDED else door
    return f"{visitor or 'account'} {short.split('_')[0]}"


PAGES = sorted((name for name in addresses() if not name.startswith(tuple(NOT_PAGES))), key=group_of)
GROUPS = {group: list(names) for group, names in groupby(PAGES, group_of)}


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, store):
    """The demo behind a server of its own, on the day it was loaded for: its address, its visitors."""
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patched,
        override_settings(ROOT_URLCONF=ADDRESSES, DEMO=True, ACCOUNT_REAUTHENTICATION_TIMEOUT=3600),
    ):
        patched.setattr("portals.gate.now", lambda: NOW)
        try:
            with time_machine.travel(NOW):
                build(months=13 if IS_MAKING_PICTURES else 1)  # charts show twelve months
            visitors = {door: signed_in(PERSONAS[door]) for door in PERSONAS}
            visitors |= {"guest": Client(), "account": signed_in("accountant"), "guarded": guarded()}
            server = LiveServer("localhost")
            yield server.url, visitors
            server.stop()
        finally:  # whatever went wrong, no other test finds the demo
            call_command("flush", verbosity=0, interactive=False)
            connections.close_all()  # while the browser's loop runs they are not those of other tests


def cookies_of(visitor, url):
    return [{"name": name, "value": each.value, "url": url} for name, each in visitor.cookies.items()]


def signed_in(key):
    """Return one of the demo's people, who has signed in and given their password again just now."""
    client = Client()
    client.post(reverse("account_login"), {"login": persona_of(key).email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def guarded():
    """Return the credit controller, who has a second factor from now on."""
    client = signed_in("credit")
    user = User.objects.get(email=persona_of("credit").email)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return client


@pytest.mark.parametrize("group", GROUPS)
def test_every_page_opens_is_accessible_and_fits(chromium, house, no_rate_used_up, group):
    url, visitors = house
    problems = []
    with pages_of(chromium, url) as open_page:
        page = open_page(expected=[f"status of {status}" for status in STATUS.values()])
        page.context.add_cookies(cookies_of(visitors[group.split()[0]], url))
        for name in GROUPS[group]:
            problems += look_at(page, name)

    assert problems == [], "\n\n".join(problems)


@pytest.mark.parametrize("name", PICTURES)
def test_the_readme_shows_a_picture_of_the_page(chromium, house, no_rate_used_up, tmp_path, name):
    url, visitors = house
    visitor, address, size, color_scheme = PICTURES[name]
    shown = f"docs/pictures/{name}.png"
    taken = settings.BASE_DIR / shown if IS_MAKING_PICTURES else tmp_path / "picture.png"

    with pages_of(chromium, url) as open_page:
        page = open_page(size["width"], color_scheme)
        page.set_viewport_size(size)
        page.context.add_cookies(cookies_of(visitors[visitor], url))
        for _turn in range(2):  # the first time it still says who has signed in
            page.goto(url_of(address), wait_until="load")
        taken.write_bytes(in_few_colors(page.screenshot(animations="disabled")))

    assert taken.stat().st_size < PICTURE_BYTES_MAX
    assert f"({shown})" in (settings.BASE_DIR / "README.md").read_text()
    assert (settings.BASE_DIR / shown).stat().st_size < PICTURE_BYTES_MAX


def look_at(page, name):
    """Open a page on a desk in light and on a phone in the dark; return what is wrong with it."""
    try:
        url = url_of(name)
    except LookupError as problem:
        return [f"{name}: {problem}"]
    if page.request.fetch(url, method="OPTIONS").headers.get("allow") == "POST":
        return []
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    answer = page.goto(url, wait_until="load")
    if answer.status != STATUS.get(name, 200) or not page.url.endswith(url):
        return [f"{name} answers {answer.status} at {page.url}"]
    problems = []
    for size, color_scheme in ((WIDE, "light"), (PHONE, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=color_scheme, reduced_motion="reduce")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", color_scheme)
        page.wait_for_function(SETTLED)
        keep_picture(page, f"{name.replace(':', '-')}-{size['width']}")
        try:
            assert page.locator("h1").count() == 1
            assert_accessible(page)
            assert_fits(page)
        except AssertionError as problem:
            problems.append(f"{name} at {size['width']}: {str(problem)[:800]}")
    return problems


def in_few_colors(picture):
    """Return a picture with 256 colors, which is a third of the bytes and looks the same."""
    made = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").quantize(256).save(made, "PNG", optimize=True)
    return made.getvalue()


def keep_picture(page, name):
    """Keep a picture of the page where PICTURES names a folder."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
