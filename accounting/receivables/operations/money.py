"""What receipts and refunds share: their key, their journal, their entry and their row."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NoReturn

from django.db import connection
from django.utils.translation import gettext as _

from accounting.currencies.queries import exchange_rate
from accounting.ledger.entries import JournalEntry
from accounting.ledger.models import Journal
from accounting.ledger.posting import EntryDraft
from accounting.receivables.models import CustomerAccount, Payment
from accounting.receivables.payment_drafts import PaymentDraft, RefundDraft
from accounting.receivables.posting import Posting
from accounting.receivables.refusals import (
    KeyReused,
    NotOfThisCustomer,
    PaymentNotPosted,
)
from erp.access.scope import Scope
from erp.money import Money
from erp.writes import rows_of, write

RECORD = "SELECT record_payments(%s)"  # a function of the database (migration 0013)
# The ids are taken before the rows: the entries, which come first, name the payments as their source.
NEXT_IDS = """
SELECT nextval(pg_get_serial_sequence('accounting_payment', 'id')), p.id
FROM unnest(%s::text[]) WITH ORDINALITY AS wanted (key, position)
LEFT JOIN accounting_payment p ON p.company_id = %s AND p.key = wanted.key
ORDER BY wanted.position
"""


def next_payment_ids(company_id: int, keys: Sequence[str]) -> list[tuple[int, int | None]]:
    """Return for each key the id of the payment to come, and of the one that has the key already."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_IDS, [list(keys), company_id])
        rows: list[tuple[int, int | None]] = cursor.fetchall()
    return rows


def known_payment(payment_id: int, account: CustomerAccount, amount: Money, direction: str) -> Payment:
    """
    Return the payment that was recorded under the key before.

    :raises KeyReused: if it is of another customer, amount or direction
    """
    payment = Payment.objects.get(pk=payment_id)
    same = (payment.customer_account_id, payment.amount, payment.currency, payment.direction)
    if same != (account.pk, amount.amount, amount.currency, direction):
        raise KeyReused(_("The key %(key)s stands for another payment.") % {"key": payment.key})
    return payment


def require_amount(amount: Money) -> None:
    """Refuse a payment of nothing or less."""
    if amount.amount <= 0:
        raise PaymentNotPosted(_("A payment is an amount above zero."))


def money_journal(company_id: int, code: str) -> Journal:
    """Return the bank or cash journal of that code."""
    journal = Journal.objects.filter(
        company_id=company_id, code=code, kind__in=(Journal.Kind.BANK, Journal.Kind.CASH)
    ).first()
    return journal or no_money_journal(code)


def no_money_journal(code: str) -> NoReturn:
    """
    Refuse a journal that keeps no money.

    :raises NotOfThisCustomer: always
    """
    raise NotOfThisCustomer(_("The company has no bank or cash journal %(code)s.") % {"code": code})


def money_account_id(journal: Journal) -> int:
    """Return the account of a bank or cash journal; the database keeps one on each."""
    if journal.account_id is None:
        raise ValueError("a journal of money has an account")
    return journal.account_id


def spot_rate(account: CustomerAccount, currency: str, on: datetime.date) -> Decimal:
    """Return what one unit of a currency is worth in the company's on a day."""
    return exchange_rate(currency, into=account.company.base_currency, on=on)


def control_posting(
    account: CustomerAccount, amount: Money, due_date: datetime.date, base: Money | None = None
) -> Posting:
    """Return a posting on the customer's account; a credit is negative."""
    return Posting(
        account.party_account.control_account_id,
        amount,
        base=base,
        party_account_id=account.party_account_id,
        due_date=due_date,
    )


def entry_draft(
    draft: PaymentDraft | RefundDraft,
    account: CustomerAccount,
    branch_id: int,
    postings: Sequence[Posting],
    source: str,
) -> EntryDraft:
    """Return the entry of a receipt or refund in its journal, on the day it was booked."""
    return EntryDraft(
        company_id=account.company_id,
        journal_code=draft.journal_code,
        entry_date=draft.booked_date,
        document_date=draft.booked_date,
        source=source,
        narration=source,
        lines=[posting.line(branch_id) for posting in postings],
    )


def payment_row(
    scope: Scope,
    draft: PaymentDraft | RefundDraft,
    account: CustomerAccount,
    entry: JournalEntry,
    rest: dict[str, Any],
) -> Payment:
    """Return the row of a payment that was posted; `rest` holds its id, rate, branch and direction."""
    return Payment(
        company_id=account.company_id,
        party_id=account.party_id,
        customer_account=account,
        method=draft.method,
        journal_id=entry.journal_id,
        number=entry.label,
        key=draft.key,
        currency=draft.amount.currency,
        amount=draft.amount.amount,
        booked_date=draft.booked_date,
        value_date=draft.value_date or draft.booked_date,
        reference=draft.reference,
        payer_iban=getattr(draft, "payer_iban", ""),
        journal_entry=entry,
        created_by=scope.actor,
        created_at=entry.posted_at,
        **rest,
    )


def write_payments(payments: Sequence[Payment]) -> None:
    """Write the rows of payments by one statement."""
    names = [field.attname for field in Payment._meta.concrete_fields]
    write(RECORD, [rows_of([{name: vars(each)[name] for name in names} for each in payments])])
    for each in payments:
        each._state.adding = False
