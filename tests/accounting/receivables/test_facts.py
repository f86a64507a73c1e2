"""What a process remembers of a company holds until something of it changes."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounting.ledger.models import Account, PaymentTerm, PaymentTermStep
from accounting.receivables.facts import company_facts
from accounting.taxes.models import TaxCode, TaxComponent
from accounting.taxes.operations import add_tax_rate
from erp.organization.models import Company, CompanyBankAccount, CompanyTaxRegistration

pytestmark = pytest.mark.django_db
TOMORROW = datetime.date(2026, 4, 1)


def version(company: Company) -> object:
    company.refresh_from_db(fields=["facts_version"])
    return company.facts_version


def test_facts_of_a_known_version_cost_no_statement(company: Company) -> None:
    known = company_facts(company.pk)

    with CaptureQueriesContext(connection) as statements:
        again = company_facts(company.pk, version(company))

    assert again is known
    assert len(statements) == 1  # the version itself, read by this test


CHANGES = {
    "the company": lambda company: Company.objects.filter(pk=company.pk).update(city="Kiel"),
    "its tax number": lambda company: CompanyTaxRegistration.objects.filter(company=company).update(
        number="DE312847567"
    ),
    "a further bank account": lambda company: CompanyBankAccount.objects.create(
        company=company, name="Second", holder="x", iban="DE02120300000000202051", currency="EUR"
    ),
    "an account": lambda company: Account.objects.filter(company=company, code="6000").update(
        name="Pay"
    ),
    "a tax code": lambda company: TaxCode.objects.filter(company=company).update(exemption_reason="x"),
    "a tax component": lambda company: TaxComponent.objects.filter(tax_code__company=company).delete(),
    "a payment term": lambda company: PaymentTermStep.objects.create(
        term=PaymentTerm.objects.filter(company=company).first(),
        share_percent=Decimal(1),
        delay_days=1,
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_gives_the_company_and_no_other_a_new_version(
    company: Company, new_company, change
) -> None:
    other = new_company("Other")
    before, known, elsewhere = version(company), company_facts(company.pk), version(other)

    change(company)

    assert version(company) != before
    assert company_facts(company.pk) is not known
    assert version(other) == elsewhere


def test_a_new_rate_counts_at_once(company: Company, scope) -> None:
    code = TaxCode.objects.get(company=company, code="STANDARD")
    assert company_facts(company.pk).tax_codes[code.pk].taxation(TOMORROW).rate_percent == 19

    add_tax_rate(scope, tax_code_id=code.pk, start_date=TOMORROW, rate_percent=Decimal(21))

    assert company_facts(company.pk).tax_codes[code.pk].taxation(TOMORROW).rate_percent == 21


def test_what_was_rolled_back_is_not_remembered(company: Company) -> None:
    with transaction.atomic():
        Company.objects.filter(pk=company.pk).update(city="Kiel")
        assert company_facts(company.pk).company.city == "Kiel"
        transaction.set_rollback(True)

    assert company_facts(company.pk).company.city == "Hamburg"
