"""What a franchisor sees: the turnover of the granted units, and nothing else."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client

from accounting.receivables.drafts import ChargeDraft, InvoiceDraft, LineDraft
from accounting.receivables.operations.drafting import draft_invoice
from accounting.receivables.operations.issuing import issue_invoice
from crm.franchising.queries import turnover
from erp.access.operations import NewGrant, grant_role, sync_roles, system_scope
from erp.identity.models import User
from erp.organization.models import Branch
from tests.trading import NEW_YEAR, TODAY, new_company, new_customer, new_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db):
    return new_company("Corner Cafes")


@pytest.fixture
def units(company):
    return [
        Branch.objects.create(company=company, code=code, name=name)
        for code, name in [("OLD", "Old Town"), ("HAR", "Harbor")]
    ]


@pytest.fixture
def sell(company, units):
    account = new_customer(company)
    clerk = new_scope(
        "clerk",
        [
            "accounting.add_invoice",
            "accounting.change_invoice",
            "accounting.issue_invoice",
            "accounting.credit_invoice",
        ],
        company=company,
    )

    def make(unit, net, category, day, **more):
        draft = InvoiceDraft(
            customer_account_id=account.pk,
            branch_id=unit.pk,
            lines=[LineDraft(category, Decimal(1), Decimal(net), category=category)],
            charges=[ChargeDraft("Freight", Decimal(5))],
            **more,
        )
        invoice = draft_invoice(clerk, draft=draft, today=day)
        return issue_invoice(clerk, invoice_id=invoice.pk, issue_date=day)

    return make


@pytest.fixture
def partner_at(company):
    def make(name, *places):
        sync_roles(today=TODAY)
        user = User.objects.create_user(f"{name}@people.test", name=name)
        scope = system_scope(purpose="setup", company_ids=[company.pk])
        for place in places:
            new = NewGrant(user.pk, NEW_YEAR, "franchisor", role="partner", branch_id=place.pk)
            grant_role(scope, new=new, today=TODAY)
        user.refresh_from_db()
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return make


@pytest.fixture
def sold(sell, units):
    old, harbor = units
    sell(old, "100", "Coffee", datetime.date(2026, 1, 10))
    sell(old, "50", "Coffee", datetime.date(2026, 1, 31))
    sell(old, "20", "Cake", datetime.date(2026, 2, 1))
    sell(harbor, "999", "Coffee", datetime.date(2026, 2, 2))


PERIOD = {"start_date": "2026-01-01", "end_date": "2026-03-31"}


def test_turnover_adds_net_sales_by_unit_month_and_category(sold, units, company):
    scope = new_scope("franchisor", ["crm.view_turnover"], door="partner", branch=units[0])

    rows = turnover(scope, start_date=NEW_YEAR, end_date=TODAY)

    # freight of 5 on each invoice is left out; the other unit is not granted
    assert [(row.branch, row.month.month, row.category, row.net) for row in rows] == [
        ("Old Town", 1, "Coffee", Decimal("150.00")),
        ("Old Town", 2, "Cake", Decimal("20.00")),
    ]
    assert {row.currency for row in rows} == {"EUR"}


def test_asking_for_a_foreign_unit_shows_nothing(sold, units):
    scope = new_scope("franchisor", ["crm.view_turnover"], door="partner", branch=units[0])

    assert turnover(scope, start_date=NEW_YEAR, end_date=TODAY, branch_ids=[units[1].pk]) == []


def test_the_page_shows_the_granted_unit_and_no_other(sold, units, partner_at):
    page = partner_at("franco", units[0]).get("/partner/", PERIOD).content.decode()

    assert "Old Town" in page
    assert "150.00" in page
    assert "Harbor" not in page
    assert "999" not in page


def test_a_unit_that_is_not_granted_is_like_none(sold, units, partner_at):
    client = partner_at("franco", units[0])

    foreign = client.get("/partner/", PERIOD | {"branch": str(units[1].public_id)})
    absent = client.get("/partner/", PERIOD | {"branch": "00000000-0000-4000-8000-000000000000"})

    assert foreign.status_code == absent.status_code == 200
    assert "No sales in this period" in foreign.content.decode()
    assert "No sales in this period" in absent.content.decode()


def test_the_file_holds_what_the_page_shows(sold, units, partner_at):
    answer = partner_at("franco", *units).get("/partner/", PERIOD | {"export": "csv"})

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Unit,Month,Category,Currency,Net sales"
    assert lines[1:] == [
        "Harbor,2026-02-01,Coffee,EUR,999.00",
        "Old Town,2026-01-01,Coffee,EUR,150.00",
        "Old Town,2026-02-01,Cake,EUR,20.00",
    ]


def test_days_that_run_backwards_are_refused_in_words(units, partner_at):
    answer = partner_at("franco", units[0]).get(
        "/partner/", {"start_date": "2026-02-01", "end_date": "2026-01-01"}
    )

    assert "The end lies before the start." in answer.content.decode()


@pytest.mark.parametrize("address", ["/staff/", "/staff/invoices/", "/customer/", "/supplier/"])
def test_no_other_door_opens_for_a_partner(units, partner_at, address):
    assert partner_at("franco", units[0]).get(address).status_code in {403, 404}


def test_the_page_costs_the_same_for_any_number_of_units(
    sold, units, partner_at, django_assert_max_num_queries
):
    client = partner_at("franco", *units)

    # session, user, doors and grants, company, unit list, turnover; the rest is the scope, opened and
    # handed back
    with django_assert_max_num_queries(16):
        client.get("/partner/", PERIOD)
