"""What a page costs: as many statements for many rows as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

pytestmark = pytest.mark.django_db


def selects(client, address):
    """Count the statements that read rows; the gate's own, session and settings, are among them."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    statements = [each["sql"] for each in caught.captured_queries]
    return sum(
        sql.startswith("SELECT") and "set_config" not in sql and "django_session" not in sql
        for sql in statements
    )


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("invoice_list", 10),
        ("payment_list", 7),
        ("order_list", 7),
        ("customer_list", 7),
        ("delivery_list", 7),
        ("product_list", 8),
        ("stock_list", 8),
    ],
)
def test_a_list_costs_the_same_for_one_row_and_for_many(
    client, administrator, new_invoice, new_delivery, new_payment, name, limit
):
    client.force_login(administrator)
    for _ in range(2):
        new_invoice("100"), new_delivery("1"), new_payment("10")
    client.get(reverse(f"staff:{name}"))  # what a session looks up once
    first = selects(client, reverse(f"staff:{name}"))

    for _ in range(3):
        new_invoice("100"), new_delivery("1"), new_payment("10")

    # Session, user, grants and company come with the gate: four or five. The list adds what its filters
    # offer, its count and its rows.
    assert selects(client, reverse(f"staff:{name}")) == first
    assert first <= limit


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("supplier_list", 7),
        ("purchase_order_list", 7),
        ("receipt_list", 7),
        ("bill_list", 7),
        ("bill_payment_list", 7),
        ("home", 30),
    ],
)
def test_so_does_a_page_of_purchases(
    client, administrator, new_party, new_bill, new_bill_payment, new_receipt, name, limit
):
    def buy(*numbers):
        for number in numbers:
            bill = new_bill(f"F-{number}", approved=True)
            new_bill_payment("10", (bill, "10")), new_bill(f"W-{number}"), new_receipt("10")

    client.force_login(administrator)
    buy(1, 2, 3)
    client.get(reverse(f"staff:{name}"))  # what a session looks up once
    first = selects(client, reverse(f"staff:{name}"))

    buy(4, 5)

    assert selects(client, reverse(f"staff:{name}")) == first
    assert first <= limit


def test_records_of_purchases_cost_the_same_for_any_number_of_parts(
    client, administrator, farm, new_bill, new_bill_payment, new_receipt
):
    client.force_login(administrator)
    bills = [new_bill(f"F-{number}", approved=True) for number in range(6)]
    small = new_bill_payment("10", (bills[0], "10"))
    large = new_bill_payment("50", *((bill, "10") for bill in bills[1:]))
    address = reverse("staff:bill_payment", args=[small.public_id])
    client.get(address)

    assert selects(client, reverse("staff:bill_payment", args=[large.public_id])) == selects(
        client, address
    )
    before = selects(client, reverse("staff:supplier", args=[farm.public_id]))
    new_receipt(), new_receipt(), new_bill("F-9", approved=True)
    assert selects(client, reverse("staff:supplier", args=[farm.public_id])) == before
