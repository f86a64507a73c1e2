"""Payments by the API: once per key, settling what they name."""

from decimal import Decimal

import pytest

from accounting.ledger.entries import OpenItem
from accounting.receivables.drafts import InvoiceDraft, LineDraft
from accounting.receivables.models import Payment
from accounting.receivables.operations.drafting import draft_invoice
from accounting.receivables.operations.issuing import issue_invoice
from tests.trading import TODAY, new_scope

pytestmark = pytest.mark.django_db

STAFF = ("accounting.view_customeraccount", "accounting.view_invoice", "accounting.view_payment")


@pytest.fixture
def invoice(account):
    permissions = ("accounting.add_invoice", "accounting.change_invoice", "accounting.issue_invoice")
    scope = new_scope("issuer", permissions, company=account.company)
    line = LineDraft("Beans", Decimal(1), Decimal(100))
    draft = InvoiceDraft(customer_account_id=account.pk, lines=[line])
    drafted = draft_invoice(scope, draft=draft, today=TODAY)
    return issue_invoice(scope, invoice_id=drafted.pk, issue_date=TODAY)


@pytest.fixture
def staff(program, account):
    return program("ada", (*STAFF, "accounting.record_payment"), company=account.company)


@pytest.fixture
def body(account, invoice):
    return {
        "customer": str(account.public_id),
        "amount": "120.00",
        "currency": "EUR",
        "booked_date": "2026-03-31",
        "reference": "INV 1",
        "invoices": [str(invoice.public_id)],
    }


def post(client, body, key="p1"):
    return client.post("/api/payments/", body, format="json", headers={"Idempotency-Key": key})


def test_a_payment_settles_the_invoice_and_the_rest_stays_on_account(staff, body, invoice):
    answer = post(staff, body)

    assert answer.status_code == 201, answer.json()
    assert answer.json()["amount"] == "120.0000"
    # 120 paid for an invoice of 100: 20 are left on account
    open_items = OpenItem.objects.filter(open_amount__gt=0)
    assert [(item.is_debit, item.open_amount) for item in open_items] == [(False, Decimal(20))]
    shown = staff.get(f"/api/invoices/{invoice.public_id}/").json()
    assert (shown["payable"], shown["open_amount"]) == ("100.0000", "0.0000")


def test_a_retry_pays_once(staff, body):
    first, second = post(staff, body), post(staff, body)

    assert (second.status_code, second.json()) == (201, first.json())
    assert Payment.objects.count() == 1


def test_the_key_with_another_amount_is_refused_and_pays_nothing(staff, body):
    post(staff, body)

    answer = post(staff, body | {"amount": "121.00"})

    assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")
    assert Payment.objects.get().amount == Decimal(120)


def test_the_key_and_known_fields_only_are_taken(staff, body):
    assert "Idempotency-Key" in post(staff, body, key="").json()
    assert "status" in post(staff, body | {"status": "POSTED"}).json()
    assert not Payment.objects.exists()


def test_who_may_not_post_payments_is_refused_and_nothing_is_kept(program, account, body):
    client = program("eve", STAFF, company=account.company)

    answer = post(client, body)

    assert (answer.status_code, answer.json()["code"]) == (403, "denied")
    assert not Payment.objects.exists()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": 1.5e300}, "amount"),
        ({"currency": "EURO"}, "currency"),
        ({"invoices": ["00000000-0000-4000-8000-000000000000"]}, "invoices"),
        ({"customer": "00000000-0000-4000-8000-000000000000"}, "customer"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_place(staff, body, change, place):
    answer = post(staff, body | change)

    assert answer.status_code == 400
    assert place in answer.json()
    assert not Payment.objects.exists()


def test_an_unknown_currency_is_refused_in_words(staff, body):
    answer = post(staff, body | {"currency": "XQX"})

    assert answer.status_code in {400, 409}
    assert not Payment.objects.exists()
