"""A real browser: pages at a width and in a color scheme, that fail on any error they report."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client

from erp.launch import valkey
from erp.launch.folders import Folders

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    "--disable-quic", "--force-color-profile=srgb",
]  # fmt: skip
WAIT_MS_MAX = 60_000  # a busy machine is no failure


@pytest.fixture(scope="session")
def store():
    valkey.ensure_running(Folders(settings.DATA_DIR))


@pytest.fixture
def no_rate_used_up(store):
    cache.clear()


@pytest.fixture(scope="session")
def chromium(store):
    # Playwright's loop runs in the thread of the test, which is no reason to keep the database from it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # Taken from here on only: most runs of the tests open no browser.
    driver = import_module("playwright.sync_api")
    driver.expect.set_options(timeout=WAIT_MS_MAX)
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()
        connections.close_all()  # those opened while the loop ran; nobody else knows of them


@pytest.fixture
def page_at(chromium, live_server, no_rate_used_up):
    """Return `page_at(width, color_scheme, user)` for the test's own house; see `pages_of`."""
    with pages_of(chromium, live_server.url) as open_page:
        yield open_page


@contextmanager
def pages_of(chromium, url: str) -> Iterator[Callable]:
    """
    Yield `open_page(width, color_scheme, user)`: a page, signed in when a user is given.

    `expected` names texts that the console may say, such as the status of a page that is looked for
    in vain; anything else it says as an error fails the test, and so does a broken content policy.
    """
    contexts, said = [], []

    def open_page(width=1440, color_scheme="light", user=None, *, javascript=True, expected=()):
        context = chromium.new_context(
            base_url=url,
            viewport={"width": width, "height": 844 if width < 600 else 900},
            color_scheme=color_scheme,
            java_script_enabled=javascript,
            has_touch=width < 600,
            locale="en-GB",
        )
        contexts.append(context)
        if user:
            context.add_cookies([session_cookie(user, url)])
        page = context.new_page()
        page.set_default_timeout(WAIT_MS_MAX)

        def listen(message):
            if message.type == "error" and not any(text in message.text for text in expected):
                said.append(f"{page.url}: {message.text}")

        page.on("console", listen)
        page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
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
