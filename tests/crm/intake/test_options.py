"""Options of the import, on a small sample of our own."""

import datetime
from decimal import Decimal

import pytest
from django.db.models import Sum

from accounting.receivables.models import Invoice, InvoiceLine
from crm.sales.models import SalesOrder
from tests import trading
from tests.crm.intake.conftest import OWN

pytestmark = pytest.mark.django_db
DATA = OWN / "trading"


@pytest.fixture
def company(db, run):
    company = trading.new_company(
        "Small trade",
        country="US",
        currency="USD",
        first_year_start=datetime.date(1996, 1, 1),
        years=3,
    )
    names = (
        *("--map", "customer_id=number", "--map", "company_name=name", "--map", "address=street"),
        *("--set", "tax_code=NONE"),
    )
    run("customers", DATA / "customers.csv", *names)
    goods = ("--map", "product_id=code", "--map", "product_name=name", "--set", "tax_code=NONE")
    run("products", DATA / "products.csv", *goods)
    return company


def bring_orders(run, *more):
    files = (DATA / "orders.csv", "--lines", DATA / "order_details.csv")
    return run("orders", *files, "--map-file", OWN / "northwind.map", *more)


@pytest.mark.parametrize(("way", "net"), [("even", "1053.67"), ("up", "1053.68")])
def test_half_a_cent_goes_where_the_old_system_put_it(run, company, way, net):
    bring_orders(run, "--half-cents", way)

    # 172.80 + 28.05 + 97.755 -> .76 + 2.475 -> .48 + 720.00 and 32.585: even 32.58, up 32.59.
    # 97.755 and 2.475 go to .76 and .48 both ways
    assert InvoiceLine.objects.aggregate(net=Sum("net"))["net"] == Decimal(net)


def test_days_are_shifted_into_years_that_are_open(run, company):
    bring_orders(run, "--shift-days", "10")

    first = SalesOrder.objects.order_by("key").first()
    assert first.order_date == datetime.date(1996, 7, 14)


def test_a_dry_run_checks_everything_and_writes_nothing(run, company):
    said = bring_orders(run, "--dry-run")

    assert said == "orders: 3 would be new, 0 known before"
    assert not SalesOrder.objects.exists()
    assert not Invoice.objects.exists()
