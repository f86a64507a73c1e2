"""How the form that pays bills is laid out in a browser."""

from django.urls import reverse

from tests.portals.staff.conftest import beans, books, clock, farm, new_bill, new_product

__all__ = ["beans", "books", "clock", "farm", "new_bill", "new_product"]


def test_two_figures_stand_side_by_side_under_their_heads(
    transactional_db, page_at, administrator, farm, new_bill
):
    bill = new_bill("F-2", approved=True)
    page = page_at(user=administrator)

    page.goto(f"{reverse('staff:bill_pay')}?supplier={farm.public_id}&bill={bill.public_id}")

    heads, cells = page.locator("thead th"), page.locator("tbody tr").first.locator("td")
    assert heads.count() == cells.count() == 6
    for number in range(6):
        assert heads.nth(number).bounding_box()["x"] == cells.nth(number).bounding_box()["x"]
