"""Customers' accounts: a party becomes a customer of a company."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.models import PartyAccount, PaymentTerm
from accounting.ledger.queries import account_for
from accounting.receivables.models import CustomerAccount
from accounting.receivables.refusals import NotOfThisCustomer
from accounting.taxes.models import TaxCode
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Refused
from erp.organization.models import Branch
from erp.parties.models import Party


class CustomerExists(Refused):
    """The party is a customer of the company already, or the number is taken."""

    code = "customer_exists"


@dataclass(frozen=True, slots=True)
class CustomerTerms:
    """What is agreed with a customer; the credit limit is in the company's base currency."""

    payment_term_id: int
    currency: str
    default_tax_code_id: int | None = None
    credit_limit: Decimal | None = None
    requires_order_number: bool = False
    is_reminded: bool = True
    is_active: bool = True
    salesperson_id: int | None = None


@transaction.atomic
def create_customer_account(
    scope: Scope, *, party_id: int, branch_id: int, terms: CustomerTerms, number: str = ""
) -> CustomerAccount:
    """
    Make a party a customer of the branch's company, with an account on its receivables.

    Without a number the account gets the next one of its own.

    :raises AccessDenied: if `scope` may not change customers' accounts of the branch
    :raises CustomerExists: if the party has an account there, or the number is taken
    :raises NotOfThisCustomer: if term or tax code are of another company, the party of another group
    """
    branch = Branch.objects.select_related("company").get(pk=branch_id)
    require(scope, "accounting.change_customeraccount", branch)
    party = Party.objects.get(pk=party_id)
    company_id = branch.company_id
    _check_terms(company_id, terms)
    if party.group_id != branch.company.group_id:
        raise NotOfThisCustomer(_("The party is not one of this company's group."))
    known = CustomerAccount.objects.filter(company_id=company_id)
    if known.filter(party=party).exists() or (number and known.filter(number=number).exists()):
        raise CustomerExists(
            _("%(party)s is a customer already, or the number is taken.") % {"party": party}
        )
    party_account, _created = PartyAccount.objects.get_or_create(
        company_id=company_id, party=party, control_account=account_for(company_id, "receivable")
    )
    account = CustomerAccount.objects.create(
        company_id=company_id,
        party=party,
        branch=branch,
        number=number or str(10_000 + party_account.pk),
        party_account=party_account,
        **asdict(terms),
    )
    audit.record(scope, "customer_account.created", account, number=account.number)
    return account


@transaction.atomic
def update_customer_account(
    scope: Scope, *, customer_account_id: int, terms: CustomerTerms
) -> CustomerAccount:
    """
    Change what is agreed with a customer; what was invoiced stays as it was. Locks the account.

    :raises AccessDenied: if `scope` may not change this account
    :raises NotOfThisCustomer: if term or tax code are of another company
    """
    accounts = CustomerAccount.objects.select_for_update(of=["self"], no_key=True).select_related(
        "party"
    )
    account = accounts.get(pk=customer_account_id)
    require(scope, "accounting.change_customeraccount", account)
    _check_terms(account.company_id, terms)
    changed: dict[str, Any] = {}
    for name, value in asdict(terms).items():
        if getattr(account, name) != value:
            changed[name] = [str(getattr(account, name)), str(value)]
            setattr(account, name, value)
    account.save(update_fields=[*asdict(terms)])
    audit.record(scope, "customer_account.changed", account, **changed)
    return account


def advance_account_of(account: CustomerAccount) -> PartyAccount:
    """
    Return the customer's account for advances received, made on the first of them.

    Internal to operations that have asked `require` for their document and locked the account.
    """
    if account.advance_account is None:
        account.advance_account, _created = PartyAccount.objects.get_or_create(
            company_id=account.company_id,
            party_id=account.party_id,
            control_account=account_for(account.company_id, "advance_received"),
        )
        account.save(update_fields=["advance_account"])
    return account.advance_account


def _check_terms(company_id: int, terms: CustomerTerms) -> None:
    has_term = PaymentTerm.objects.filter(company_id=company_id, pk=terms.payment_term_id).exists()
    code_id = terms.default_tax_code_id
    has_code = code_id is None or TaxCode.objects.filter(company_id=company_id, pk=code_id).exists()
    if not has_term or not has_code:
        raise NotOfThisCustomer(_("Payment term or tax code are not of this company."))
