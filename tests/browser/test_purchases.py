"""The purchase side of the staff door in a real browser: its pages fit, are accessible and silent."""

import pytest
from django.urls import reverse

from tests.browser.conftest import assert_accessible, assert_fits
from tests.browser.test_staff import picture
from tests.portals.staff.conftest import (  # noqa: F401  the same company, in a browser
    beans,
    books,
    clock,
    farm,
    new_bill,
    new_bill_payment,
    new_product,
    new_purchase,
    new_receipt,
    shelf,
)

LISTS = ("supplier_list", "purchase_order_list", "receipt_list", "bill_list", "bill_payment_list")
FORMS = ("home", "supplier_new", "purchase_order_new", "bill_new")


@pytest.fixture
def addresses(transactional_db, farm, new_bill, new_bill_payment, new_purchase, new_receipt):  # noqa: F811
    """The address of every kind of page of purchases, with something on it."""
    paid, owed = new_bill("F-1", approved=True), new_bill("F-2", approved=True)
    payment, receipt, order = new_bill_payment("150", (paid, "119")), new_receipt("20"), new_purchase()
    records = {
        "supplier": farm, "supplier_terms": farm, "supplier_bank_new": farm, "bill": owed,
        "bill_reverse": owed, "bill_payment": payment, "bill_payment_allocate": payment,
        "bill_payment_reverse": payment, "purchase_order": receipt.purchase_order,
        "purchase_order_receive": order, "receipt": receipt, "receipt_bill": receipt,
    }  # fmt: skip
    found = {name: reverse(f"staff:{name}") for name in (*LISTS, *FORMS)}
    found |= {name: reverse(f"staff:{name}", args=[row.public_id]) for name, row in records.items()}
    found["bill_pay"] = f"{reverse('staff:bill_pay')}?supplier={farm.public_id}&bill={owed.public_id}"
    return found


@pytest.mark.parametrize(("width", "color_scheme"), [(1440, "light"), (390, "dark")])
def test_every_page_is_accessible_and_fits(page_at, administrator, addresses, width, color_scheme):
    page = page_at(width, color_scheme, administrator)
    problems = []

    for name, address in addresses.items():
        page.goto(address, wait_until="load")
        picture(page, f"{name}-{width}-{color_scheme}")
        try:
            assert page.locator("main h1").count() == 1
            assert_accessible(page)
            assert_fits(page)
        except AssertionError as problem:
            problems.append((name, str(problem)[:600]))

    assert problems == []


def test_two_figures_stand_side_by_side_under_their_heads(page_at, administrator, addresses):
    page = page_at(user=administrator)

    page.goto(addresses["bill_pay"])

    heads, cells = page.locator("thead th"), page.locator("tbody tr").first.locator("td")
    assert heads.count() == cells.count() == 6
    for number in range(6):
        assert heads.nth(number).bounding_box()["x"] == cells.nth(number).bounding_box()["x"]
