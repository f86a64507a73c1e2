"""Money back to customers, out of what stands to their credit."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.allocations import Application, allocate_all, lock_items
from accounting.ledger.posting import post_entry
from accounting.receivables.models import CustomerAccount, Payment
from accounting.receivables.operations.money import (
    control_posting,
    entry_draft,
    known_payment,
    money_account_id,
    money_journal,
    next_payment_ids,
    payment_row,
    require_amount,
    spot_rate,
    write_payments,
)
from accounting.receivables.payment_drafts import RefundDraft
from accounting.receivables.posting import Posting, to_base
from accounting.receivables.queries.owed import CreditItem, open_credits
from accounting.receivables.receipts import locked_account
from accounting.receivables.refusals import (
    NothingOnAccount,
)
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.events import announce
from erp.money import Money

NOTHING = Decimal(0)


@transaction.atomic
def refund_payment(scope: Scope, *, draft: RefundDraft) -> Payment:
    """
    Give back money that stands to the customer's credit, oldest credits first.

    Dr the customer, Cr bank. Called again with the same key it returns the first refund. Locks: party
    account, open items by line, series, period.

    :raises AccessDenied: if `scope` may not refund this customer
    :raises NothingOnAccount: if less stands to the customer's credit
    :raises KeyReused: if the key stands for another payment
    """
    account = locked_account(draft.customer_account_id)
    require(scope, "accounting.refund_payment", account)
    ((payment_id, known_id),) = next_payment_ids(account.company_id, [draft.key])
    if known_id:
        return known_payment(known_id, account, draft.amount, Payment.Direction.REFUND)
    require_amount(draft.amount)
    credit_items = _held(account, draft.amount)
    lock_items(item.line_id for item in credit_items)
    journal = money_journal(account.company_id, draft.journal_code)
    rate = draft.exchange_rate or spot_rate(account, draft.amount.currency, draft.booked_date)
    base = to_base(draft.amount, rate, account.company.base_currency)
    postings = [
        control_posting(account, draft.amount, draft.booked_date, base),
        Posting(money_account_id(journal), -draft.amount, base=-base),
    ]
    source = f"payment:{payment_id}:record"
    entry = post_entry(scope, entry_draft(draft, account, account.branch_id, postings, source))
    payment = payment_row(
        scope,
        draft,
        account,
        entry,
        {
            "pk": payment_id,
            "exchange_rate": rate,
            "branch_id": account.branch_id,
            "direction": Payment.Direction.REFUND,
        },
    )
    write_payments([payment])
    allocate_all(
        scope,
        applications=_refunded(entry.line_ids[0], credit_items, draft.amount),
        allocation_date=draft.booked_date,
    )
    audit.record(scope, "payment.refunded", payment, number=payment.number, amount=str(draft.amount))
    announce("payment.refunded", scope=scope, payment=payment)
    return payment


def _held(account: CustomerAccount, amount: Money) -> list[CreditItem]:
    """Return the credits to give back from, if they hold as much."""
    credit_items = open_credits(account, amount.currency)
    held = Money(sum((each.open_amount for each in credit_items), NOTHING), amount.currency)
    if amount.amount > held.amount:
        raise NothingOnAccount(_("Only %(held)s stands to the customer's credit.") % {"held": held})
    return credit_items


def _refunded(
    debit_line_id: int, credit_items: Iterable[CreditItem], amount: Money
) -> list[Application]:
    applications, left = [], amount.amount
    for item in credit_items:
        part = min(left, item.open_amount)
        if part:
            applications.append(Application(debit_line_id, item.line_id, Money(part, amount.currency)))
            left -= part
    return applications
