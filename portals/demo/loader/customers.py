"""The customers of the roaster, and what is agreed with each."""

import datetime
from dataclasses import dataclass

from accounting.ledger.models import PaymentTerm
from accounting.receivables.models import CustomerAccount
from accounting.receivables.operations.customers import CustomerTerms, create_customer_account
from accounting.taxes.models import TaxCode
from crm.pricing.operations import assign_price_list
from erp.access.scope import Scope
from erp.administration.facts import (
    AddressFacts,
    BankAccountFacts,
    ContactFacts,
    PartyFacts,
    TaxNumberFacts,
)
from erp.administration.operations.parties import create_party
from erp.administration.operations.party_details import set_bank_account, set_contact
from erp.organization.models import Branch, Company
from erp.parties.models import Party
from portals.demo.loader.banking import german_iban
from portals.demo.loader.clientele import CLIENTELE, WEB_CUSTOMERS, Client
from portals.demo.loader.tempers import Temper

# Dialing codes by country; the numbers after them are invented.
PREFIXES = {"DE": "+49 40", "IT": "+39 051", "AT": "+43 1", "GB": "+44 131", "CN": "+86 21"}


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer account with the habits of who stands behind it."""

    account: CustomerAccount
    client: Client

    @property
    def temper(self) -> Temper:
        """How they pay."""
        return self.client.temper


class Reception:
    """Takes up the roaster's customers, in the scope of set-up."""

    def __init__(
        self, setup: Scope, company: Company, *, since: datetime.date, salesperson_id: int
    ) -> None:
        self.setup, self.company, self.since = setup, company, since
        self.salesperson_id = salesperson_id
        self.branch = Branch.objects.filter(company=company).order_by("pk")[0]
        self.terms = dict(PaymentTerm.objects.filter(company=company).values_list("code", "pk"))
        self.taxes = dict(TaxCode.objects.filter(company=company).values_list("code", "pk"))
        self.count = 0

    def take_up(self, client: Client, price_list_id: int | None = None) -> Customer:
        """Make the party, its account and its price list."""
        self.count += 1
        party = self._party(client)
        terms = CustomerTerms(
            payment_term_id=self.terms[client.term],
            currency="EUR",
            default_tax_code_id=self.taxes[client.tax] if client.tax else None,
            salesperson_id=self.salesperson_id,
        )
        account = create_customer_account(
            self.setup,
            party_id=party.pk,
            branch_id=self.branch.pk,
            terms=terms,
            number=str(10_000 + self.count),
        )
        if price_list_id:
            assign_price_list(self.setup, customer_account_id=account.pk, price_list_id=price_list_id)
        return Customer(account, client)

    def _party(self, client: Client) -> Party:
        company_id = self.company.pk
        kind = Party.Kind.PERSON if client.is_person else Party.Kind.ORGANIZATION
        legal_kind = Party.LegalKind.CONSUMER if client.is_person else Party.LegalKind.BUSINESS
        party = create_party(
            self.setup,
            company_id=company_id,
            facts=PartyFacts(
                client.name,
                kind=kind,
                legal_kind=legal_kind,
                language=client.language,
                email=client.email,
                phone=f"{PREFIXES[client.country]} 5550 {1000 + self.count}",
            ),
            addresses=[
                AddressFacts(
                    "LEGAL",
                    client.street,
                    client.city,
                    client.country,
                    client.postal_code,
                    start_date=self.since,
                )
            ],
            tax_number=_tax_number(client, self.since),
            today=self.since,
        )
        if client.contact:
            contact = ContactFacts(
                client.contact,
                role="Owner",
                language=client.language,
                email=client.email,
                receives_invoices=True,
                receives_reminders=True,
            )
            set_contact(self.setup, company_id=company_id, party_id=party.pk, facts=contact)
            bank = BankAccountFacts(client.name, german_iban(500 + self.count))
            set_bank_account(
                self.setup, company_id=company_id, party_id=party.pk, facts=bank, today=self.since
            )
        return party


def take_up_customers(reception: Reception, price_list_ids: dict[str, int]) -> list[Customer]:
    """Take up the cafés, restaurants and offices; the bigger half buys at wholesale prices."""
    return [
        reception.take_up(client, price_list_ids["WHOLESALE"] if client.size > 1 else None)
        for client in CLIENTELE
    ]


def take_up_web_customers(reception: Reception, price_list_ids: dict[str, int]) -> list[Customer]:
    """Take up the people who order in the web shop; they pay at once."""
    return [reception.take_up(client, price_list_ids["SHOP"]) for client in WEB_CUSTOMERS]


def _tax_number(client: Client, since: datetime.date) -> TaxNumberFacts | None:
    if not client.tax_number:
        return None
    return TaxNumberFacts(client.country, client.tax_number, start_date=since)
