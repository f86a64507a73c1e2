"""Pages of records show what was written by the real operations."""

import datetime
import re
from uuid import uuid4

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
TOKEN = re.compile(rb'"(X-CSRFToken": "|csrfmiddlewaretoken" value=")[^"]*"')
JANUARY = datetime.date(2026, 1, 5)


def without_token(answer):
    return TOKEN.sub(b"", answer.content)


def test_an_invoice_shows_number_customer_lines_and_total(client, accountant, new_invoice):
    invoice = new_invoice("100", customer_order_number="PO-77")
    client.force_login(accountant)

    page = client.get(reverse("staff:invoice", args=[invoice.public_id])).content.decode()

    # 2 x 100 net and 19 % of it
    for words in (invoice.number, "Bluebird Cafe", "Espresso beans", "PO-77", "€238.00", "€38.00"):
        assert words in page


def test_an_overdue_invoice_says_since_when(client, accountant, new_invoice):
    invoice = new_invoice("100", on=JANUARY)
    client.force_login(accountant)

    page = client.get(reverse("staff:invoice_list") + "?state=overdue").content.decode()

    # due 30 days after 5 January is 4 February; 55 days before 31 March
    assert invoice.number in page
    assert "55 days overdue" in page


def test_a_customer_page_answers_a_phone_call(client, accountant, account, new_invoice):
    invoice = new_invoice("100", on=JANUARY)
    client.force_login(accountant)

    page = client.get(reverse("staff:customer", args=[account.public_id])).content.decode()

    # 1,000.00 limit less 238.00 open
    for words in ("Bluebird Cafe", "C-1001", invoice.number, "€238.00", "€762.00", "55 days overdue"):
        assert words in page


def test_a_product_shows_what_is_there(client, administrator, stocked):
    client.force_login(administrator)

    page = client.get(reverse("staff:product", args=[stocked.public_id])).content.decode()

    assert "Espresso beans" in page
    assert ">40<" in page


@pytest.mark.parametrize(
    "name",
    ["invoice", "customer", "payment", "order", "delivery", "product", "inquiry", "approval",
     "submission", "price_list", "bill", "supplier", "entry", "journal", "bill_payment",
     "purchase_order", "receipt"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(client, administrator, books, name):
    client.force_login(administrator)

    assert client.get(reverse(f"staff:{name}", args=[uuid4()])).status_code == 404


def test_foreign_looks_exactly_like_absent(
    client, new_user, grant, new_company, new_invoice, account, beans
):
    invoice, other = new_invoice(), new_company("Other")
    stranger = new_user("Neighbor")
    grant(stranger, role="administrator", company=other)
    client.force_login(stranger)
    absent = client.get(reverse("staff:invoice", args=[uuid4()]))

    for name, row in (("invoice", invoice), ("customer", account), ("product", beans)):
        answer = client.get(reverse(f"staff:{name}", args=[row.public_id]))
        assert (answer.status_code, without_token(answer)) == (404, without_token(absent))
