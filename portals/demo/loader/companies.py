"""The two companies: the roaster, and the franchisee who sells under its name."""

import datetime
from decimal import Decimal

from accounting.ledger.models import Account
from accounting.ledger.opening import OpeningBalance, post_opening_balances
from accounting.setup.operations import open_fiscal_year
from crm.franchising.models import FranchiseUnit
from erp.access.operations import sync_roles, system_scope
from erp.access.scope import Scope
from erp.administration.facts import BankAccountFacts, BranchFacts, CompanyFacts, NewCompany
from erp.administration.operations.companies import write_company
from erp.organization.models import Branch, Company, Group
from erp.parties.models import Party
from portals.demo.loader.banking import german_iban

ROASTERY = CompanyFacts(
    name="Speicher Roastery",
    legal_name="Speicher Kaffeerösterei GmbH",
    street="Sandtorquai 14",
    postal_code="20457",
    city="Hamburg",
    country="DE",
    email="office@roastery.example",
    phone="+49 40 5550 1400",
    website="https://roastery.example",
    register_line="Amtsgericht Hamburg, HRB 000000",
    color="#7a4a21",
)
FRANCHISEE = CompanyFacts(
    name="Uferbar Coffee",
    legal_name="Uferbar Gastronomie GmbH",
    street="Eppendorfer Baum 8",
    postal_code="20249",
    city="Hamburg",
    country="DE",
    email="office@uferbar.example",
    phone="+49 40 5550 2700",
    register_line="Amtsgericht Hamburg, HRB 000001",
    color="#1f6f5c",
)
UNITS = (
    BranchFacts("EPP", "Eppendorf", "Hamburg", day_starts_at=datetime.time(4)),
    BranchFacts("ALT", "Altona", "Hamburg", day_starts_at=datetime.time(4)),
    BranchFacts("HAF", "HafenCity", "Hamburg", day_starts_at=datetime.time(4)),
)


def make_companies(*, first_day: datetime.date, today: datetime.date) -> tuple[Company, Company, Scope]:
    """Make both companies with their books open from the year of the first day on; return the scope."""
    sync_roles(today=today)
    year = datetime.date(first_day.year, 1, 1)
    roastery = _make(
        NewCompany(
            ROASTERY,
            "EUR",
            year,
            chart="generic",
            branches=(BranchFacts("HH", "Hamburg roastery", "Hamburg"),),
            tax_number="DE312847567",
            bank_account=BankAccountFacts(ROASTERY.legal_name, german_iban(1), name="House bank"),
        ),
        "Speicher",
        first_day,
    )
    franchisee = _make(
        NewCompany(
            FRANCHISEE,
            "EUR",
            year,
            chart="de_skr04",
            branches=UNITS,
            tax_number="DE298713641",
            bank_account=BankAccountFacts(FRANCHISEE.legal_name, german_iban(2), name="House bank"),
        ),
        "Uferbar",
        first_day,
    )
    setup = system_scope(purpose="setup", company_ids=[roastery.pk, franchisee.pk])
    for company, money, equipment in ((roastery, "48000", "42000"), (franchisee, "35000", "25000")):
        _open_years(setup, company, year, today)
        _pay_in(setup, company, Decimal(money), Decimal(equipment), first_day)
    return roastery, franchisee, setup


def license_units(franchisee: Company, franchisor: Party, since: datetime.date) -> None:
    """Put each branch of the franchisee under the franchisor's name."""
    FranchiseUnit.objects.bulk_create(
        FranchiseUnit(company=franchisee, branch=branch, franchisor=franchisor, start_date=since)
        for branch in Branch.objects.filter(company=franchisee).order_by("pk")
    )


def _make(new: NewCompany, group: str, day: datetime.date) -> Company:
    nobody_yet = system_scope(purpose="setup", company_ids=[])
    return write_company(nobody_yet, Group.objects.create(name=group), new, day)


def _open_years(setup: Scope, company: Company, year: datetime.date, today: datetime.date) -> None:
    for number in range(year.year + 1, today.year + 1):
        open_fiscal_year(setup, company_id=company.pk, start_date=datetime.date(number, 1, 1))


def _pay_in(
    setup: Scope, company: Company, money: Decimal, equipment: Decimal, day: datetime.date
) -> None:
    brought = {"bank": money, "equipment": equipment, "capital": -money - equipment}
    accounts = dict(
        Account.objects.filter(company=company, purpose__in=brought).values_list("purpose", "pk")
    )
    branch_id = Branch.objects.filter(company=company).order_by("pk").values_list("pk", flat=True)[0]
    post_opening_balances(
        setup,
        company_id=company.pk,
        opening_date=day,
        key="capital",
        balances=[
            OpeningBalance(accounts[purpose], branch_id, amount) for purpose, amount in brought.items()
        ],
    )
