"""Companies, their branches, numbers and accounts, and the first of them."""

import datetime
from dataclasses import replace

import pytest
from django.contrib.auth import authenticate

from accounting.ledger.models import Account
from erp.access.decisions import AccessDenied, decide
from erp.administration.facts import (
    BankAccountFacts,
    BranchFacts,
    CompanyFacts,
    NewCompany,
    TaxNumberFacts,
    UserFacts,
)
from erp.administration.operations.companies import (
    CodeTaken,
    NameTaken,
    add_company_bank_account,
    create_company,
    set_branch,
    set_company_tax_number,
    update_company,
)
from erp.administration.operations.setup import AlreadySetUp, FirstRun, set_up_company
from erp.errors import Invalid
from erp.identity.models import User
from erp.organization.models import Branch, Company, CompanyBankAccount, CompanyTaxRegistration
from erp.parties.models import Party

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 31)
NEW_YEAR = datetime.date(2026, 1, 1)
FACTS = CompanyFacts(
    name="Roastery",
    legal_name="Roastery GmbH",
    street="Am Kai 2",
    postal_code="28195",
    city="Bremen",
    country="DE",
    email="office@roastery.test",
)
NEW = NewCompany(
    facts=FACTS,
    base_currency="EUR",
    first_year_start=NEW_YEAR,
    chart="generic",
    tax_number="DE123456788",
    bank_account=BankAccountFacts(holder="Roastery GmbH", iban="DE89370400440532013000"),
)
ADA = UserFacts(name="Ada", email="ada@roastery.test", password="correct horse battery")


def test_the_first_run_makes_a_company_with_books_and_an_administrator(scope_at):
    company = set_up_company(first=FirstRun(company=NEW, administrator=ADA), today=DAY)

    ada = authenticate(None, username="ada@roastery.test", password="correct horse battery")
    assert decide(scope_at(ada), "erp.manage_access", company).allowed
    assert Company.objects.get().group.name == "Roastery"
    assert Branch.objects.get().name == "Head office"
    assert CompanyTaxRegistration.objects.get().number == "DE123456788"
    account = CompanyBankAccount.objects.get()
    assert (account.bic, account.currency, account.is_default) == ("COBADEFFXXX", "EUR", True)
    assert Party.objects.get().company == company
    assert Account.objects.filter(company=company, control_kind="RECEIVABLE").exists()


def test_there_is_one_first_run(scope_at):
    set_up_company(first=FirstRun(company=NEW, administrator=ADA), today=DAY)
    eve = UserFacts(name="Eve", email="eve@roastery.test", password="correct horse battery")

    with pytest.raises(AlreadySetUp):
        set_up_company(first=FirstRun(company=NEW, administrator=eve), today=DAY)

    assert (Company.objects.count(), User.objects.filter(is_system=False).count()) == (1, 1)


@pytest.mark.parametrize(
    "first",
    [
        FirstRun(company=NEW, administrator=replace(ADA, password="secret")),
        FirstRun(company=NEW, administrator=replace(ADA, password=None)),
        FirstRun(company=NEW, administrator=replace(ADA, email="nobody")),
        FirstRun(company=replace(NEW, base_currency="XXY"), administrator=ADA),
        FirstRun(company=replace(NEW, facts=replace(FACTS, street="")), administrator=ADA),
        FirstRun(company=replace(NEW, tax_number="DE123456789"), administrator=ADA),
    ],
)
def test_a_wrong_fact_sets_nothing_up(first):
    with pytest.raises(Invalid):
        set_up_company(first=first, today=DAY)

    assert (Company.objects.count(), User.objects.count()) == (0, 0)


def test_an_administrator_makes_a_further_company_and_administers_it(
    administrator_scope, company, scope_at
):
    branches = (BranchFacts("K", "Kiosk"), BranchFacts("B", "Bar"))

    other = create_company(
        administrator_scope,
        group_id=company.group_id,
        new=replace(NEW, branches=branches),
        today=DAY,
    )

    assert sorted(each.code for each in other.branches.all()) == ["B", "K"]
    assert decide(scope_at(administrator_scope.actor), "erp.change_company", other).allowed
    with pytest.raises(NameTaken):
        create_company(administrator_scope, group_id=company.group_id, new=NEW, today=DAY)


def test_what_a_company_prints_is_changed(administrator_scope, company, new_company):
    update_company(administrator_scope, company_id=company.pk, facts=FACTS)

    assert Company.objects.get(pk=company.pk).legal_name == "Roastery GmbH"
    new_company("Other")
    with pytest.raises(NameTaken):
        update_company(administrator_scope, company_id=company.pk, facts=replace(FACTS, name="Other"))


def test_branches_have_codes_of_their_own(administrator_scope, company, branch):
    place = {"company_id": company.pk}
    kiosk = set_branch(administrator_scope, **place, facts=BranchFacts("K", "Kiosk"))

    set_branch(administrator_scope, **place, facts=BranchFacts("K", "Bar"), branch_id=kiosk.pk)

    assert Branch.objects.get(pk=kiosk.pk).name == "Bar"
    with pytest.raises(CodeTaken):
        set_branch(administrator_scope, **place, facts=BranchFacts(branch.code, "Bar"))


def test_one_bank_account_per_currency_is_printed(administrator_scope, company):
    main = CompanyBankAccount.objects.get(company=company)
    iban = "DE02120300000000202051"
    facts = BankAccountFacts("Highland", iban, name="Second", is_default=True)

    second = add_company_bank_account(administrator_scope, company_id=company.pk, facts=facts)

    defaults = CompanyBankAccount.objects.filter(company=company, is_default=True)
    assert list(defaults) == [second]
    assert CompanyBankAccount.objects.get(pk=main.pk).is_default is False
    with pytest.raises(CodeTaken):
        add_company_bank_account(administrator_scope, company_id=company.pk, facts=facts)


def test_a_new_tax_number_of_the_company_ends_the_one_before_it(administrator_scope, company):
    facts = TaxNumberFacts("DE", "DE136695976")

    set_company_tax_number(administrator_scope, company_id=company.pk, facts=facts, today=DAY)

    rows = CompanyTaxRegistration.objects.filter(company=company).order_by("start_date")
    assert [(row.number, row.end_date) for row in rows] == [
        ("DE123456788", datetime.date(2026, 3, 30)),
        ("DE136695976", None),
    ]


def test_who_may_not_change_the_company_changes_nothing(accountant_scope, company):
    place = {"company_id": company.pk}
    facts = BankAccountFacts("x", "DE02120300000000202051")
    acts = [
        lambda: create_company(accountant_scope, group_id=company.group_id, new=NEW, today=DAY),
        lambda: update_company(accountant_scope, **place, facts=FACTS),
        lambda: set_branch(accountant_scope, **place, facts=BranchFacts("K", "Kiosk")),
        lambda: add_company_bank_account(accountant_scope, **place, facts=facts),
        lambda: set_company_tax_number(
            accountant_scope, **place, facts=TaxNumberFacts("DE", "DE136695976"), today=DAY
        ),
    ]

    for act in acts:
        with pytest.raises(AccessDenied):
            act()

    assert (Company.objects.count(), Branch.objects.count()) == (1, 1)
    assert Company.objects.get().name == "Highland Coffee"
    assert (CompanyBankAccount.objects.count(), CompanyTaxRegistration.objects.count()) == (1, 1)
