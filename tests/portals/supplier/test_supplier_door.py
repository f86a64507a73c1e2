"""The supplier's door: where each bill stands, what was paid and when, and questions about it."""

import datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from crm.service.models import Inquiry
from erp.submissions.execution import take_up
from erp.submissions.models import Submission
from inventory.purchasing.operations import PurchaseLine, PurchaseOrderDraft, place_purchase_order
from inventory.purchasing.receiving import Arrival, ReceiptDraft, receive_goods
from inventory.stock.operations import PlaceDraft, create_place
from tests import trading
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

ABSENT = "00000000-0000-4000-8000-000000000000"
PAGES = (
    *("", "bills/", "payments/", "orders/", "questions/"),
    *("details/", "details/contact/", "details/legal/"),
)


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_for_the_supplier_and_for_nobody_else(page, finn):
    assert finn.get(f"/supplier/{page}").status_code == 200
    assert Client().get(f"/supplier/{page}").status_code == 302


def test_home_says_what_is_owed_and_that_it_is_late(finn, new_bill):
    new_bill("100")

    page = text(finn.get("/supplier/"))

    # 100 and 19 % of it; due 30 days after January 5, which has passed
    assert "We owe you €119.00." in page
    assert "€119.00 of it is overdue." in page
    assert "/supplier/bills/?state=DUE" in page
    assert "F-1" in page


def test_a_bill_that_waits_and_one_that_was_paid_say_so(finn, new_bill, pay):
    waiting = new_bill("50", "F-2", approved=False)
    paid = new_bill("100", "F-1")
    payment = pay("119", (paid, "119"))

    assert "Received" in text(finn.get(f"/supplier/bills/{waiting.public_id}/"))
    page = text(finn.get(f"/supplier/bills/{paid.public_id}/"))
    assert "Paid on 3 Feb 2026" in page
    assert f"/supplier/payments/{payment.public_id}/" in page
    advice = text(finn.get(f"/supplier/payments/{payment.public_id}/"))
    for words in ("F-1", "€119.00", "What it settles", f"/supplier/bills/{paid.public_id}/"):
        assert words in advice


def rows_of(client, **asked):
    file = text(client.get("/supplier/bills/", asked | {"export": "csv"}))
    return [line.split(",") for line in file.splitlines()[1:]]


def test_the_list_says_of_each_bill_where_it_stands_and_when_it_is_paid(finn, new_bill, pay):
    new_bill("50", "F-2", approved=False)
    new_bill("30", "F-3")
    pay("119", (new_bill("100", "F-1"), "119"))

    rows = {row[0]: row[3:] for row in rows_of(finn)}

    # due 30 days after January 5; 19 % on 100, 50 and 30
    assert rows == {
        "F-1": ["2026-02-04", "", "2026-02-03", "119.0000", "", "EUR", "Paid"],
        "F-2": ["", "2026-02-04", "", "59.5000", "", "EUR", "Received"],
        "F-3": ["2026-02-04", "2026-02-04", "", "35.7000", "35.7000", "EUR", "Due"],
    }


@pytest.mark.parametrize(("state", "found"), [("PAID", "F-1"), ("RECEIVED", "F-2"), ("DUE", "F-3")])
def test_the_list_is_narrowed_by_where_a_bill_stands(finn, new_bill, pay, state, found):
    new_bill("50", "F-2", approved=False)
    new_bill("30", "F-3")
    pay("119", (new_bill("100", "F-1"), "119"))

    assert [row[0] for row in rows_of(finn, state=state)] == [found]


def test_a_suppliers_number_that_looks_like_a_formula_stays_a_text(finn, new_bill):
    new_bill("100", "=F+1")

    assert [row[0] for row in rows_of(finn)] == ["'=F+1"]


def test_an_order_shows_what_has_arrived_of_it(finn, company, account, new_bill):
    clerk = trading.new_or_known_scope(company)
    shelf = create_place(clerk, place=PlaceDraft(company.branches.get().pk, "A", "Shelf"))
    beans = trading.new_product(company)
    draft = PurchaseOrderDraft(
        account.pk,
        company.branches.get().pk,
        "first",
        trading.TODAY,
        [PurchaseLine(beans.pk, Decimal(60), Decimal("4.5"))],
        expected_date=datetime.date(2026, 4, 7),
    )
    order = place_purchase_order(clerk, order=draft)
    address = f"/supplier/orders/{order.public_id}/"
    assert "Nothing has arrived yet." in text(finn.get(address))

    arrival = Arrival(order.lines.get().pk, Decimal(20), shelf.pk)
    receipt = receive_goods(clerk, receipt=ReceiptDraft(order.pk, "r", trading.TODAY, [arrival], "LS-7"))

    page = text(finn.get(address))
    # 60 x 4.50
    for words in (order.number, "€270.00", receipt.number, "LS-7", ">20<", "7 Apr 2026"):
        assert words in page
    assert order.number in text(finn.get("/supplier/orders/"))


def test_foreign_records_are_like_none(signed_in, new_supplier, new_bill):
    eve = signed_in(new_supplier("Other Farm", "70002"), "eve")
    foreign = new_bill("777").public_id

    for path in ("", "ask/"):
        shown = eve.get(f"/supplier/bills/{foreign}/{path}")
        absent = eve.get(f"/supplier/bills/{ABSENT}/{path}")
        assert (shown.status_code, absent.status_code) == (404, 404)
    assert "777" not in text(eve.get("/supplier/bills/"))
    for kind in ("payments", "orders", "questions", "submissions"):
        assert eve.get(f"/supplier/{kind}/{ABSENT}/").status_code == 404


def test_a_question_about_a_bill_is_handed_in(finn, new_bill):
    bill = new_bill()

    answer = finn.post(f"/supplier/bills/{bill.public_id}/ask/", {"key": uuid4(), "text": "When?"})
    take_up(submission_id=Submission.objects.get().pk, now=NOW)

    inquiry = Inquiry.objects.get()
    assert f"/supplier/questions/{inquiry.public_id}/" in text(finn.get(answer.url))
    assert "You asked" in text(finn.get(f"/supplier/bills/{bill.public_id}/"))
    page = text(finn.get(f"/supplier/questions/{inquiry.public_id}/"))
    assert f'href="/supplier/bills/{bill.public_id}/"' in page


@pytest.mark.parametrize("address", ["/staff/", "/customer/", "/partner/"])
def test_no_other_door_opens_for_a_supplier(finn, address):
    assert finn.get(address).status_code == 403


@pytest.mark.parametrize(("page", "queries"), [("", 18), ("bills/", 16)])
def test_pages_cost_the_same_for_any_number_of_rows(
    finn, new_bill, page, queries, django_assert_max_num_queries
):
    for number in range(1, 6):
        new_bill(str(number), f"F-{number}")

    with django_assert_max_num_queries(queries):
        finn.get(f"/supplier/{page}")
