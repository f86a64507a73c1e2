"""A real browser: pages at a width and in a color scheme, that fail on any error they report."""

import os
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import sync_playwright

from erp.launch import valkey
from erp.launch.folders import Folders
from portals.components import navigation

# Playwright's loop runs in the thread of the test, which is no reason to keep the database from it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    "--disable-quic", "--force-color-profile=srgb",
]  # fmt: skip
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
SEVERE = {"serious", "critical"}


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def store():
    valkey.ensure_running(Folders(settings.DATA_DIR))


@pytest.fixture(autouse=True)
def no_rate_used_up(store):
    cache.clear()


@pytest.fixture(autouse=True)
def navigation_of_its_own():
    """The gallery leads to itself; the doors' own navigation is back after each test."""
    import_module("erp.urls")
    kept = dict(navigation._declared)
    yield
    navigation._declared.clear()
    navigation._declared.update(kept)


@pytest.fixture(scope="session")
def chromium():
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def page_at(chromium, live_server):
    """Return `page_at(width, color_scheme, user)`: a page, signed in when a user is given.

    `expected` names texts that the console may say, such as the status of a page that is looked for
    in vain; anything else it says as an error fails the test, and so does a broken content policy.
    """
    contexts, said = [], []

    def open_page(width=1440, color_scheme="light", user=None, *, javascript=True, expected=()):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 844 if width < 600 else 900},
            color_scheme=color_scheme,
            java_script_enabled=javascript,
            has_touch=width < 600,
            locale="en-GB",
        )
        contexts.append(context)
        if user:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(10_000)

        def listen(message):
            if message.type == "error" and not any(text in message.text for text in expected):
                said.append(message.text)

        page.on("console", listen)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def session_cookie(user, url):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


def assert_accessible(page):
    """Fail on anything that axe-core calls serious or critical (WCAG 2.2 A and AA)."""
    page.evaluate(AXE)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    answer = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)

    found = [
        f"{rule['id']}: {node['html'][:160]} | {node['failureSummary'][:300]}"
        for rule in answer["violations"]
        if rule["impact"] in SEVERE
        for node in rule["nodes"]
    ]
    assert found == []


def assert_fits(page):
    """Fail when the page can be scrolled sideways."""
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0
