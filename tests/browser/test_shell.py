import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible
from tests.browser.test_gallery import gallery

__all__ = ["gallery"]


def test_the_palette_finds_a_page_and_goes_there_by_keyboard(page_at):
    page = page_at()
    page.goto("/gallery/")

    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("lis")
    expect(page.get_by_role("option")).to_have_count(1)
    assert_accessible(page)
    page.keyboard.press("Enter")

    page.wait_for_url("**/gallery/list/")


def test_two_keys_go_to_a_page(page_at):
    page = page_at()
    page.goto("/gallery/")

    page.keyboard.press("g")
    page.keyboard.press("l")

    expect(page.get_by_role("heading", name="Customers")).to_be_visible()


def test_the_theme_is_the_readers_choice_and_stays(page_at):
    page = page_at(color_scheme="light")
    page.goto("/gallery/")

    page.get_by_role("button", name="Menu of Nadia Rossi").click()
    page.get_by_role("button", name="Dark").click()
    page.goto("/gallery/list/")

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_menu_opens_over_the_page_on_a_phone(page_at):
    page = page_at(390)
    page.goto("/gallery/")

    page.get_by_role("button", name="Menu", exact=True).click()
    expect(page.get_by_role("link", name="List")).to_be_visible()
    expect(page.locator(".offcanvas-lg.show:not(.showing)")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="List").click()

    expect(page.get_by_role("heading", name="Customers")).to_be_visible()


def test_a_form_comes_back_with_everything_typed_and_a_summary(page_at):
    page = page_at()
    page.goto("/gallery/form/")

    page.get_by_label("Amount").fill("12,34,5")
    page.get_by_label("Quantity").fill("1,5")
    page.get_by_label("Quantity").press("Control+Enter")

    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Name")
    expect(summary).to_contain_text("Amount (EUR): Enter a number.")
    expect(page.get_by_label("Amount")).to_have_value("12,34,5")
    assert_accessible(page)


@pytest.mark.parametrize("path", ["/gallery/", "/gallery/list/?q=001", "/gallery/form/"])
def test_pages_read_without_javascript(page_at, path):
    page = page_at(javascript=False)

    page.goto(path)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="List")).to_be_visible()


def test_every_page_of_the_menu_is_reached_on_a_low_screen(page_at):
    page = page_at()
    page.set_viewport_size({"width": 1440, "height": 200})
    page.goto("/gallery/")

    page.get_by_role("link", name="Empty").click()

    page.wait_for_url("**/gallery/empty/")
    assert_accessible(page)
