"""What people note about a customer."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from accounting.receivables.models import CustomerAccount
from accounting.receivables.operations.customers import CustomerTerms, create_customer_account
from crm.customers.models import Activity
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.administration.facts import AddressFacts, PartyFacts
from erp.administration.operations.parties import create_party
from erp.audit.operations import record
from erp.organization.models import Branch


@dataclass(frozen=True, slots=True)
class NewActivity:
    """A call, visit or note about a customer account, and when it was."""

    customer_account_id: int
    kind: str
    text: str
    happened_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A party that becomes a customer of a branch's company, with its first address and terms."""

    branch_id: int
    party: PartyFacts
    address: AddressFacts
    terms: CustomerTerms


@transaction.atomic
def take_up_customer(scope: Scope, *, new: NewCustomer, today: datetime.date) -> CustomerAccount:
    """
    Take up a party and give it a customer's account, in one act.

    :raises AccessDenied: if the scope may not change parties or customers' accounts there
    :raises Invalid: naming each fact that cannot be
    :raises Refused: as `create_party` and `create_customer_account`
    """
    company_id = Branch.objects.get(pk=new.branch_id).company_id
    party = create_party(
        scope, company_id=company_id, facts=new.party, addresses=[new.address], today=today
    )
    return create_customer_account(scope, party_id=party.pk, branch_id=new.branch_id, terms=new.terms)


@transaction.atomic
def note_activity(scope: Scope, *, new: NewActivity) -> Activity:
    """
    Keep a call, visit or note; it is internal and never shown outside.

    :raises AccessDenied: if the scope may not note activities of that customer
    """
    account = CustomerAccount.objects.get(pk=new.customer_account_id)
    require(scope, "crm.change_activity", account)
    activity = Activity.objects.create(
        company_id=account.company_id,
        branch_id=account.branch_id,
        party_id=account.party_id,
        kind=new.kind,
        text=new.text,
        happened_at=new.happened_at,
        created_by=scope.actor,
    )
    record(scope, "activity.noted", activity, kind=activity.kind)
    return activity
