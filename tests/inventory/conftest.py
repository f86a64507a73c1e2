"""A company with a shelf and two products."""

import pytest

from erp.access.scope import Scope
from erp.organization.models import Branch, Company
from inventory.catalog.models import Product
from inventory.stock.models import Place
from inventory.stock.operations import PlaceDraft, create_place
from tests import trading


@pytest.fixture
def company(db: None) -> Company:
    return trading.new_company()


@pytest.fixture
def branch(company: Company) -> Branch:
    return Branch.objects.get(company=company)


@pytest.fixture
def scope(company: Company) -> Scope:
    """A clerk who may do all of stock and sales in the company."""
    return trading.new_or_known_scope(company)


@pytest.fixture
def stranger_scope(db: None) -> Scope:
    return trading.new_scope("stranger")


@pytest.fixture
def beans(company: Company) -> Product:
    return trading.new_product(company, "BEANS", unit_code="KGM")


@pytest.fixture
def cups(company: Company) -> Product:
    return trading.new_product(company, "CUPS")


@pytest.fixture
def shelf(scope: Scope, branch: Branch) -> Place:
    """The place orders leave from."""
    return create_place(scope, place=PlaceDraft(branch.pk, "SHELF", "Shelf"))


@pytest.fixture
def cellar(scope: Scope, shelf: Place, branch: Branch) -> Place:
    """A second place."""
    return create_place(scope, place=PlaceDraft(branch.pk, "CELLAR", "Cellar"))
