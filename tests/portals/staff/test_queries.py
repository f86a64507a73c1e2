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
