"""Every page opens for somebody who may, with rows in it and without."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

LISTS = [
    "home",
    "customer_list",
    "invoice_list",
    "payment_list",
    "order_list",
    "delivery_list",
    "product_list",
    "stock_list",
    "price_list_list",
    "inquiry_list",
    "approval_list",
    "submission_list",
    "bill_list",
    "bill_payment_list",
    "purchase_order_list",
    "receipt_list",
    "supplier_list",
    "entry_list",
    "journal_list",
    "report_list",
    "trial_balance",
    "profit_and_loss",
    "balance_sheet",
    "aged_receivables",
    "aged_payables",
    "period_list",
    "opening",
    "account_list",
    "user_list",
    "company",
    "rate_list",
    "currency_list",
    "reminder_list",
    "audit_list",
]


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_company_says_so_on_every_list(client, administrator, books, name):
    client.force_login(administrator)

    answer = client.get(reverse(f"staff:{name}"))

    assert answer.status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_somebody_without_a_grant_is_turned_away(client, new_user, books, name):
    client.force_login(new_user("Stranger"))

    assert client.get(reverse(f"staff:{name}")).status_code == 403
