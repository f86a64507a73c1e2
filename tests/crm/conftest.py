"""A company with a stocked shelf, three products with prices, and a customer."""

import datetime
from decimal import Decimal

import pytest

from accounting.receivables.models import CustomerAccount
from crm.pricing.models import PriceList
from crm.pricing.operations import Price, PriceListDraft, create_price_list, set_prices
from erp.access.scope import Scope
from erp.organization.models import Branch, Company
from inventory.catalog.models import Product
from inventory.stock.models import Place
from inventory.stock.operations import PlaceDraft, Quantity, count_stock, create_place
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
    return trading.new_product(company, "BEANS", unit_code="KGM", name="House beans")


@pytest.fixture
def cups(company: Company) -> Product:
    return trading.new_product(company, "CUPS", name="Paper cups", category="Ware")


@pytest.fixture
def repair(company: Company) -> Product:
    return trading.new_product(company, "REPAIR", name="Repair", kind="SERVICE", category="Service")


@pytest.fixture
def customer(company: Company) -> CustomerAccount:
    return trading.new_customer(company)


@pytest.fixture
def shelf(scope: Scope, branch: Branch) -> Place:
    """The place orders leave from, still empty."""
    return create_place(scope, place=PlaceDraft(branch.pk, "SHELF", "Shelf"))


@pytest.fixture
def stocked(scope: Scope, shelf: Place, beans: Product, cups: Product) -> Place:
    """The shelf with 100 kg of beans and 50 cups on it."""
    counted = [Quantity(beans.pk, Decimal(100)), Quantity(cups.pk, Decimal(50))]
    count_stock(scope, place_id=shelf.pk, count_date=trading.NEW_YEAR, counted=counted, key="opening")
    return shelf


@pytest.fixture
def price_list(
    scope: Scope, company: Company, beans: Product, cups: Product, repair: Product
) -> PriceList:
    """The default prices: beans 12.50 and 11.25 from 10, cups 0.335, a repair 80."""
    draft = PriceListDraft("STANDARD", "Standard prices", "EUR", is_default=True)
    created = create_price_list(scope, company_id=company.pk, price_list=draft)
    day = datetime.date(2026, 1, 1)
    prices = [
        Price(beans.pk, Decimal("12.50"), day),
        Price(beans.pk, Decimal("11.25"), day, quantity_min=Decimal(10)),
        Price(cups.pk, Decimal("0.335"), day),
        Price(repair.pk, Decimal("80"), day),
    ]
    return set_prices(scope, price_list_id=created.pk, prices=prices)
