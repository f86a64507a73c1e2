"""The company of the bench, made by the operations people use; today is the real today."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from accounting.currencies.models import ExchangeRate
from accounting.ledger.models import Account, Journal, PaymentTerm, PaymentTermStep, Period
from accounting.receivables.models import CustomerAccount
from accounting.receivables.operations.customers import CustomerTerms, create_customer_account
from accounting.setup.operations import open_fiscal_year
from accounting.taxes.models import TaxCode
from erp.access.operations import system_scope
from erp.access.queries import scope_of
from erp.access.scope import Scope
from erp.administration.facts import (
    AddressFacts,
    BankAccountFacts,
    CompanyFacts,
    ContactFacts,
    NewCompany,
    PartyFacts,
    UserFacts,
)
from erp.administration.operations.parties import create_party
from erp.administration.operations.party_details import set_contact
from erp.administration.operations.setup import FirstRun, set_up_company
from erp.administration.operations.users import RoleAt, create_user
from erp.identity.models import User
from erp.numbering.models import Series
from erp.organization.models import Company

CUSTOMERS = 20
PASSWORD = "correct horse battery staple"
FACTS = CompanyFacts(
    name="Bench Coffee",
    legal_name="Bench Coffee GmbH",
    street="Am Sandtorkai 1",
    postal_code="20457",
    city="Hamburg",
    country="DE",
    email="office@bench.example",
    register_line="Amtsgericht Hamburg, HRB 000002",
)
ADMINISTRATOR = UserFacts("Ada Bench", "ada@bench.example", password=PASSWORD)
ACCOUNTANT = UserFacts("Alba Bench", "alba@bench.example", password=PASSWORD)
BUYER = UserFacts("Carla Cafe", "carla@cafe1.example", password=PASSWORD)
BANK = BankAccountFacts(
    FACTS.legal_name, "DE89370400440532013000", bic="COBADEFFXXX", name="Main", currency="EUR"
)


@dataclass(frozen=True)
class Books:
    """
    A company with its books open, who works in them, and whom it sells to.

    `buyer` signs in for the first of the customers.
    """

    company: Company
    scope: Scope
    customers: tuple[CustomerAccount, ...]
    today: datetime.date
    buyer: User

    @property
    def first_year_start(self) -> datetime.date:
        """The first day of its books."""
        return self.today.replace(year=self.today.year - 1, month=1, day=1)

    @cached_property
    def taxes(self) -> dict[str, int]:
        """The ids of its tax codes."""
        return dict(TaxCode.objects.filter(company=self.company).values_list("code", "pk"))

    @cached_property
    def accounts(self) -> dict[str, int]:
        """The ids of its accounts by purpose."""
        return dict(Account.objects.filter(company=self.company).values_list("purpose", "pk"))

    @cached_property
    def terms(self) -> dict[str, int]:
        """The ids of its payment terms."""
        return dict(PaymentTerm.objects.filter(company=self.company).values_list("code", "pk"))

    def limit_values(self) -> dict[str, Any]:
        """Return what one plain entry of a sale names."""
        on = {"company": self.company, "start_date__lte": self.today, "end_date__gte": self.today}
        return {
            "company": self.company.pk,
            "series": Series.objects.get(code="SALES", **on).pk,
            "journal": Journal.objects.get(company=self.company, code="SALES").pk,
            "period": Period.objects.get(kind="REGULAR", **on).pk,
            "actor": self.scope.actor.pk,
            "branch": self.customers[0].branch_id,
            "party_account": self.customers[0].party_account_id,
            "receivable": self.accounts["receivable"],
            "sales": self.accounts["sales"],
            "freight": self.accounts["freight"],
            "tax": self.accounts["tax_output"],
            "day": self.today,
        }


def open_books(today: datetime.date) -> Books:
    """Make the company, an accountant and customers who are mailed their invoices."""
    this_year = today.replace(month=1, day=1)
    year = this_year.replace(year=this_year.year - 1)
    new = NewCompany(FACTS, "EUR", year, "generic", tax_number="DE312847567", bank_account=BANK)
    company = set_up_company(first=FirstRun(new, ADMINISTRATOR), today=year)
    setup = system_scope(purpose="setup", company_ids=[company.pk])
    open_fiscal_year(setup, company_id=company.pk, start_date=this_year)
    _agree(company, year)
    customers = tuple(_customer(setup, company, number, year) for number in range(1, CUSTOMERS + 1))

    def admit(facts: UserFacts, *roles: RoleAt) -> User:
        return create_user(setup, company_id=company.pk, facts=facts, roles=roles, today=year)

    user = admit(ACCOUNTANT, RoleAt("accountant", "company", company.pk))
    buyer = admit(BUYER, RoleAt("customer", "party", customers[0].party_id))
    return Books(company, scope_of(user, door="staff", on=today), customers, today, buyer)


def _agree(company: Company, since: datetime.date) -> None:
    """Add a term of two due dates, and what a dollar is worth."""
    term = PaymentTerm.objects.create(company=company, code="HALVES", name="In halves")
    for days in (30, 60):
        PaymentTermStep.objects.create(term=term, share_percent=Decimal(50), delay_days=days)
    ExchangeRate.objects.create(
        base_currency="EUR", quote_currency="USD", rate_date=since, rate=Decimal("1.0871"), source="ECB"
    )


def _customer(setup: Scope, company: Company, number: int, since: datetime.date) -> CustomerAccount:
    facts = PartyFacts(f"Cafe {number}", email=f"office@cafe{number}.example")
    address = AddressFacts("LEGAL", "Hafenstr. 1", "Hamburg", "DE", "20457", start_date=since)
    party = create_party(setup, company_id=company.pk, facts=facts, addresses=[address], today=since)
    contact = ContactFacts("Owner", email=facts.email, receives_invoices=True)
    set_contact(setup, company_id=company.pk, party_id=party.pk, facts=contact)
    codes = TaxCode.objects.filter(company=company, code="STANDARD")
    terms = CustomerTerms(
        PaymentTerm.objects.get(company=company, code="NET30").pk, "EUR", codes.get().pk
    )
    branch = company.branches.get()
    return create_customer_account(setup, party_id=party.pk, branch_id=branch.pk, terms=terms)
