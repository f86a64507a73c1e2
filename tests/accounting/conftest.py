"""A company with open books (2026, generic chart, Germany), people with rights in it, and parties."""

import datetime
from collections.abc import Callable

import pytest
from django.apps import apps

from accounting.ledger.models import Account
from accounting.setup.operations import lay_out_books
from erp.access.models import Grant
from erp.access.queries import scope_of
from erp.access.scope import Scope
from erp.identity.models import User
from erp.organization.models import Branch, Company, Group
from erp.parties.models import Party

NEW_YEAR = datetime.date(2026, 1, 1)


def all_accounting_permissions() -> list[str]:
    """Return every permission the models of accounting declare."""
    return [
        f"accounting.{name}"
        for model in apps.get_app_config("accounting").get_models()
        for name in (
            *(f"{action}_{model._meta.model_name}" for action in model._meta.default_permissions),
            *(name for name, _ in model._meta.permissions),
        )
    ]


@pytest.fixture
def group(db: None) -> Group:
    return Group.objects.create(name="Harbor group")


@pytest.fixture
def new_scope(db: None) -> Callable[..., Scope]:
    """Make a user with the permissions given, on the companies given, and return their scope."""

    def make(email: str, *permissions: str, companies: tuple[Company, ...] = ()) -> Scope:
        user = User.objects.create_user(email, name=email.split("@")[0])
        administrator, _ = User.objects.get_or_create(
            email="administrator@example.test", defaults={"name": "Administrator"}
        )
        Grant.objects.bulk_create(
            Grant(
                user=user,
                permission=permission,
                company=company,
                start_date=datetime.date(2020, 1, 1),
                reason="test",
                granted_by=administrator,
            )
            for permission in permissions
            for company in companies
        )
        return scope_of(user, door="staff", on=NEW_YEAR)

    return make


@pytest.fixture
def bare_company(group: Group) -> Company:
    """A company whose books are not open yet."""
    company = Company.objects.create(
        group=group,
        name="Harbor",
        legal_name="Harbor Trading Ltd",
        street="Am Hafen 1",
        postal_code="20457",
        city="Hamburg",
        country="DE",
        base_currency="EUR",
        time_zone="Europe/Berlin",
    )
    Branch.objects.create(company=company, code="MAIN", name="Head office")
    return company


@pytest.fixture
def scope(bare_company: Company, new_scope: Callable[..., Scope]) -> Scope:
    """An accountant who may do everything in accounting."""
    return new_scope("accountant@example.test", *all_accounting_permissions(), companies=(bare_company,))


@pytest.fixture
def second_scope(bare_company: Company, new_scope: Callable[..., Scope]) -> Scope:
    """A colleague with the same rights: the second pair of eyes."""
    return new_scope("colleague@example.test", *all_accounting_permissions(), companies=(bare_company,))


@pytest.fixture
def stranger_scope(bare_company: Company, new_scope: Callable[..., Scope]) -> Scope:
    """Somebody without any grant."""
    return new_scope("stranger@example.test")


@pytest.fixture
def company(bare_company: Company, scope: Scope) -> Company:
    """The company with its books open for 2026."""
    lay_out_books(scope, company=bare_company, chart="generic", first_year_start=NEW_YEAR)
    return bare_company


@pytest.fixture
def branch(bare_company: Company) -> Branch:
    return Branch.objects.get(company=bare_company, code="MAIN")


@pytest.fixture
def account(company: Company) -> Callable[[str], Account]:
    """Find an account of the company by its number."""
    return lambda code: Account.objects.get(company=company, code=code)


@pytest.fixture
def new_party(group: Group) -> Callable[..., Party]:
    return lambda name, **rest: Party.objects.create(group=group, name=name, **rest)
