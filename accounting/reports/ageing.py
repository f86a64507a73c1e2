"""What customers owe by age, at any day; for suppliers see `accounting.payables.queries`."""

import datetime

from accounting.ledger.ageing import AgedAccounts, Ageing, ageing
from accounting.ledger.models import Account
from accounting.ledger.visibility import visible_branches
from accounting.reports.trial_balance import VIEW_REPORTS
from erp.access.scope import Scope


def aged_receivables(scope: Scope, *, company_id: int, on: datetime.date) -> Ageing:
    """
    Return what customers owe by age on a day, in base currency, customers by name.

    :raises AccessDenied: if `scope` sees no reports of the company
    """
    branch_ids = visible_branches(scope, VIEW_REPORTS, company_id=company_id)
    receivables = Account.objects.filter(
        company_id=company_id, control_kind=Account.ControlKind.RECEIVABLE
    ).values_list("pk", flat=True)
    accounts = AgedAccounts(company_id, list(receivables), is_debit=True, branch_ids=branch_ids)
    return ageing(accounts, on=on)
