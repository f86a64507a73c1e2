"""The staff door in a real browser: its pages fit, are accessible and say nothing on the console."""

import datetime
import os
from pathlib import Path

import pytest
from django.urls import reverse

from tests.browser.conftest import assert_accessible, assert_fits
from tests.portals.staff.conftest import (  # noqa: F401  the same company, in a browser
    account,
    beans,
    books,
    clock,
    new_account,
    new_delivery,
    new_draft,
    new_invoice,
    new_order,
    new_payment,
    new_product,
    shelf,
    stocked,
)

LISTS = (
    *("home", "customer_list", "invoice_list", "order_list", "product_list", "trial_balance"),
    *("aged_receivables", "period_list", "opening", "rate_list", "user_list", "company"),
)
FORMS = (
    *("customer_new", "invoice_new", "order_new", "journal_new", "billing_run", "opening_balances"),
    *("opening_invoice", "rate_new", "user_new", "company_edit"),
)


@pytest.fixture
def addresses(transactional_db, account, new_invoice, new_delivery, new_order, new_payment):  # noqa: F811
    """The address of every kind of page, with something on it."""
    invoice, delivery = new_invoice("100", on=datetime.date(2026, 1, 5)), new_delivery()
    order, payment = new_order(), new_payment("40")
    records = {
        "customer": account, "invoice": invoice, "order": order, "delivery": delivery,
        "payment": payment, "invoice_credit": invoice, "order_deliver": order,
        "invoice_write_off": invoice, "payment_allocate": payment,
    }  # fmt: skip
    found = {name: reverse(f"staff:{name}") for name in (*LISTS, *FORMS)}
    found |= {name: reverse(f"staff:{name}", args=[row.public_id]) for name, row in records.items()}
    found["payment_new"] = f"{reverse('staff:payment_new')}?customer={account.public_id}"
    found["payment_refund"] = f"{reverse('staff:payment_refund')}?customer={account.public_id}"
    found["year"] = reverse("staff:year", args=["2026"])
    found["general_ledger"] = reverse("staff:general_ledger", args=["1100"])
    found["entry"] = reverse("staff:entry", args=[invoice.journal_entry.public_id])
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


def test_more_lines_come_without_leaving_the_page(page_at, administrator, addresses):
    page = page_at(user=administrator)
    page.goto(addresses["invoice_new"])
    rows = page.locator("#lines tbody tr")
    page.locator("[name=lines-0-description]").fill("Beans")
    before = rows.count()

    page.locator("[name=more]").click()

    rows.nth(before).wait_for()
    assert rows.count() == before + 3
    assert page.locator("[name=lines-0-description]").input_value() == "Beans"


def picture(page, name):
    """Keep a picture of the page where PICTURES names a folder."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
