"""Every change to price lists and to who buys from them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.receivables.models import CustomerAccount
from crm.pricing.models import CustomerPriceList, PriceList, PriceListItem
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Invalid
from erp.organization.models import Company
from inventory.catalog.models import Product


@dataclass(frozen=True, slots=True)
class PriceListDraft:
    """A price list as entered; one per currency is the default, for customers without their own."""

    code: str
    name: str
    currency: str
    prices_include_tax: bool = False
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Price:
    """The price per unit of one product from a quantity and a day on, to six decimals."""

    product_id: int
    unit_price: Decimal
    start_date: datetime.date
    quantity_min: Decimal = Decimal(0)
    end_date: datetime.date | None = None


@transaction.atomic
def create_price_list(scope: Scope, *, company_id: int, price_list: PriceListDraft) -> PriceList:
    """
    Add an empty price list; a new default takes the place of the old one.

    :raises Invalid: if code, name or currency is missing, or the code is in use
    """
    company = Company.objects.select_for_update(no_key=True).get(pk=company_id)
    require(scope, "crm.change_pricelist", company)
    in_use = PriceList.objects.filter(company_id=company_id, code=price_list.code).exists()
    if in_use or not price_list.code.strip() or not price_list.name.strip():
        raise Invalid([_("A price list needs a name and a code that no other one bears.")])
    if len(price_list.currency) != 3:
        raise Invalid([_("A price list needs a currency.")])
    if price_list.is_default:
        others = PriceList.objects.filter(company_id=company_id, currency=price_list.currency)
        others.update(is_default=False)
    created = PriceList.objects.create(
        company_id=company_id,
        code=price_list.code,
        name=price_list.name,
        currency=price_list.currency,
        prices_include_tax=price_list.prices_include_tax,
        is_default=price_list.is_default,
    )
    audit.record(scope, "pricelist.created", created, code=created.code)
    return created


@transaction.atomic
def set_prices(scope: Scope, *, price_list_id: int, prices: Sequence[Price]) -> PriceList:
    """
    Write prices on a list; a row of the same product, quantity and first day is replaced.

    Orders already placed keep the price they were given. Locks the list.

    :raises Invalid: if a product is foreign, an amount below zero or a last day before the first
    """
    price_list = PriceList.objects.select_for_update().get(pk=price_list_id)
    require(scope, "crm.change_pricelist", price_list)
    _check(price_list, prices)
    PriceListItem.objects.bulk_create(
        [
            PriceListItem(
                price_list=price_list,
                product_id=price.product_id,
                quantity_min=price.quantity_min,
                unit_price=price.unit_price,
                start_date=price.start_date,
                end_date=price.end_date,
            )
            for price in prices
        ],
        update_conflicts=True,
        unique_fields=["price_list", "product", "quantity_min", "start_date"],
        update_fields=["unit_price", "end_date"],
    )
    audit.record(scope, "pricelist.changed", price_list, prices=str(len(prices)))
    return price_list


@transaction.atomic
def assign_price_list(
    scope: Scope, *, customer_account_id: int, price_list_id: int | None
) -> CustomerAccount:
    """
    Let a customer buy from a list, or (None) from the default one again. Locks the account.

    :raises Invalid: if the list is of another company or in another currency than the account
    """
    account = CustomerAccount.objects.select_for_update(no_key=True).get(pk=customer_account_id)
    require(scope, "crm.change_pricelist", account)
    CustomerPriceList.objects.filter(customer_account=account).delete()
    if price_list_id is not None:
        lists = PriceList.objects.filter(company_id=account.company_id, currency=account.currency)
        if not lists.filter(pk=price_list_id, is_active=True).exists():
            raise Invalid([_("There is no such price list in the customer's currency.")])
        CustomerPriceList.objects.create(customer_account=account, price_list_id=price_list_id)
    audit.record(scope, "pricelist.assigned", account, price_list=str(price_list_id or ""))
    return account


def _check(price_list: PriceList, prices: Sequence[Price]) -> None:
    product_ids = {price.product_id for price in prices}
    found = Product.objects.filter(company_id=price_list.company_id, pk__in=product_ids)
    problems = []
    if found.count() < len(product_ids):
        problems.append(_("A price names a product that is not in the catalog."))
    if any(price.unit_price < 0 or price.quantity_min < 0 for price in prices):
        problems.append(_("Prices and quantities are never below zero."))
    if any(price.end_date and price.end_date < price.start_date for price in prices):
        problems.append(_("A price ends on or after its first day."))
    keys = [(price.product_id, price.quantity_min, price.start_date) for price in prices]
    if len(set(keys)) != len(keys):
        problems.append(_("A product has one price per quantity and first day."))
    if problems:
        raise Invalid(problems)
