"""What people note about a customer."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from accounting.receivables.models import CustomerAccount
from crm.customers.models import Activity
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit.operations import record


@dataclass(frozen=True, slots=True)
class NewActivity:
    """A call, visit or note about a customer account, and when it was."""

    customer_account_id: int
    kind: str
    text: str
    happened_at: datetime.datetime


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
