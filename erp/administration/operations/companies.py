"""Companies, their branches, bank accounts and tax numbers."""

import datetime
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from erp.access.decisions import AccessDenied, decide, require
from erp.access.operations import NewGrant, grant_role, system_scope
from erp.access.scope import Scope
from erp.administration.checking import Checklist, check_all, checked_iban
from erp.administration.facts import (
    BankAccountFacts,
    BranchFacts,
    CompanyFacts,
    NewCompany,
    TaxNumberFacts,
)
from erp.administration.operations.tax_numbers import write_company_tax_number, write_tax_number
from erp.audit.operations import record
from erp.errors import Refused
from erp.events import announce
from erp.organization.models import (
    Branch,
    Company,
    CompanyBankAccount,
    CompanyTaxRegistration,
    Group,
)
from erp.parties.models import Address, Party
from erp.parties.names import sort_name_of

CHANGE = "erp.change_company"


class NameTaken(Refused):
    """Another company has that name."""

    code = "name_taken"


class CodeTaken(Refused):
    """Another branch of the company has that code, or another account that number."""

    code = "code_taken"


@transaction.atomic
def create_company(scope: Scope, *, group_id: int, new: NewCompany, today: datetime.date) -> Company:
    """
    Make a further company in a group, with its party record and branches, and open its books.

    Who makes it becomes its administrator. Announces "company.created".

    :raises AccessDenied: if the scope may change no company of the group
    :raises Invalid: naming each fact that cannot be
    :raises NameTaken: if another company has that name
    """
    if not any(
        decide(scope, CHANGE, company).allowed for company in Company.objects.filter(group_id=group_id)
    ):
        raise AccessDenied(_("You may not make a company in this group."))
    company = write_company(scope, Group.objects.get(pk=group_id), new, today)
    if not scope.actor.is_system:
        admit_administrator(company, scope.actor.pk, today)
    return company


def write_company(scope: Scope, group: Group, new: NewCompany, today: datetime.date) -> Company:
    """
    Write a company with all that belongs to it; whoever calls has decided that it may be.

    :raises Invalid: naming each fact that cannot be
    :raises NameTaken: if another company has that name
    """
    check_all(new)
    company = Company(
        group=group,
        base_currency=new.base_currency,
        chart=new.chart,
        uses_storno=new.uses_storno,
        party=_own_party(group, new, today),
        **asdict(new.facts),
    )
    _save_unique(company)
    for branch in new.branches or (BranchFacts(code="1", name=_("Head office"), city=company.city),):
        Branch.objects.create(company=company, **asdict(branch))
    if new.tax_number:
        numbered = TaxNumberFacts(company.country, new.tax_number, start_date=new.first_year_start)
        write_company_tax_number(company, numbered, today)
    if new.bank_account:
        _write_bank_account(company, new.bank_account)
    record(scope, "company.created", company, name=company.name)
    announce("company.created", scope=scope, company=company, first_year_start=new.first_year_start)
    return company


def admit_administrator(company: Company, user_id: int, today: datetime.date) -> None:
    """Make a user the administrator of a company that is being made."""
    new = NewGrant(
        user_id=user_id,
        role="administrator",
        company_id=company.pk,
        start_date=today,
        reason=_("made the company"),
    )
    grant_role(system_scope(purpose="setup", company_ids=[company.pk]), new=new, today=today)


@transaction.atomic
def update_company(scope: Scope, *, company_id: int, facts: CompanyFacts) -> Company:
    """
    Change what a company prints on its documents from now on. Locks the company.

    :raises AccessDenied: if the scope may not change the company
    :raises Invalid: naming each fact that cannot be
    :raises NameTaken: if another company has that name
    """
    company = _locked(scope, company_id)
    check_all(facts)
    changed = sorted(name for name, value in asdict(facts).items() if getattr(company, name) != value)
    for name, value in asdict(facts).items():
        setattr(company, name, value)
    _save_unique(company)
    record(scope, "company.changed", company, fields=changed)
    return company


@transaction.atomic
def set_branch(
    scope: Scope, *, company_id: int, facts: BranchFacts, branch_id: int | None = None
) -> Branch:
    """
    Add a branch, or change the one with `branch_id`. Locks the company. Announces "branch.created".

    :raises AccessDenied: if the scope may not change the company
    :raises Invalid: naming each fact that cannot be
    :raises CodeTaken: if another branch has that code
    """
    company = _locked(scope, company_id)
    check_all(facts)
    same_code = Branch.objects.filter(company=company, code=facts.code)
    if any(branch.pk != branch_id for branch in same_code):
        raise CodeTaken(_("Another branch has the code %(code)s.") % {"code": facts.code})
    branch = Branch.objects.get(company=company, pk=branch_id) if branch_id else Branch(company=company)
    for name, value in asdict(facts).items():
        setattr(branch, name, value)
    branch.save()
    record(scope, "branch.changed" if branch_id else "branch.created", branch, code=branch.code)
    if not branch_id:
        announce("branch.created", scope=scope, branch=branch)
    return branch


@transaction.atomic
def add_company_bank_account(
    scope: Scope, *, company_id: int, facts: BankAccountFacts
) -> CompanyBankAccount:
    """
    Add a bank account of the company, by default printed on documents in its currency.

    Locks the company. Announces "company.bank_account_added".

    :raises AccessDenied: if the scope may not change the company
    :raises Invalid: if the IBAN, the BIC or the currency cannot be
    :raises CodeTaken: if the company has it already
    """
    company = _locked(scope, company_id)
    if CompanyBankAccount.objects.filter(company=company, iban=checked_iban(facts.iban)[0]).exists():
        raise CodeTaken(_("The company has this account already."))
    account = _write_bank_account(company, facts)
    record(scope, "company.bank_account_added", company, account=str(account.pk))
    announce("company.bank_account_added", scope=scope, bank_account=account)
    return account


@transaction.atomic
def set_company_tax_number(
    scope: Scope, *, company_id: int, facts: TaxNumberFacts, today: datetime.date
) -> CompanyTaxRegistration:
    """
    Give a company a tax number from a day on; the one before it ends. Locks the company.

    :raises AccessDenied: if the scope may not change the company
    :raises Invalid: if it cannot be a number of that country
    """
    company = _locked(scope, company_id)
    registration = write_company_tax_number(company, facts, today)
    record(scope, "company.tax_number_set", company, registration=str(registration.pk))
    return registration


def _locked(scope: Scope, company_id: int) -> Company:
    company = Company.objects.select_for_update(of=("self",)).get(pk=company_id)
    require(scope, CHANGE, company)
    return company


def _own_party(group: Group, new: NewCompany, today: datetime.date) -> Party:
    """Write the party record by which the other companies of the group deal with this one."""
    facts = new.facts
    party = Party.objects.create(
        group=group,
        name=facts.name,
        legal_name=facts.legal_name,
        sort_name=sort_name_of(facts.name),
        language=facts.language,
        email=facts.email,
        phone=facts.phone,
        website=facts.website,
    )
    Address.objects.create(
        party=party,
        purpose=Address.Purpose.LEGAL,
        street=facts.street,
        postal_code=facts.postal_code,
        city=facts.city,
        country=facts.country,
        start_date=new.first_year_start,
    )
    if new.tax_number:
        numbered = TaxNumberFacts(facts.country, new.tax_number, start_date=new.first_year_start)
        write_tax_number(party, numbered, today)
    return party


def _write_bank_account(company: Company, facts: BankAccountFacts) -> CompanyBankAccount:
    checklist = Checklist()
    checklist.filled(facts.holder, _("Account holder"))
    checklist.currency(facts.currency or company.base_currency)
    checklist.close()
    iban, bic = checked_iban(facts.iban, facts.bic)
    currency = facts.currency or company.base_currency
    others = CompanyBankAccount.objects.filter(company=company, currency=currency, is_default=True)
    is_default = facts.is_default or not others.exists()
    if is_default:
        others.update(is_default=False)
    return CompanyBankAccount.objects.create(
        company=company,
        name=facts.name or _("Bank"),
        holder=facts.holder,
        iban=iban,
        bic=bic,
        currency=currency,
        is_default=is_default,
    )


def _save_unique(company: Company) -> None:
    try:
        with transaction.atomic():
            company.save()
    except IntegrityError as error:
        if "name" not in str(error):
            raise
        raise NameTaken(_("Another company has the name %(name)s.") % {"name": company.name}) from error
