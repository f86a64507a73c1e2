"""What the roaster sells and buys, and at which prices."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from accounting.ledger.queries import account_for
from accounting.taxes.models import TaxCode
from crm.pricing.operations import Price, PriceListDraft, create_price_list, set_prices
from erp.access.scope import Scope
from erp.organization.models import Branch, Company
from inventory.catalog.models import Product
from inventory.catalog.operations import ProductDraft, create_category, create_products
from inventory.stock.models import Place
from inventory.stock.operations import PlaceDraft, create_place

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Article:
    """One article: number, name, category, unit, tax code, price per unit to cafés, reorder level."""

    code: str
    name: str
    category: str
    unit: str
    tax: str
    price: str
    reorder: str = ""


ARTICLES = (
    Article("HB-1000", "Harbor Blend, whole beans", "Coffee", "KGM", "REDUCED", "19.80", "60"),
    Article("ES-1000", "Espresso Kontor, whole beans", "Coffee", "KGM", "REDUCED", "21.50", "60"),
    Article("ET-1000", "Ethiopia Guji, natural", "Coffee", "KGM", "REDUCED", "27.90", "25"),
    Article("CO-1000", "Colombia Huila, washed", "Coffee", "KGM", "REDUCED", "25.40", "25"),
    Article("GT-1000", "Guatemala Antigua", "Coffee", "KGM", "REDUCED", "24.60", "20"),
    Article("DE-1000", "Decaf Sugarcane Process", "Coffee", "KGM", "REDUCED", "23.90", "15"),
    Article("CB-0250", "Cold Brew Blend, coarse, 250 g", "Coffee", "XBG", "REDUCED", "6.90", "30"),
    Article("TE-0100", "Darjeeling First Flush, 100 g", "Tea and cocoa", "XBG", "REDUCED", "7.40", "20"),
    Article("CA-1000", "Drinking chocolate", "Tea and cocoa", "KGM", "REDUCED", "13.60", "15"),
    Article("CU-0200", "Paper cups 200 ml, 50 pieces", "Ware", "XPK", "STANDARD", "4.20", "80"),
    Article("CU-0300", "Paper cups 300 ml, 50 pieces", "Ware", "XPK", "STANDARD", "4.90", "80"),
    Article("FI-0100", "Paper filters, 100 pieces", "Ware", "XPK", "STANDARD", "3.80", "40"),
    Article("CL-1000", "Machine cleaner, 1 kg", "Ware", "C62", "STANDARD", "14.90", "12"),
    Article("MG-0001", "Stoneware mug", "Ware", "C62", "STANDARD", "8.50", "24"),
    Article("SV-0001", "Machine service on site", "Service", "HUR", "STANDARD", "85.00"),
    Article("TR-0001", "Barista training", "Service", "HUR", "STANDARD", "95.00"),
)
GREEN = (
    Article("GR-BR", "Green coffee Brazil Cerrado", "Green coffee", "KGM", "REDUCED", "6.40", "300"),
    Article("GR-ET", "Green coffee Ethiopia Guji", "Green coffee", "KGM", "REDUCED", "8.90", "120"),
    Article("GR-CO", "Green coffee Colombia Huila", "Green coffee", "KGM", "REDUCED", "7.80", "120"),
)
# Code, name, share of the price of cafés, with tax: what each kind of buyer pays.
LISTS = (
    ("CAFE", "Cafés and restaurants", Decimal(1), False),
    ("WHOLESALE", "Wholesale", Decimal("0.88"), False),
    ("SHOP", "Web shop, with tax", Decimal("1.55"), True),
)


@dataclass(frozen=True, slots=True)
class Catalog:
    """The articles by number, the place they leave from, and the price lists by code."""

    products: dict[str, Product]
    place: Place
    price_list_ids: dict[str, int]


def make_catalog(
    setup: Scope, company: Company, *, first_day: datetime.date, today: datetime.date
) -> Catalog:
    """Make articles, the store of the roastery, and price lists with a rise at the last New Year."""
    codes = dict(TaxCode.objects.filter(company=company).values_list("code", "pk"))
    accounts = {
        name: account_for(company.pk, name).pk for name in ("sales", "service_sales", "purchases")
    }
    articles = (*ARTICLES, *GREEN)
    categories = {
        name: create_category(setup, company_id=company.pk, name=name).pk
        for name in dict.fromkeys(article.category for article in articles)
    }
    created = create_products(
        setup,
        company_id=company.pk,
        products=[
            ProductDraft(
                code=article.code,
                name=article.name,
                category_id=categories[article.category],
                sales_tax_code_id=codes[article.tax],
                revenue_account_id=accounts[
                    "service_sales" if article.category == "Service" else "sales"
                ],
                unit_code=article.unit,
                kind="SERVICE" if article.category == "Service" else "GOODS",
                expense_account_id=accounts["purchases"],
                standard_cost=(Decimal(article.price) * Decimal("0.45")).quantize(CENT),
                reorder_level=Decimal(article.reorder) if article.reorder else None,
                is_sold=article.category != "Green coffee",
            )
            for article in articles
        ],
    )
    products = {product.code: product for product in created}
    branch = Branch.objects.get(company=company)
    place = create_place(setup, place=PlaceDraft(branch.pk, "STORE", "Store", is_default=True))
    return Catalog(products, place, _make_lists(setup, company, products, first_day, today))


def _make_lists(
    setup: Scope,
    company: Company,
    products: dict[str, Product],
    first_day: datetime.date,
    today: datetime.date,
) -> dict[str, int]:
    begins = sorted({first_day, max(first_day, datetime.date(today.year, 1, 1))})
    ids = {}
    for code, name, share, with_tax in LISTS:
        draft = PriceListDraft(code, name, "EUR", prices_include_tax=with_tax, is_default=code == "CAFE")
        ids[code] = create_price_list(setup, company_id=company.pk, price_list=draft).pk
        prices = [
            price
            for rises, day in enumerate(begins)
            for article in ARTICLES
            for price in _steps(article, products[article.code].pk, share, day, rises)
        ]
        set_prices(setup, price_list_id=ids[code], prices=prices)
    return ids


def _steps(
    article: Article, product_id: int, share: Decimal, day: datetime.date, rises: int
) -> list[Price]:
    unit_price = (Decimal(article.price) * share * (100 + 4 * rises) / 100).quantize(CENT)
    prices = [Price(product_id, unit_price, day)]
    if article.unit == "KGM":
        reduced = (unit_price * Decimal("0.95")).quantize(CENT)
        prices.append(Price(product_id, reduced, day, quantity_min=Decimal(20)))
    return prices
