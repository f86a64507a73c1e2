"""What pages of the staff door do in a browser, beyond opening."""

from django.urls import reverse

from tests.portals.staff.conftest import account, books, clock, new_account

__all__ = ["account", "books", "clock", "new_account"]


def test_more_lines_come_without_leaving_the_page(transactional_db, page_at, administrator, account):
    page = page_at(user=administrator)
    page.goto(reverse("staff:invoice_new"))
    rows = page.locator("#lines tbody tr")
    page.locator("[name=lines-0-description]").fill("Beans")
    before = rows.count()

    page.locator("[name=more]").click()

    rows.nth(before).wait_for()
    assert rows.count() == before + 3
    assert page.locator("[name=lines-0-description]").input_value() == "Beans"
