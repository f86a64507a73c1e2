from decimal import Decimal

import pytest

from crm.pricing.models import PriceList, PriceListItem
from crm.sales.models import SalesOrder
from erp.submissions.execution import take_up
from erp.submissions.models import IdempotentAnswer, Submission
from tests.conftest import NOW
from tests.trading import NEW_YEAR

pytestmark = pytest.mark.django_db

STAFF = (
    *("crm.change_salesorder", "crm.confirm_salesorder", "crm.view_salesorder"),
    *("accounting.view_customeraccount", "inventory.view_product"),
)
CUSTOMER = ("erp.submit", "crm.place_order", "crm.view_salesorder", "accounting.view_customeraccount")


@pytest.fixture(autouse=True)
def price(account, product):
    prices, _ = PriceList.objects.get_or_create(
        company=account.company,
        is_default=True,
        currency="EUR",
        defaults={"code": "ALL", "name": "Everybody"},
    )
    PriceListItem.objects.create(
        price_list=prices, product=product, unit_price=Decimal("12.50"), start_date=NEW_YEAR
    )


@pytest.fixture
def staff(program, account):
    return program("pia", STAFF, company=account.company)


@pytest.fixture
def body(account, product):
    return {
        "customer": str(account.public_id),
        "customer_order_number": "PO-7",
        "lines": [{"product": str(product.public_id), "quantity": "3"}],
    }


def post(client, body, key="first"):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post("/api/orders/", body, format="json", headers=headers)


def test_staff_place_an_order_at_once_at_the_customers_price(staff, body):
    answer = post(staff, body)

    assert answer.status_code == 201, answer.json()
    order = SalesOrder.objects.get()
    assert answer.json()["number"] == order.number
    # 3 x 12.50
    assert (answer.json()["net"], answer.json()["customer_order_number"]) == ("37.5000", "PO-7")
    assert order.channel == "API"


def test_a_retry_gets_the_first_answer_and_orders_nothing(staff, body):
    first, second = post(staff, body), post(staff, body)

    assert (second.status_code, second.json()) == (201, first.json())
    assert second.headers["Idempotent-Replayed"] == "true"
    assert SalesOrder.objects.count() == 1


def test_the_key_with_another_body_is_refused(staff, body):
    post(staff, body)

    answer = post(staff, body | {"note": "quick"})

    assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")
    assert SalesOrder.objects.count() == 1


def test_a_crash_before_the_answer_is_kept_takes_the_order_back(staff, body, monkeypatch):
    def crash(*_, **__):
        raise SystemError("the power is gone")

    with monkeypatch.context() as patched:
        patched.setattr("portals.api.idempotency.keep_answer", crash)
        with pytest.raises(SystemError):
            post(staff, body)
    assert not SalesOrder.objects.exists()
    assert not IdempotentAnswer.objects.exists()

    assert post(staff, body).status_code == 201
    assert SalesOrder.objects.count() == IdempotentAnswer.objects.count() == 1


def test_the_keys_of_two_people_are_apart(staff, program, account, body):
    other = program("paul", STAFF, company=account.company)

    assert post(staff, body).json()["number"] != post(other, body).json()["number"]
    assert SalesOrder.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "key", "place"),
    [
        ({}, "", "Idempotency-Key"),
        ({}, "k" * 65, "Idempotency-Key"),
        ({"price": "1"}, "k", "price"),
        ({"customer": "00000000-0000-4000-8000-000000000000"}, "k", "customer"),
        ({"lines": []}, "k", "lines"),
        ({"lines": [{"product": "x", "quantity": "1"}]}, "k", "lines"),
        (
            {"lines": [{"product": "00000000-0000-4000-8000-000000000000", "quantity": "1"}]},
            "k",
            "lines",
        ),
    ],
)
def test_what_cannot_be_understood_is_refused_by_place(staff, body, change, key, place):
    answer = post(staff, body | change, key)

    assert answer.status_code == 400
    assert place in answer.json()
    assert not SalesOrder.objects.exists()
    assert not IdempotentAnswer.objects.exists()


def test_nobody_orders_for_a_customer_they_do_not_see(program, other_account, account, body):
    client = program("bea", CUSTOMER, party=other_account.party)

    assert post(client, body).status_code == 400
    assert not SalesOrder.objects.exists()
    assert not Submission.objects.exists()


def test_a_customers_order_is_handed_in_and_taken_up(program, account, body):
    client = program("bea", CUSTOMER, party=account.party)

    answer, again = post(client, body), post(client, body)

    submission = Submission.objects.get()
    assert (answer.status_code, again.json()) == (202, answer.json())
    assert answer.json() == {"submission": str(submission.public_id), "status": "RECEIVED"}
    done = take_up(submission_id=submission.pk, now=NOW)
    order = SalesOrder.objects.get()
    assert (done.status, done.answer) == ("ACCEPTED", f"Order {order.number} is confirmed.")
    assert (order.channel, order.net) == ("API", Decimal("37.5"))


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "Infinity", "1e12", "0.0000001"])
def test_what_is_no_quantity_is_refused(program, account, body, quantity):
    client = program("bea", CUSTOMER, party=account.party)
    body["lines"][0]["quantity"] = quantity

    assert post(client, body).status_code == 400
    assert not Submission.objects.exists()
