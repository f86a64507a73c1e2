"""Orders at the staff door: placed, confirmed, canceled, delivered and invoiced."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounting.receivables.models import Invoice
from crm.sales.models import Delivery, SalesOrder
from inventory.stock.models import StockLevel

pytestmark = pytest.mark.django_db


def on_hand():
    return StockLevel.objects.get().on_hand


def order_form(account, *lines, **head):
    sent = {
        "customer": account.pk,
        "key": "by-phone-1",
        "lines-TOTAL_FORMS": str(len(lines)),
        "lines-INITIAL_FORMS": "0",
        **head,
    }
    for number, (product, quantity, price) in enumerate(lines):
        sent |= {
            f"lines-{number}-product": product,
            f"lines-{number}-quantity": quantity,
            f"lines-{number}-unit_price": price,
        }
    return sent


def test_an_order_by_phone_is_placed_once_however_often_it_is_sent(
    client, salesperson, account, stocked
):
    client.force_login(salesperson)
    form = order_form(account, (stocked.pk, "4", "12,50"), customer_order_number="PO-9")

    for _ in range(2):
        answer = client.post(reverse("staff:order_new"), form)

    order = SalesOrder.objects.get()
    assert answer.url == reverse("staff:order", args=[order.public_id])
    assert (order.status, order.net, order.customer_order_number) == (
        "CONFIRMED",
        Decimal("50.00"),  # 4 x 12.50
        "PO-9",
    )


def test_a_product_without_a_price_is_refused_in_words(client, salesperson, account, stocked):
    client.force_login(salesperson)

    answer = client.post(reverse("staff:order_new"), order_form(account, (stocked.pk, "4", "")))

    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not SalesOrder.objects.exists()


def test_part_of_an_order_leaves(client, salesperson, new_order):
    order = new_order("4")
    line = order.lines.get()
    client.force_login(salesperson)
    page = client.get(reverse("staff:order_deliver", args=[order.public_id])).content.decode()

    answer = client.post(
        reverse("staff:order_deliver", args=[order.public_id]),
        {"delivery_date": "2026-03-31", "key": "k", f"row-{line.pk}": "1,5", "carrier": "Van"},
    )

    delivery = Delivery.objects.get()
    assert 'value="4"' in page  # everything open is offered
    assert answer.url == reverse("staff:delivery", args=[delivery.public_id])
    assert delivery.lines.get().quantity == Decimal("1.5")
    assert on_hand() == Decimal("38.5")  # 40 less 1.5


def test_more_than_is_open_is_refused_beside_the_field(client, salesperson, new_order):
    order = new_order("4")
    line = order.lines.get()
    client.force_login(salesperson)

    answer = client.post(
        reverse("staff:order_deliver", args=[order.public_id]),
        {"delivery_date": "2026-03-31", "key": "k", f"row-{line.pk}": "5"},
    )

    assert answer.status_code == 422
    assert not Delivery.objects.exists()
    assert on_hand() == 40


def test_a_delivery_becomes_an_issued_invoice(client, salesperson, new_delivery):
    delivery = new_delivery("4")
    client.force_login(salesperson)

    answer = client.post(reverse("staff:delivery_invoice", args=[delivery.public_id]))

    invoice = Invoice.objects.get()
    page = client.get(answer.url).content.decode()
    assert (invoice.status, invoice.net) == ("ISSUED", Decimal("50.00"))
    for number in (delivery.number, delivery.sales_order.number, invoice.number):
        assert number in page  # the whole chain


def test_a_billing_run_invoices_all_that_was_chosen(client, salesperson, new_delivery):
    chosen, left_out = new_delivery("4"), new_delivery("2")
    client.force_login(salesperson)

    client.post(reverse("staff:billing_run"), {"deliveries": [chosen.pk]})

    chosen.refresh_from_db()
    left_out.refresh_from_db()
    assert (chosen.status, left_out.status) == ("INVOICED", "SHIPPED")
    assert Invoice.objects.count() == 1


def test_an_order_is_canceled_and_its_goods_are_free(client, salesperson, new_order):
    order = new_order("4")
    client.force_login(salesperson)

    client.post(reverse("staff:order_cancel", args=[order.public_id]))

    order.refresh_from_db()
    assert order.status == "CANCELED"
    assert StockLevel.objects.get().reserved == 0


@pytest.mark.parametrize("name", ["order_cancel", "order_confirm", "delivery_invoice"])
def test_who_only_looks_changes_nothing(client, person, new_order, new_delivery, name):
    order, delivery = new_order(), new_delivery()
    row = delivery if name == "delivery_invoice" else order
    client.force_login(person("stock_keeper"))

    answer = client.post(reverse(f"staff:{name}", args=[row.public_id]))

    order.refresh_from_db()
    delivery.refresh_from_db()
    assert answer.status_code == 403
    assert (order.status, delivery.status) == ("CONFIRMED", "SHIPPED")
    assert not Invoice.objects.exists()


@pytest.mark.parametrize("name", ["order_cancel", "order_deliver", "order_confirm"])
def test_foreign_orders_do_not_exist(client, new_user, grant, new_company, new_order, name):
    order, neighbor = new_order(), new_user("Neighbor")
    grant(neighbor, role="administrator", company=new_company("Other"))
    client.force_login(neighbor)

    answer = client.post(reverse(f"staff:{name}", args=[order.public_id]), {})

    order.refresh_from_db()
    assert answer.status_code == 404
    assert order.status == "CONFIRMED"
