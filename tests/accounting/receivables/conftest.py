"""A customer of the company, and drafts to issue."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest

from accounting.ledger.models import PaymentTerm, PaymentTermStep
from accounting.receivables.drafts import InvoiceDraft, LineDraft
from accounting.receivables.models import CustomerAccount, Invoice
from accounting.receivables.operations.customers import CustomerTerms, create_customer_account
from accounting.receivables.operations.drafting import draft_invoice
from accounting.receivables.operations.issuing import issue_invoice
from accounting.taxes.models import TaxCode
from erp.access.scope import Scope
from erp.organization.models import Branch, Company
from erp.parties.models import Party, TaxRegistration

TODAY = datetime.date(2026, 3, 31)
NEW_YEAR = datetime.date(2026, 1, 1)


@pytest.fixture
def term(company: Company) -> Callable[..., PaymentTerm]:
    """Make a payment term of steps (percent, days), or of rows of step columns."""

    def make(*steps: tuple[str, int], **rest: object) -> PaymentTerm:
        count = PaymentTerm.objects.count()
        term = PaymentTerm.objects.create(company=company, code=f"T{count}", name="As agreed")
        for share, days in steps or [("100", 30)]:
            PaymentTermStep.objects.create(
                term=term, share_percent=Decimal(share), delay_days=days, **rest
            )
        return term

    return make


@pytest.fixture
def new_customer(
    scope: Scope, company: Company, branch: Branch, new_party: Callable[..., Party]
) -> Callable[..., CustomerAccount]:
    """Make a party a customer: 30 days net, euros, standard tax."""

    def make(name: str = "Blue Ltd", **terms: object) -> CustomerAccount:
        party = new_party(name)
        agreed = {
            "payment_term_id": PaymentTerm.objects.get(company=company, code="NET30").pk,
            "currency": "EUR",
            "default_tax_code_id": code_of(company, "STANDARD").pk,
        }
        return create_customer_account(
            scope, party_id=party.pk, branch_id=branch.pk, terms=CustomerTerms(**agreed | terms)
        )

    return make


@pytest.fixture
def customer(new_customer: Callable[..., CustomerAccount]) -> CustomerAccount:
    return new_customer()


@pytest.fixture
def draft(scope: Scope, customer: CustomerAccount) -> Callable[..., Invoice]:
    """Draft lines of (quantity, price, tax code); one line of 100 if none."""

    def make(*lines: tuple[str, str, str], **rest: object) -> Invoice:
        account_id = rest.pop("customer_account_id", customer.pk)
        values = InvoiceDraft(
            customer_account_id=account_id,
            lines=lines_of(customer.company, *lines),
            **rest,
        )
        return draft_invoice(scope, draft=values, today=TODAY)

    return make


@pytest.fixture
def issued(scope: Scope, draft: Callable[..., Invoice]) -> Callable[..., Invoice]:
    """Draft and issue in one go, on `TODAY` or on `issue_date`."""

    def make(*lines: tuple[str, str, str], issue_date: datetime.date = TODAY, **rest: object) -> Invoice:
        return issue_invoice(scope, invoice_id=draft(*lines, **rest).pk, issue_date=issue_date)

    return make


def lines_of(company: Company, *lines: tuple[str, str, str]) -> list[LineDraft]:
    return [
        LineDraft(
            description="Thing",
            quantity=Decimal(quantity),
            gross_unit_price=Decimal(price),
            tax_code_id=code_of(company, code).pk,
        )
        for quantity, price, code in lines or [("1", "100", "STANDARD")]
    ]


def code_of(company: Company, code: str) -> TaxCode:
    return TaxCode.objects.get(company=company, code=code)


def give_tax_number(account: CustomerAccount, country: str, number: str) -> None:
    TaxRegistration.objects.create(
        party=account.party, country=country, number=number, start_date=NEW_YEAR
    )
