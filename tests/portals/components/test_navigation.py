import pytest

from portals.components import navigation
from portals.components.navigation import Entry, Section

ACCOUNT = Section("Account", (Entry("Profile", "account_profile", "user"),))
SECURITY = Section("Security", (Entry("Password", "account_change_password", "key", "erp.view_key"),))


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    monkeypatch.setattr(navigation, "_declared", {})
    navigation.declare("account", (ACCOUNT, SECURITY))


def test_only_what_is_permitted_is_shown_and_empty_sections_vanish():
    seen = navigation.navigation("account", frozenset(), "/")
    allowed = navigation.navigation("account", frozenset({"erp.view_key"}), "/")

    assert [part.label for part in seen] == ["Account"]
    assert [part.label for part in allowed] == ["Account", "Security"]


@pytest.mark.parametrize(("path", "is_active"), [("/account/profile/", True), ("/account/", False)])
def test_the_place_of_the_page_is_marked(path, is_active):
    seen = navigation.navigation("account", frozenset(), path)

    assert seen[0].places[0].is_active is is_active


def test_a_door_without_navigation_has_none():
    assert navigation.navigation("moon", frozenset(), "/") == ()
