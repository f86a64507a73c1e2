"""From the order to a supplier over what arrives to the bill, at the staff door."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from accounting.payables.models import Bill
from inventory.purchasing.models import PurchaseOrder, Receipt
from inventory.stock.models import StockLevel
from inventory.stock.operations import PlaceDraft, create_place
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


def order_form(farm, product, **changes):
    form = {
        "supplier": farm.pk, "expected_date": "2026-04-10", "key": "once", "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0", "lines-0-product": product.pk, "lines-0-quantity": "60",
        "lines-0-unit_price": "4,10",
    }  # fmt: skip
    return form | changes


def arrival_form(order, quantity, place, key="arrived"):
    line = order.lines.get()
    return {
        "receipt_date": "2026-03-31", "place": place.pk, "delivery_note": "LS-7", "key": key,
        f"row-{line.pk}": quantity,
    }  # fmt: skip


def bill_form(price, **changes):
    form = {
        "supplier_number": "F-9", "issue_date": "2026-03-31", "received_date": "2026-03-31",
        "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "1", "lines-0-product_code": "BEANS",
        "lines-0-description": "Espresso beans", "lines-0-quantity": "60", "lines-0-unit_price": price,
    }  # fmt: skip
    return form | changes


def page_of(client, name, row):
    return client.get(reverse(f"staff:{name}", args=[row.public_id])).content.decode()


def test_a_purchase_goes_from_order_to_bill_without_retyping(
    client, person, accountant, farm, beans, shelf
):
    client.force_login(person("buyer"))
    client.post(reverse("staff:purchase_order_new"), order_form(farm, beans))
    client.post(reverse("staff:purchase_order_new"), order_form(farm, beans))  # pressed twice
    order = PurchaseOrder.objects.get()
    assert order.net == Decimal("246.00")  # 60 x 4.10

    client.force_login(person("stock_keeper"))
    receive = reverse("staff:purchase_order_receive", args=[order.public_id])
    client.post(receive, arrival_form(order, "20", shelf))
    part = page_of(client, "purchase_order", order)
    client.post(receive, arrival_form(order, "40", shelf, key="the rest"))
    order.refresh_from_db()
    assert order.status == "RECEIVED"
    assert StockLevel.objects.get().on_hand == 60
    assert ">20<" in part

    client.force_login(accountant)
    address = reverse("staff:purchase_order_bill", args=[order.public_id])
    offered = client.get(address).content.decode()
    answer = client.post(
        address,
        bill_form("4,10", **{
            "lines-TOTAL_FORMS": "2", "lines-INITIAL_FORMS": "2", "lines-0-quantity": "20",
            "lines-1-product_code": "BEANS", "lines-1-description": "Espresso beans",
            "lines-1-quantity": "40", "lines-1-unit_price": "4,10", "gross": "292,74",
        }),
    )  # fmt: skip

    bill = Bill.objects.get()
    assert offered.count('value="4.1"') == 2
    assert answer.url == reverse("staff:bill", args=[bill.public_id])
    # 246.00 and 19 % of it, 46.74
    assert (bill.gross, bill.our_order_number) == (Decimal("292.74"), order.number)
    chain = page_of(client, "bill", bill)
    for receipt in Receipt.objects.all():
        assert receipt.number in chain
    assert order.number in chain
    assert "€246.00" in chain  # received, as ordered
    assert "+€" not in chain
    assert bill.number in page_of(client, "purchase_order", order)


def test_a_bill_that_asks_for_more_than_ordered_says_by_how_much(client, accountant, new_receipt):
    receipt = new_receipt()  # 60 kilograms at 4.00
    client.force_login(accountant)

    client.post(reverse("staff:receipt_bill", args=[receipt.public_id]), bill_form("4.25"))

    bill = Bill.objects.get()
    page = page_of(client, "bill", bill)
    # 60 x 4.25 = 255.00 against 240.00
    assert bill.net == Decimal("255.00")
    assert "€240.00" in page
    assert "+€15.00" in page
    assert bill.lines.get().product_code == "BEANS"


def test_a_receipt_is_billed_once(client, accountant, new_receipt):
    receipt = new_receipt()
    address = reverse("staff:receipt_bill", args=[receipt.public_id])
    client.force_login(accountant)
    assert "To bill" in page_of(client, "receipt", receipt)
    client.post(address, bill_form("4"))

    again = client.post(address, bill_form("4", supplier_number="F-10"))

    assert again.status_code == 404
    assert Bill.objects.count() == 1
    page = page_of(client, "receipt", receipt)
    assert "Billed" in page
    assert address not in page


def test_more_than_ordered_does_not_arrive(client, administrator, new_purchase, shelf):
    order = new_purchase()
    client.force_login(administrator)
    address = reverse("staff:purchase_order_receive", args=[order.public_id])

    over = client.post(address, arrival_form(order, "61", shelf))
    nothing = client.post(address, arrival_form(order, "", shelf))

    assert (over.status_code, nothing.status_code) == (422, 422)
    assert "less than or equal to 60" in over.content.decode()
    assert "Say what has arrived." in nothing.content.decode()
    assert not Receipt.objects.exists()
    assert not StockLevel.objects.exists()


def test_goods_are_put_where_one_says(client, administrator, new_purchase, setup_scope, branch, shelf):
    cellar = create_place(setup_scope, place=PlaceDraft(branch.pk, "CELLAR", "Cellar"))
    order = new_purchase()
    client.force_login(administrator)

    client.post(
        reverse("staff:purchase_order_receive", args=[order.public_id]),
        arrival_form(order, "7,5", cellar),
    )

    level = StockLevel.objects.get()
    assert (level.place, level.on_hand) == (cellar, Decimal("7.5"))
    assert "Cellar" in page_of(client, "receipt", Receipt.objects.get())


def test_an_order_without_a_price_takes_the_last_one_or_says_what_is_missing(
    client, person, farm, beans, new_purchase
):
    client.force_login(person("buyer"))
    form = order_form(farm, beans, **{"lines-0-unit_price": ""})

    unknown = client.post(reverse("staff:purchase_order_new"), form)
    new_purchase(price="4.20")
    client.post(reverse("staff:purchase_order_new"), form)

    assert unknown.status_code == 422
    assert "Line 1: say at what price." in unknown.content.decode()
    assert PurchaseOrder.objects.get(key="once").net == Decimal("252.00")  # 60 x 4.20


def test_what_runs_out_is_ordered_from_its_supplier(client, person, farm, beans):
    beans.supplier_account = farm
    beans.save()
    client.force_login(person("buyer"))

    home = client.get(reverse("staff:home")).content.decode()
    address = f"{reverse('staff:purchase_order_new')}?product={beans.public_id}"
    page = client.get(address).content.decode()

    assert address in home
    assert f'<option value="{farm.pk}" selected>' in page
    assert f'<option value="{beans.pk}" selected>' in page


def test_an_order_is_canceled_while_nothing_has_arrived(client, person, new_purchase, new_receipt):
    order, arrived = new_purchase(), new_receipt("10").purchase_order
    client.force_login(person("buyer"))
    answers = [
        client.post(reverse("staff:purchase_order_cancel", args=[each.public_id]))
        for each in (order, arrived)
    ]

    order.refresh_from_db()
    arrived.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (order.status, arrived.status) == ("CANCELED", "ORDERED")


@pytest.mark.parametrize("name", ["purchase_order_cancel", "purchase_order_receive"])
def test_who_may_not_gets_403_and_foreign_404(
    client, accountant, new_user, grant, new_company, new_purchase, shelf, name
):
    order = new_purchase()
    neighbor = new_user("Neighbor")
    grant(neighbor, role="administrator", company=new_company("Other"))
    answers = []

    for user in (accountant, neighbor):
        client.force_login(user)
        address = reverse(f"staff:{name}", args=[order.public_id])
        answers.append(client.post(address, arrival_form(order, "1", shelf)))

    order.refresh_from_db()
    assert [answer.status_code for answer in answers] == [403, 404]
    assert order.status == "ORDERED"
    assert not Receipt.objects.exists()


def test_a_stock_keeper_neither_orders_nor_bills(client, person, farm, beans, new_receipt):
    receipt = new_receipt()
    client.force_login(person("stock_keeper"))

    ordered = client.post(reverse("staff:purchase_order_new"), order_form(farm, beans))
    billed = client.post(reverse("staff:receipt_bill", args=[receipt.public_id]), bill_form("4"))
    page = page_of(client, "purchase_order", receipt.purchase_order)

    assert ordered.status_code in (403, 422)  # the supplier is not offered to who sees none
    assert billed.status_code == 403
    assert reverse("staff:supplier", args=[farm.public_id]) not in page
    assert PurchaseOrder.objects.count() == 1
    assert not Bill.objects.exists()


def test_each_role_lands_on_what_waits_for_it(
    client, person, accountant, new_purchase, new_receipt, new_bill
):
    late = new_purchase(expected_date=TODAY - datetime.timedelta(days=3))
    receipt, waiting = new_receipt(), new_bill("F-3")
    new_bill("F-1", on=datetime.date(2026, 1, 5), approved=True)
    homes = {}

    for user in (person("stock_keeper"), person("buyer"), accountant):
        client.force_login(user)
        homes[user.name] = client.get(reverse("staff:home")).content.decode()

    receive = reverse("staff:purchase_order_receive", args=[late.public_id])
    bill = reverse("staff:receipt_bill", args=[receipt.public_id])
    assert receive in homes["The stock keeper"]
    assert bill not in homes["The stock keeper"]
    assert receive not in homes["The buyer"]
    assert late.number in homes["The buyer"]
    assert bill in homes["The buyer"]
    assert "1 of them late" in homes["The buyer"]
    for words in (waiting.number, "Pay Finca Verde", "55 days overdue", "We owe suppliers", "€119.00"):
        assert words in homes["The accountant"]


def test_the_palette_finds_purchases_and_their_acts(client, person, accountant, new_receipt, new_bill):
    receipt, bill = new_receipt(), new_bill("F-77")
    found = {}

    for user in (person("stock_keeper"), accountant):
        client.force_login(user)
        for text in ("finca", "F-77", "LS-7", "pay bills"):
            groups = client.get(reverse("staff:search"), {"q": text}).json()["groups"]
            found[user.name, text] = [item["title"] for group in groups for item in group["items"]]

    order = receipt.purchase_order.number
    assert found["The accountant", "finca"] == ["Finca Verde", order, bill.number]
    assert found["The accountant", "F-77"] == [bill.number]
    assert found["The accountant", "LS-7"] == [receipt.number]
    assert found["The accountant", "pay bills"] == ["Pay bills"]
    assert found["The stock keeper", "finca"] == [order]
    assert found["The stock keeper", "F-77"] == found["The stock keeper", "pay bills"] == []


@pytest.mark.parametrize(
    ("name", "row"),
    [
        (
            "purchase_order_list",
            "PO-2026-00001,Finca Verde,2026-03-31,,Head office,240.0000,EUR,Received",
        ),
        ("receipt_list", "GR-2026-00001,Finca Verde,PO-2026-00001,2026-03-31,LS-7,,To bill"),
    ],
)
def test_the_lists_are_files_too(client, administrator, new_receipt, name, row):
    new_receipt()
    client.force_login(administrator)

    lines = client.get(reverse(f"staff:{name}"), {"export": "csv"}).content.decode().splitlines()

    assert lines[1] == row
