"""Posts plain entries for tests."""

import datetime
from collections.abc import Callable
from decimal import Decimal

from django.db import transaction

from accounting.ledger.entries import JournalEntry
from accounting.ledger.models import Account
from accounting.ledger.posting import EntryDraft, Line, post_entry
from erp.access.scope import Scope
from erp.organization.models import Branch

type Post = Callable[..., JournalEntry]


def post_plain(
    scope: Scope,
    branch: Branch,
    day: datetime.date,
    *sides: tuple[str, str],
    source: str = "",
    journal_code: str = "GENERAL",
    **rest: object,
) -> JournalEntry:
    """Post (account number, amount) pairs in the company's currency; a debit is positive."""
    accounts = {
        account.code: account.pk for account in Account.objects.filter(company=branch.company_id)
    }
    lines = [
        Line(
            account_id=accounts[code],
            branch_id=branch.pk,
            debit=max(Decimal(amount), Decimal(0)),
            credit=max(-Decimal(amount), Decimal(0)),
            currency=branch.company.base_currency,
            currency_amount=Decimal(amount),
        )
        for code, amount in sides
    ]
    draft = EntryDraft(
        company_id=branch.company_id,
        journal_code=journal_code,
        entry_date=day,
        document_date=day,
        source=source or f"test:{day}:{sides}",
        lines=lines,
        **rest,
    )
    with transaction.atomic():  # a refusal takes back this entry, and not the test's other work
        return post_entry(scope, draft)
