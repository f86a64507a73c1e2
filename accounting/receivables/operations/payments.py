"""Money from customers and back to them: recorded, applied to invoices, refunded."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.allocations import Application, allocate_all, lock_items
from accounting.ledger.entries import Allocation, JournalEntry, OpenItem
from accounting.ledger.models import Journal
from accounting.receivables.application import Spread, spread
from accounting.receivables.models import CustomerAccount, Invoice, Payment
from accounting.receivables.operations.advances import Received, receive_advance
from accounting.receivables.operations.differences import give_up, locked_account
from accounting.receivables.operations.money import (
    control_posting,
    create_payment,
    known_payment,
    money_account_id,
    money_journal,
    next_payment_id,
    post_money,
    require_amount,
    spot_rate,
)
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft
from accounting.receivables.posting import Posting, converted, to_base
from accounting.receivables.queries.owed import owed_invoices
from accounting.receivables.refusals import (
    InvoiceNotIssued,
    NothingOnAccount,
    NotOfThisCustomer,
    PaymentNotPosted,
)
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.events import announce
from erp.money import Money

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Credits:
    """The lines that stand to the customer's credit, by currency, and how they are spread."""

    line_ids: dict[str, int]
    spread: Spread
    date: datetime.date
    source: str


@transaction.atomic
def record_payment(scope: Scope, *, draft: PaymentDraft) -> Payment:
    """
    Post money that came in, settle the invoices it names, and leave the rest on account.

    Dr bank, Cr the customer. Exchange results are posted where the rates differ; what came in on an
    advance invoice is taxed at once. Called again with the same key it returns the first payment and
    changes nothing. Locks: party account, open items by line, series, period.

    :raises AccessDenied: if `scope` may not record payments of this customer
    :raises KeyReused: if the key stands for another payment
    :raises MoreThanPaid, MoreThanOwed, NotOfThisCustomer: if it cannot be applied as it says
    :raises Refused: as `post_entry`
    """
    account = locked_account(draft.customer_account_id)
    require(scope, "accounting.record_payment", account)
    payment_id, known_id = next_payment_id(account.company_id, draft.key)
    if known_id:
        return known_payment(known_id, account, draft.amount, Payment.Direction.RECEIPT)
    require_amount(draft.amount)
    journal = money_journal(account.company_id, draft.journal_code)
    owed = owed_invoices(account, (each.invoice_id for each in draft.allocations))
    plan = spread(draft.amount, draft.allocations, owed)
    lock_items(part.line_id for part in plan.parts)
    rate = draft.exchange_rate or spot_rate(account, draft.amount.currency, draft.booked_date)
    postings = _receipt_postings(account, draft, journal, rate, plan)
    branch_id = draft.branch_id or account.branch_id
    source = f"payment:{payment_id}"
    entry = post_money(scope, draft, account, branch_id, postings, f"{source}:record")
    payment = create_payment(
        scope, draft, account, entry, {"pk": payment_id, "exchange_rate": rate, "branch_id": branch_id}
    )
    credit = _Credits(_lines_by_currency(entry, postings), plan, draft.booked_date, source)
    _apply(scope, account, credit)
    audit.record(scope, "payment.recorded", payment, number=payment.number, amount=str(draft.amount))
    announce("payment.recorded", scope=scope, payment=payment)
    return payment


@transaction.atomic
def allocate_payment(
    scope: Scope,
    *,
    payment_id: int,
    allocations: Sequence[AllocationDraft],
    allocation_date: datetime.date,
) -> list[Allocation]:
    """
    Settle invoices with what a payment left on account, in its currency.

    Locks: party account, open items by line, series, period.

    :raises AccessDenied: if `scope` may not allocate payments of this customer
    :raises PaymentNotPosted: if the payment was reversed, or is a refund
    :raises MoreThanPaid, MoreThanOwed, NotOfThisCustomer: if it cannot be applied as it says
    """
    payment = Payment.objects.get(pk=payment_id)
    account = locked_account(payment.customer_account_id)
    payment.refresh_from_db()
    require(scope, "accounting.allocate_payment", payment)
    if payment.status != Payment.Status.POSTED or payment.direction != Payment.Direction.RECEIPT:
        raise PaymentNotPosted(_("Payment %(number)s was taken back.") % {"number": payment.number})
    rows = _apply_credits(
        scope, account, payment.currency, payment.journal_entry_id, allocations, allocation_date
    )
    audit.record(scope, "payment.allocated", payment, number=payment.number)
    announce("payment.allocated", scope=scope, payment=payment)
    return rows


@transaction.atomic
def apply_credit_note(
    scope: Scope,
    *,
    credit_note_id: int,
    allocations: Sequence[AllocationDraft],
    allocation_date: datetime.date,
) -> list[Allocation]:
    """
    Settle invoices with what a credit note left to the customer's credit.

    Locks: party account, open items by line.

    :raises InvoiceNotIssued: if it is not an issued credit note
    :raises Refused: as `allocate_payment`
    """
    note = Invoice.objects.get(pk=credit_note_id)
    account = locked_account(note.customer_account_id)
    require(scope, "accounting.allocate_payment", note)
    if note.type != Invoice.Type.CREDIT_NOTE or note.journal_entry_id is None:
        raise InvoiceNotIssued(_("This is no issued credit note."))
    rows = _apply_credits(
        scope, account, note.currency, note.journal_entry_id, allocations, allocation_date
    )
    audit.record(scope, "credit_note.allocated", note, number=note.number)
    return rows


def _apply_credits(
    scope: Scope,
    account: CustomerAccount,
    currency: str,
    entry_id: int,
    allocations: Sequence[AllocationDraft],
    date: datetime.date,
) -> list[Allocation]:
    """Settle invoices with what is open of the credits of an entry on the customer's account."""
    items = OpenItem.objects.filter(
        entry_id=entry_id,
        party_account_id=account.party_account_id,
        currency=currency,
        is_debit=False,
        open_amount__gt=0,
    ).order_by("line_id")
    item = items.first()
    if item is None:
        raise NothingOnAccount(_("Nothing of it is left to settle invoices with."))
    owed = owed_invoices(account, (each.invoice_id for each in allocations))
    if any(each.currency != currency for each in owed.values()):
        raise NotOfThisCustomer(_("Only invoices in the same currency can be settled with it."))
    plan = spread(Money(item.open_amount, currency), allocations, owed)
    credit = _Credits({currency: item.line_id}, plan, date, f"line:{item.line_id}")
    return _apply(scope, account, credit)


def _apply(scope: Scope, account: CustomerAccount, credit: _Credits) -> list[Allocation]:
    """Allocate the parts, tax what came in on advances, then post what is given up."""
    plan = credit.spread
    applications = [
        Application(part.line_id, credit.line_ids[part.invoice.currency], part.amount)
        for part in plan.parts
    ]
    rows = (
        allocate_all(scope, applications=applications, allocation_date=credit.date)
        if applications
        else []
    )
    for part, row in zip(plan.parts, rows, strict=True):
        if part.invoice.type == Invoice.Type.ADVANCE:
            receive_advance(scope, account, Received(part.invoice.invoice_id, row, credit.date))
    for difference in plan.differences:
        items = lock_items(part.line_id for part in difference.parts)
        times = JournalEntry.objects.filter(
            company_id=account.company_id,
            source__startswith=f"{credit.source}:difference:{difference.invoice.invoice_id}:",
        ).count()
        source = f"{credit.source}:difference:{difference.invoice.invoice_id}:{times + 1}"
        give_up(scope, account, difference, items, date=credit.date, source=source)
    return rows


def _receipt_postings(
    account: CustomerAccount, draft: PaymentDraft, journal: Journal, rate: Decimal, plan: Spread
) -> list[Posting]:
    """Dr bank; Cr the customer, one line per currency that is settled, what is left in the payment's."""
    base_currency, amount = account.company.base_currency, draft.amount
    bank = Posting(money_account_id(journal), amount, base=to_base(amount, rate, base_currency))
    settled: dict[str, Money] = {}
    for part in plan.parts:
        currency = part.amount.currency
        settled[currency] = settled.get(currency, Money(NOTHING, currency)) + part.amount
    paid = dict(plan.paid)
    if plan.on_account:
        for sums in (settled, paid):
            zero = Money(NOTHING, amount.currency)
            sums[amount.currency] = sums.get(amount.currency, zero) + plan.on_account
    # Each currency gets its share of what the money is worth, by what it took of the payment.
    shares = converted([Posting(0, -paid[currency]) for currency in settled], -(bank.base or amount))
    return [
        bank,
        *(
            control_posting(account, -settled[currency], draft.booked_date, share.base)
            for currency, share in zip(settled, shares, strict=True)
        ),
    ]


def _lines_by_currency(entry: JournalEntry, postings: Sequence[Posting]) -> dict[str, int]:
    return {
        posting.amount.currency: line_id
        for posting, line_id in zip(postings, entry.line_ids, strict=True)
        if posting.party_account_id
    }
