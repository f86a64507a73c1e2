"""Suppliers' accounts: a party becomes a supplier of a company."""

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.models import Account, PartyAccount, PaymentTerm
from accounting.ledger.queries import account_for
from accounting.payables.models import SupplierAccount
from accounting.payables.refusals import NotOfThisCompany, SupplierExists
from accounting.taxes.models import TaxCode, TaxDirection
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.administration.facts import AddressFacts, BankAccountFacts, PartyFacts, TaxNumberFacts
from erp.administration.operations.parties import create_party
from erp.administration.operations.party_details import set_bank_account
from erp.audit import operations as audit
from erp.organization.models import Branch
from erp.parties.models import Party


@dataclass(frozen=True, slots=True)
class SupplierTerms:
    """What is agreed with a supplier, and what their bills are charged to unless said otherwise."""

    payment_term_id: int
    currency: str
    default_tax_code_id: int | None = None
    default_expense_account_id: int | None = None
    our_customer_number: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class NewSupplier:
    """A party that becomes a supplier of a branch's company, with its first address and terms."""

    branch_id: int
    party: PartyFacts
    address: AddressFacts
    terms: SupplierTerms
    tax_number: TaxNumberFacts | None = None
    bank_account: BankAccountFacts | None = None


@transaction.atomic
def take_up_supplier(scope: Scope, *, new: NewSupplier, today: datetime.date) -> SupplierAccount:
    """
    Take up a party and give it a supplier's account, in one act; its bank account is to be checked.

    :raises AccessDenied: if the scope may not change parties or suppliers' accounts there
    :raises Invalid: naming each fact that cannot be
    :raises Refused: as `create_party` and `create_supplier_account`
    """
    company_id = Branch.objects.get(pk=new.branch_id).company_id
    party = create_party(
        scope,
        company_id=company_id,
        facts=new.party,
        addresses=[new.address],
        tax_number=new.tax_number,
        today=today,
    )
    if new.bank_account:
        facts = new.bank_account
        set_bank_account(scope, company_id=company_id, party_id=party.pk, facts=facts, today=today)
    return create_supplier_account(scope, party_id=party.pk, branch_id=new.branch_id, terms=new.terms)


@transaction.atomic
def create_supplier_account(
    scope: Scope, *, party_id: int, branch_id: int, terms: SupplierTerms, number: str = ""
) -> SupplierAccount:
    """
    Make a party a supplier of the branch's company, with an account on its payables.

    Without a number the account gets the next one of its own.

    :raises AccessDenied: if `scope` may not change suppliers' accounts of the branch
    :raises SupplierExists: if the party has an account there, or the number is taken
    :raises NotOfThisCompany: if something named belongs to another company or group
    """
    branch = Branch.objects.select_related("company").get(pk=branch_id)
    require(scope, "accounting.change_supplieraccount", branch)
    party = Party.objects.get(pk=party_id)
    company_id = branch.company_id
    _check_terms(company_id, terms)
    if party.group_id != branch.company.group_id:
        raise NotOfThisCompany(_("The party is not one of this company's group."))
    known = SupplierAccount.objects.filter(company_id=company_id)
    if known.filter(party=party).exists() or (number and known.filter(number=number).exists()):
        raise SupplierExists(
            _("%(party)s is a supplier already, or the number is taken.") % {"party": party}
        )
    party_account, _created = PartyAccount.objects.get_or_create(
        company_id=company_id, party=party, control_account=account_for(company_id, "payable")
    )
    account = SupplierAccount.objects.create(
        company_id=company_id,
        party=party,
        branch=branch,
        number=number or str(70_000 + party_account.pk),
        party_account=party_account,
        **asdict(terms),
    )
    audit.record(scope, "supplier_account.created", account, number=account.number)
    return account


@transaction.atomic
def update_supplier_account(
    scope: Scope, *, supplier_account_id: int, terms: SupplierTerms
) -> SupplierAccount:
    """
    Change what is agreed with a supplier; bills received stay as they are. Locks the account.

    :raises AccessDenied: if `scope` may not change this account
    :raises NotOfThisCompany: if something named belongs to another company
    """
    accounts = SupplierAccount.objects.select_for_update(of=["self"], no_key=True).select_related(
        "party"
    )
    account = accounts.get(pk=supplier_account_id)
    require(scope, "accounting.change_supplieraccount", account)
    _check_terms(account.company_id, terms)
    changed: dict[str, Any] = {}
    for name, value in asdict(terms).items():
        if getattr(account, name) != value:
            changed[name] = [str(getattr(account, name)), str(value)]
            setattr(account, name, value)
    account.save(update_fields=[*asdict(terms)])
    audit.record(scope, "supplier_account.changed", account, **changed)
    return account


def _check_terms(company_id: int, terms: SupplierTerms) -> None:
    here = {"company_id": company_id}
    is_own = PaymentTerm.objects.filter(pk=terms.payment_term_id, **here).exists()
    if terms.default_tax_code_id:
        codes = TaxCode.objects.filter(pk=terms.default_tax_code_id, direction=TaxDirection.INPUT)
        is_own = is_own and codes.filter(**here).exists()
    if terms.default_expense_account_id:
        accounts = Account.objects.filter(pk=terms.default_expense_account_id, is_postable=True)
        is_own = is_own and accounts.filter(**here).exists()
    if not is_own:
        raise NotOfThisCompany(_("Term, tax code or account are not ones of this company."))
