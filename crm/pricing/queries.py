"""What customers pay, read set-based: one statement whatever the number of products or customers."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from accounting.receivables.models import CustomerAccount
from crm.pricing.models import CustomerPriceList, PriceListItem
from crm.pricing.prices import Break, PriceBook, PriceFound, PriceRow
from inventory.catalog.models import Product
from inventory.stock.queries import NOTHING, Availability, availability

OWN, DEFAULT = 0, 1


@dataclass(frozen=True, slots=True)
class OfferedProduct:
    """A product as a customer's order form shows it: own prices by quantity, and what is free now."""

    product_id: int
    public_id: UUID
    code: str
    name: str
    description: str
    category: str
    unit_code: str
    currency: str
    prices_include_tax: bool
    breaks: tuple[Break, ...]
    available: Decimal | None

    @property
    def unit_price(self) -> Decimal:
        """The price of the smallest quantity."""
        return self.breaks[0].unit_price


def price_books(
    accounts: Sequence[CustomerAccount], *, product_ids: Collection[int] | None = None
) -> dict[int, PriceBook]:
    """
    Return the prices of each customer account by its id, by two statements whatever their number.

    A list counts in the currency of the account only.
    """
    items = PriceListItem.objects.select_related("price_list")
    if product_ids is not None:
        items = items.filter(product_id__in=product_ids)
    choices = _choices(accounts)
    rows = list(items.filter(_of_lists(accounts, choices)))
    return {account.pk: _book(account, choices.get(account.pk), rows) for account in accounts}


def price_for(
    customer_account: CustomerAccount, *, product_id: int, quantity: Decimal, on: datetime.date
) -> PriceFound | None:
    """Return what one unit costs the customer, by own list, then the default; None where none says."""
    books = price_books([customer_account], product_ids=[product_id])
    return books[customer_account.pk].price(product_id, quantity, on)


def price_list_of(customer_account: CustomerAccount, *, on: datetime.date) -> list[OfferedProduct]:
    """
    Return what the customer may order on a day, with own prices and live stock, by three statements.

    Products without a price for the customer are left out; services have no stock (None).
    """
    choices = _choices([customer_account])
    items = PriceListItem.objects.filter(_of_lists([customer_account], choices))
    sold = items.filter(product__is_sold=True, product__is_active=True)
    rows = list(sold.select_related("price_list", "product__category"))
    book = _book(customer_account, choices.get(customer_account.pk), rows)
    stock = availability(company_id=customer_account.company_id)
    products = {item.product_id: item.product for item in rows}.values()
    offered = [_offered(product, book, on, stock) for product in products]
    return sorted(filter(None, offered), key=lambda one: (one.category, one.name, one.code))


def _offered(
    product: Product, book: PriceBook, on: datetime.date, stock: Mapping[int, Availability]
) -> OfferedProduct | None:
    breaks = book.breaks(product.pk, on)
    price = book.price(product.pk, breaks[0].quantity_min, on) if breaks else None
    if price is None:
        return None
    is_goods = product.kind == Product.Kind.GOODS
    return OfferedProduct(
        product_id=product.pk,
        public_id=product.public_id,
        code=product.code,
        name=product.name,
        description=product.description,
        category=product.category.name,
        unit_code=product.unit_id,
        currency=price.currency,
        prices_include_tax=price.prices_include_tax,
        breaks=breaks,
        available=stock.get(product.pk, NOTHING).available if is_goods else None,
    )


def _choices(accounts: Sequence[CustomerAccount]) -> dict[int, int]:
    chosen = CustomerPriceList.objects.filter(customer_account__in=accounts)
    return dict(chosen.values_list("customer_account_id", "price_list_id"))


def _of_lists(accounts: Sequence[CustomerAccount], choices: Mapping[int, int]) -> Q:
    return Q(
        Q(price_list_id__in=set(choices.values())) | Q(price_list__is_default=True),
        price_list__company_id__in={account.company_id for account in accounts},
        price_list__is_active=True,
    )


def _book(account: CustomerAccount, choice: int | None, items: Sequence[PriceListItem]) -> PriceBook:
    return PriceBook(
        _row(item, OWN if item.price_list_id == choice else DEFAULT)
        for item in items
        if (item.price_list_id == choice or item.price_list.is_default)
        and item.price_list.currency == account.currency
        and item.price_list.company_id == account.company_id
    )


def _row(item: PriceListItem, rank: int) -> PriceRow:
    return PriceRow(
        product_id=item.product_id,
        rank=rank,
        list_name=item.price_list.name,
        currency=item.price_list.currency,
        prices_include_tax=item.price_list.prices_include_tax,
        quantity_min=item.quantity_min,
        unit_price=item.unit_price,
        start_date=item.start_date,
        end_date=item.end_date,
    )
