from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible
from tests.browser.test_gallery import gallery

__all__ = ["gallery"]


def names(page):
    return page.locator("tbody tr td:nth-child(2)").all_inner_texts()


def test_typing_narrows_the_list_and_the_address_keeps_it(page_at):
    page = page_at()
    page.goto("/gallery/list/")

    page.keyboard.press("/")
    page.keyboard.type("11")

    # 011, 110 to 119 and nothing else of 000 to 119
    expect(page.locator("tbody tr")).to_have_count(11)
    assert page.url.endswith("/gallery/list/?q=11")
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(11)
    expect(page.get_by_role("searchbox")).to_have_value("11")


def test_a_filter_shows_as_a_chip_that_takes_it_off(page_at):
    page = page_at()
    page.goto("/gallery/list/")

    page.get_by_label("Kind").select_option("PUBLIC")
    expect(page.get_by_text("40 rows")).to_be_visible()  # every third of 120
    assert_accessible(page)
    page.get_by_role("link", name="Remove Kind: Public body").click()

    expect(page.get_by_text("120 rows")).to_be_visible()


def test_sorting_and_pages_are_in_the_address(page_at):
    page = page_at()
    page.goto("/gallery/list/")

    page.get_by_role("link", name="Customer", exact=True).click()
    expect(page.get_by_role("columnheader", name="Customer")).to_have_attribute(
        "aria-sort", "descending"
    )
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("51–100 of 120")).to_be_visible()

    assert names(page)[0] == "Customer 069 GmbH"
    page.go_back()
    expect(page.get_by_text("1–50 of 120")).to_be_visible()
    assert names(page)[0] == "Customer 119 GmbH"


def test_keys_move_through_rows_and_open_one(page_at):
    page = page_at()
    page.goto("/gallery/list/?sort=number")
    third = page.locator("tbody tr").nth(2).get_attribute("data-url")

    for key in "jjjkj":
        page.keyboard.press(key)
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{third}")


def test_the_export_opens_by_key_and_holds_what_is_shown(page_at):
    page = page_at()
    page.goto("/gallery/list/?q=11")

    page.keyboard.press("e")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()

    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0] == "Number,Customer,Created,Due,Status,Open,Total,Currency"
    assert len(lines) == 12


def test_the_list_searches_without_javascript(page_at):
    page = page_at(javascript=False)

    page.goto("/gallery/list/")
    page.get_by_role("searchbox").fill("119")
    page.get_by_role("searchbox").press("Enter")

    assert names(page) == ["Customer 119 GmbH"]
