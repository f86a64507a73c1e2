"""What tests of single pages need: axe, and the doors' own navigation after each of them."""

from importlib import import_module
from pathlib import Path

import pytest

from portals.components import navigation

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
SEVERE = {"serious", "critical"}


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def navigation_of_its_own():
    """The gallery leads to itself; the doors' own navigation is back after each test."""
    import_module("erp.urls")
    kept = dict(navigation._declared)
    yield
    navigation._declared.clear()
    navigation._declared.update(kept)


def assert_accessible(page):
    """Fail on anything that axe-core calls serious or critical (WCAG 2.2 A and AA)."""
    page.evaluate(AXE)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    options = {"runOnly": tags, "resultTypes": ["violations"], "preload": False}
    answer = page.evaluate("options => axe.run(document, options)", options)

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
