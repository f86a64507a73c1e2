"""What a customer pays: own list before the default, quantity breaks, days."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.pricing.models import CustomerPriceList, PriceList, PriceListItem
from crm.pricing.operations import (
    Price,
    PriceListDraft,
    assign_price_list,
    create_price_list,
    set_prices,
)
from crm.pricing.queries import price_books, price_for, price_list_of
from erp.access.decisions import AccessDenied
from erp.errors import Invalid
from tests import trading

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 31)


def price(customer, product, quantity="1", on=TODAY):
    found = price_for(customer, product_id=product.pk, quantity=Decimal(quantity), on=on)
    return found and (found.unit_price, found.trail)


@pytest.fixture
def own_list(scope, company, customer, price_list, beans):
    draft = PriceListDraft("BLUE", "Bluebird's prices", "EUR")
    created = create_price_list(scope, company_id=company.pk, price_list=draft)
    set_prices(
        scope,
        price_list_id=created.pk,
        prices=[
            Price(beans.pk, Decimal("11"), datetime.date(2026, 2, 1), end_date=TODAY),
            Price(beans.pk, Decimal("10.5"), datetime.date(2026, 3, 1), end_date=TODAY),
        ],
    )
    assign_price_list(scope, customer_account_id=customer.pk, price_list_id=created.pk)
    return created


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        ("0.5", ("12.50", "Standard prices, since 2026-01-01")),
        ("9.999999", ("12.50", "Standard prices, since 2026-01-01")),
        ("10", ("11.25", "Standard prices, from 10, since 2026-01-01")),
        ("5000", ("11.25", "Standard prices, from 10, since 2026-01-01")),
    ],
)
def test_the_highest_quantity_reached_counts(customer, price_list, beans, quantity, expected):
    assert price(customer, beans, quantity) == (Decimal(expected[0]), expected[1])


def test_the_own_list_counts_before_the_default_even_where_it_is_dearer(customer, own_list, beans):
    # from 10 on the default list asks 11.25, the own list 10.5 at any quantity
    assert price(customer, beans, "10") == (Decimal("10.5"), "Bluebird's prices, since 2026-03-01")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-12-31", None),
        ("2026-01-31", "12.5"),
        ("2026-02-28", "11"),
        ("2026-03-01", "10.5"),
        ("2026-04-01", "12.5"),
    ],
)
def test_the_day_decides_both_dates_included(customer, own_list, beans, day, expected):
    found = price(customer, beans, on=datetime.date.fromisoformat(day))

    assert (found and found[0]) == (expected and Decimal(expected))


def test_lists_of_other_customers_companies_and_currencies_do_not_count(
    scope, company, customer, own_list, beans
):
    neighbor = trading.new_customer(company, "Redwood Diner", number="C2")
    american = trading.new_customer(company, "Yankee Diner", number="C3", currency="USD")

    assert price(neighbor, beans)[0] == Decimal("12.5")
    assert price(american, beans) is None
    with pytest.raises(Invalid):
        assign_price_list(scope, customer_account_id=american.pk, price_list_id=own_list.pk)


def test_giving_up_the_own_list_brings_back_the_default(scope, customer, own_list, beans):
    assign_price_list(scope, customer_account_id=customer.pk, price_list_id=None)

    assert price(customer, beans)[0] == Decimal("12.5")
    assert not CustomerPriceList.objects.exists()


def test_books_of_many_customers_cost_two_statements(company, customer, own_list, beans):
    neighbor = trading.new_customer(company, "Redwood Diner", number="C2")

    with CaptureQueriesContext(connection) as captured:
        books = price_books([customer, neighbor])

    one = Decimal(1)
    assert books[customer.pk].price(beans.pk, one, TODAY).unit_price == Decimal("10.5")
    assert books[neighbor.pk].price(beans.pk, one, TODAY).unit_price == Decimal("12.5")
    assert len(captured) == 2


def test_the_order_form_shows_own_prices_and_live_stock_by_three_statements(
    customer, own_list, stocked, company
):
    trading.new_product(company, "DUST", name="Nobody has a price for it")
    trading.new_product(company, "OLD", is_active=False)

    with CaptureQueriesContext(connection) as captured:
        offered = price_list_of(customer, on=TODAY)

    assert len(captured) == 3
    shown = [
        (o.category, o.name, [(b.quantity_min, b.unit_price) for b in o.breaks], o.available)
        for o in offered
    ]
    # the own price of the beans holds at any quantity, so the default's break at 10 is no break
    assert shown == [
        ("Coffee", "House beans", [(0, Decimal("10.5"))], Decimal(100)),
        ("Service", "Repair", [(0, Decimal("80"))], None),
        ("Ware", "Paper cups", [(0, Decimal("0.335"))], Decimal(50)),
    ]


def test_writing_a_price_again_replaces_it(scope, price_list, customer, cups):
    again = [Price(cups.pk, Decimal("0.4"), datetime.date(2026, 1, 1))]

    set_prices(scope, price_list_id=price_list.pk, prices=again)

    assert price(customer, cups)[0] == Decimal("0.4")
    assert PriceListItem.objects.filter(product=cups).count() == 1


def test_a_new_default_takes_the_place_of_the_old(scope, company, price_list):
    draft = PriceListDraft("NEW", "New prices", "EUR", is_default=True)
    created = create_price_list(scope, company_id=company.pk, price_list=draft)

    assert list(PriceList.objects.filter(is_default=True)) == [created]
    with pytest.raises(Invalid):
        create_price_list(scope, company_id=company.pk, price_list=draft)


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit_price": Decimal("-0.01")},
        {"quantity_min": Decimal("-1")},
        {"end_date": datetime.date(2025, 12, 31)},
        {"product_id": 0},
    ],
)
def test_wrong_prices_are_refused_and_none_is_written(scope, price_list, cups, wrong):
    facts = {
        "product_id": cups.pk,
        "unit_price": Decimal("1"),
        "start_date": datetime.date(2026, 1, 1),
    }
    right = Price(cups.pk, Decimal("9"), datetime.date(2026, 5, 1))

    with pytest.raises(Invalid):
        set_prices(scope, price_list_id=price_list.pk, prices=[right, Price(**facts | wrong)])

    assert PriceListItem.objects.count() == 4


def test_stranger_is_denied_and_nothing_changes(stranger_scope, company, price_list, customer):
    with pytest.raises(AccessDenied):
        set_prices(stranger_scope, price_list_id=price_list.pk, prices=[])
    with pytest.raises(AccessDenied):
        assign_price_list(stranger_scope, customer_account_id=customer.pk, price_list_id=None)
    with pytest.raises(AccessDenied):
        create_price_list(
            stranger_scope, company_id=company.pk, price_list=PriceListDraft("X", "X", "EUR")
        )

    assert (PriceList.objects.count(), PriceListItem.objects.count()) == (1, 4)
