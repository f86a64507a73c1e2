"""The company with its books open for 2026 (generic chart, Germany), and people with rights in it."""

import datetime
from collections.abc import Callable

import pytest

from accounting.ledger.models import Account
from accounting.setup.operations import lay_out_books
from erp.access.operations import system_scope
from erp.access.scope import Scope
from erp.identity.models import User
from erp.organization.models import Company

NEW_YEAR = datetime.date(2026, 1, 1)


@pytest.fixture
def bare_company(new_company: Callable[..., Company]) -> Company:
    """A company whose books are not open yet."""
    return new_company()


@pytest.fixture
def company(bare_company: Company) -> Company:
    """The company with its books open."""
    scope = system_scope(purpose="setup", company_ids=[bare_company.pk])
    lay_out_books(scope, company=bare_company, chart="generic", first_year_start=NEW_YEAR)
    return bare_company


@pytest.fixture
def scope(accountant_scope: Scope) -> Scope:
    """The accountant at the staff door."""
    return accountant_scope


@pytest.fixture
def second_scope(person: Callable[..., User], scope_at: Callable[..., Scope]) -> Scope:
    """A colleague with the same rights: the second pair of eyes."""
    return scope_at(person("accountant", "A colleague"))


@pytest.fixture
def account(company: Company) -> Callable[[str], Account]:
    """Find an account of the company by its number."""
    return lambda code: Account.objects.get(company=company, code=code)


@pytest.fixture
def setup_scope(bare_company: Company) -> Scope:
    """The system user of set-up on the company, whether or not its books are open."""
    return system_scope(purpose="setup", company_ids=[bare_company.pk])
