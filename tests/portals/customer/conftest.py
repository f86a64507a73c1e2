"""A customer with an issued invoice and an order, who buys beans at 12.50."""

from decimal import Decimal

import pytest
from django.test import Client

from accounting.receivables.drafts import InvoiceDraft, LineDraft
from accounting.receivables.operations.drafting import draft_invoice
from accounting.receivables.operations.issuing import issue_invoice
from crm.pricing.models import PriceList, PriceListItem
from erp.access.operations import NewGrant, grant_role, sync_roles, system_scope
from erp.identity.models import User
from tests.trading import NEW_YEAR, TODAY, new_company, new_customer, new_product, new_scope

CLERK = (
    *("accounting.add_invoice", "accounting.change_invoice", "accounting.issue_invoice"),
    *("crm.change_salesorder", "crm.confirm_salesorder", "crm.deliver_salesorder"),
    *("crm.answer_inquiry", "crm.invoice_salesorder"),
)


@pytest.fixture
def account(db):
    return new_customer(new_company())


@pytest.fixture
def other_account(account):
    return new_customer(account.company, "Redwood Diner", number="C2")


@pytest.fixture
def clerk(account):
    return new_scope("clerk", CLERK, company=account.company)


@pytest.fixture
def new_invoice(clerk, account):
    def make(net="100", *, account=account, day=TODAY, **more):
        line = LineDraft("Beans", Decimal(1), Decimal(net), product_code="BEANS")
        draft = InvoiceDraft(customer_account_id=account.pk, lines=[line], **more)
        invoice = draft_invoice(clerk, draft=draft, today=day)
        return issue_invoice(clerk, invoice_id=invoice.pk, issue_date=day)

    return make


@pytest.fixture
def beans(account):
    product = new_product(account.company)
    prices, _ = PriceList.objects.get_or_create(
        company=account.company,
        currency="EUR",
        is_default=True,
        defaults={"code": "ALL", "name": "Everybody"},
    )
    PriceListItem.objects.create(
        price_list=prices, product=product, unit_price=Decimal("12.50"), start_date=NEW_YEAR
    )
    return product


@pytest.fixture
def signed_in():
    """Return a client of somebody with the customer role on the party of an account."""

    def make(account, name="bea"):
        sync_roles(today=TODAY)
        user = User.objects.create_user(f"{name}@people.test", name=name.title())
        scope = system_scope(purpose="setup", company_ids=[account.company_id])
        new = NewGrant(user.pk, NEW_YEAR, "buyer", role="customer", party_id=account.party_id)
        grant_role(scope, new=new, today=TODAY)
        user.refresh_from_db()
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return make


@pytest.fixture
def bea(signed_in, account):
    return signed_in(account)
