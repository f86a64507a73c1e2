"""Programs with tokens: a salesperson's, an accountant's, a customer's."""

import pytest
from rest_framework.test import APIClient

from erp.access.operations import sync_roles
from erp.administration.operations.tokens import create_token
from erp.clock import now
from tests.trading import TODAY, new_company, new_customer, new_product, new_scope


@pytest.fixture
def account(db):
    return new_customer(new_company())


@pytest.fixture
def other_account(account):
    return new_customer(account.company, "Redwood Diner", number="C2")


@pytest.fixture
def product(account):
    return new_product(account.company)


@pytest.fixture
def program():
    """Return a client that shows a token of a person with permissions on one place."""

    def make(name, permissions, **place):
        sync_roles(today=TODAY)
        scope = new_scope(name, permissions, **place)
        client = APIClient()
        token = create_token(scope, now=now())[1]
        client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
        client.user = scope.actor
        return client

    return make
