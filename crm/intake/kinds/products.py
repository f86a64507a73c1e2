"""Products with their families and list prices, and what of them is on the shelf."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from accounting.ledger.models import Account
from accounting.ledger.queries import account_for
from accounting.payables.models import SupplierAccount
from accounting.taxes.models import TaxCode
from crm.intake import fields
from crm.intake.desk import Counts, Desk, Kind
from crm.intake.fields import Field, text
from crm.intake.records import Record
from crm.pricing.models import PriceList
from crm.pricing.operations import Price, PriceListDraft, create_price_list, set_prices
from inventory.catalog.models import Product
from inventory.catalog.operations import ProductDraft, create_category, create_products
from inventory.catalog.units import UNITS
from inventory.stock.models import Place, StockCount
from inventory.stock.operations import PlaceDraft, Quantity, count_stock, create_place

PRODUCT_FIELDS = (
    Field("code", text(40), is_required=True),
    Field("name", text(160), is_required=True),
    Field("category", text(80), default="General"),
    Field("description", text(2000)),
    Field("kind", text(8), default="GOODS"),
    Field("unit", text(3), default="C62"),
    Field("price", fields.amount),
    Field("price_from", fields.date),
    Field("cost", fields.amount),
    Field("reorder_level", fields.amount),
    Field("supplier", text(20)),
    Field("tax_code", text(20)),
    Field("revenue_account", text(20)),
    Field("discontinued", fields.boolean),
)
STOCK_FIELDS = (
    Field("product", text(40), is_required=True),
    Field("quantity", fields.amount, is_required=True),
    Field("place", text(20)),
    Field("count_date", fields.date),
)


def book_products(desk: Desk, records: Sequence[Record], _lines: Sequence[Record]) -> Counts:
    """Add each row to the catalog by its code, with its price on the default list of the currency."""
    rows = desk.unique(records, "code")
    taken = set(Product.objects.filter(company=desk.company).values_list("code", flat=True))
    new = [record for record in rows if record.text("code") not in taken]
    drafts = _drafts(desk, new)
    desk.stop_if_wrong()
    categories = {
        name: create_category(desk.scope, company_id=desk.company.pk, name=name).pk
        for name in sorted({record.text("category") for record in new})
    }
    products = create_products(
        desk.scope,
        company_id=desk.company.pk,
        products=[
            replace(draft, category_id=categories[record.text("category")])
            for record, draft in zip(new, drafts, strict=True)
        ],
    )
    _price(desk, new, products)
    return Counts(len(new), len(rows) - len(new))


def book_stock(desk: Desk, records: Sequence[Record], _lines: Sequence[Record]) -> Counts:
    """Bring levels to what the rows count, per place and day; the same rows again change nothing."""
    products = dict(
        Product.objects.filter(company=desk.company, kind=Product.Kind.GOODS).values_list("code", "pk")
    )
    places = {place.code: place for place in _own_places(desk)}
    counted: dict[tuple[int, datetime.date], list[Quantity]] = {}
    for record in records:
        product_id = products.get(record.text("product"))
        place = places.get(record.text("place"))
        if product_id is None:
            desk.wrong(record, "product", _("There are no goods of this code."))
        if place is None:
            desk.wrong(record, "place", _("There is no such place."))
        if product_id is None or place is None:
            continue
        rows = counted.setdefault((place.pk, record.date("count_date") or desk.today), [])
        if any(row.product_id == product_id for row in rows):
            desk.wrong(record, "product", _("Counted twice at the same place and day."))
        rows.append(Quantity(product_id, record.values["quantity"]))
    desk.stop_if_wrong()
    created = 0
    for (place_id, day), rows in sorted(counted.items()):
        key = _key(place_id, day, rows)
        is_new = not StockCount.objects.filter(company=desk.company, key=key).exists()
        created += len(rows) if is_new else 0
        count_stock(desk.scope, place_id=place_id, count_date=day, counted=rows, key=key)
    return Counts(created, len(records) - created)


PRODUCTS = Kind("products", PRODUCT_FIELDS, book_products)
STOCK = Kind("stock", STOCK_FIELDS, book_stock)


def _drafts(desk: Desk, records: Sequence[Record]) -> list[ProductDraft]:
    """Return what each row says; its family is filled in once all rows are right."""
    accounts = dict(Account.objects.filter(company=desk.company).values_list("code", "pk"))
    suppliers = dict(SupplierAccount.objects.filter(company=desk.company).values_list("number", "pk"))
    usual_account = account_for(desk.company.pk, "sales").pk
    usual_tax_code = _usual_tax_code(desk)
    drafts = []
    for record in records:
        for name, known in (("supplier", suppliers), ("revenue_account", accounts), ("unit", UNITS)):
            if record.text(name) and record.text(name) not in known:
                desk.wrong(record, name, _("Not known here."))
        if record.text("kind") not in Product.Kind.values:
            desk.wrong(record, "kind", _("GOODS or SERVICE."))
        drafts.append(
            ProductDraft(
                code=record.text("code"),
                name=record.text("name"),
                category_id=0,
                description=record.text("description"),
                kind=record.text("kind"),
                unit_code=record.text("unit"),
                standard_cost=record.number("cost"),
                reorder_level=record.number("reorder_level"),
                supplier_account_id=suppliers.get(record.text("supplier")),
                sales_tax_code_id=desk.tax_code_id(record) or usual_tax_code,
                revenue_account_id=accounts.get(record.text("revenue_account")) or usual_account,
                is_active=not record.flag("discontinued"),
            )
        )
    return drafts


def _usual_tax_code(desk: Desk) -> int:
    codes = dict(TaxCode.objects.filter(company=desk.company).values_list("code", "pk"))
    return codes.get("STANDARD") or codes["NONE"]


def _price(desk: Desk, records: Sequence[Record], products: Sequence[Product]) -> None:
    prices = [
        Price(product.pk, price, record.date("price_from") or desk.first_day)
        for record, product in zip(records, products, strict=True)
        if (price := record.number("price")) is not None
    ]
    if not prices:
        return
    currency = desk.company.base_currency
    lists = PriceList.objects.filter(company=desk.company, currency=currency, is_default=True)
    price_list = lists.first() or create_price_list(
        desk.scope,
        company_id=desk.company.pk,
        price_list=PriceListDraft("LIST", _("List prices"), currency, is_default=True),
    )
    set_prices(desk.scope, price_list_id=price_list.pk, prices=prices)


def _own_places(desk: Desk) -> list[Place]:
    """Return the company's own places, the branch's default one by the empty code too."""
    places = Place.objects.filter(company=desk.company, kind=Place.Kind.INTERNAL, is_active=True)
    usual = places.filter(branch=desk.branch, is_default=True).first()
    if usual is None:
        draft = PlaceDraft(desk.branch.pk, "MAIN", _("Main store"), is_default=True)
        usual = create_place(desk.scope, place=draft)
    unnamed = Place.objects.get(pk=usual.pk)
    unnamed.code = ""
    return [*places, unnamed]


def _key(place_id: int, day: datetime.date, rows: Sequence[Quantity]) -> str:
    said = ";".join(f"{row.product_id}={row.quantity.normalize()}" for row in rows)
    digest = hashlib.sha256(f"{place_id}|{day}|{said}".encode()).hexdigest()
    return f"import:{digest[:40]}"
