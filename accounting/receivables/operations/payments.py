"""Money from customers and back to them: recorded, applied to invoices, refunded."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, islice

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.allocations import Application, LockedItem, allocate_all, lock_items
from accounting.ledger.entries import Allocation, JournalEntry, OpenItem
from accounting.ledger.posting import EntryDraft, post_entries
from accounting.receivables.application import Spread, spread, still_owed
from accounting.receivables.models import CustomerAccount, Invoice, Payment
from accounting.receivables.operations.advances import Received, receive_advance
from accounting.receivables.operations.differences import give_up
from accounting.receivables.operations.money import (
    control_posting,
    entry_draft,
    known_payment,
    no_money_journal,
    payment_row,
    require_amount,
    spot_rate,
    write_payments,
)
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft
from accounting.receivables.posting import Posting, converted, to_base
from accounting.receivables.queries.owed import owed_invoices
from accounting.receivables.receipts import ReceiptFacts, locked_account, locked_receipts
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
from erp.writes import in_one_go

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Credits:
    """The lines that stand to a customer's credit, by currency, and how they are spread."""

    account: CustomerAccount
    line_ids: dict[str, int]
    spread: Spread
    date: datetime.date
    source: str


@dataclass(frozen=True, slots=True)
class _Receipt:
    """A payment about to be recorded: on whose account, at which rate, how it is spread and posted."""

    payment_id: int
    draft: PaymentDraft
    account: CustomerAccount
    rate: Decimal
    plan: Spread
    postings: Sequence[Posting]

    @property
    def branch_id(self) -> int:
        return self.draft.branch_id or self.account.branch_id

    @property
    def source(self) -> str:
        return f"payment:{self.payment_id}"

    def entry_draft(self) -> EntryDraft:
        return entry_draft(
            self.draft, self.account, self.branch_id, self.postings, f"{self.source}:record"
        )

    def row(self, scope: Scope, entry: JournalEntry) -> Payment:
        rest = {"pk": self.payment_id, "exchange_rate": self.rate, "branch_id": self.branch_id}
        return payment_row(scope, self.draft, self.account, entry, rest)

    def fresh_items(self, entry: JournalEntry) -> dict[int, LockedItem]:
        """Return the customer's lines of the entry posted just now: nobody else has seen them."""
        account = self.account
        return {
            line_id: LockedItem(
                line_id,
                account.company_id,
                line.branch_id,
                line.account_id,
                account.party_account_id,
                line.debit > 0,
                line.currency,
                entry.entry_date,
                abs(line.currency_amount),
                line.debit + line.credit,
                account.company.base_currency,
            )
            for line_id, line in zip(entry.line_ids, self.entry_draft().lines, strict=True)
            if line.party_account_id
        }

    def credits(self, entry: JournalEntry) -> _Credits:
        line_ids = {
            posting.amount.currency: line_id
            for posting, line_id in zip(self.postings, entry.line_ids, strict=True)
            if posting.party_account_id
        }
        return _Credits(self.account, line_ids, self.plan, self.draft.booked_date, self.source)


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
    return record_payments(scope, drafts=[draft])[0]


@transaction.atomic
def record_payments(scope: Scope, *, drafts: Sequence[PaymentDraft]) -> list[Payment]:
    """
    Record payments of one company in one journal and fiscal year, in the order given: all or none.

    Each is recorded as `record_payment` does; one finds open what those before it left.

    :raises ValueError: if they are of several companies or journals, or two have one key
    :raises Refused: as `record_payment`
    """
    if not drafts:
        return []
    facts = locked_receipts(
        (draft.customer_account_id for draft in drafts),
        keys=[draft.key for draft in drafts],
        journal_code=drafts[0].journal_code,
        invoice_ids={part.invoice_id for draft in drafts for part in draft.allocations},
    )
    for account in facts.accounts.values():
        require(scope, "accounting.record_payment", account)
    _require_one_of_each(facts.accounts.values(), drafts)
    payments: dict[str, Payment] = {}
    new: dict[int, PaymentDraft] = {}
    for draft, key in zip(drafts, facts.keys, strict=True):
        if key.known_id:
            account = facts.accounts[draft.customer_account_id]
            direction = Payment.Direction.RECEIPT
            payments[draft.key] = known_payment(key.known_id, account, draft.amount, direction)
        else:
            require_amount(draft.amount)
            new[key.payment_id] = draft
    if new:
        recorded = _record(scope, _planned(new, facts), facts.items)
        payments |= {payment.key: payment for payment in recorded}
    return [payments[draft.key] for draft in drafts]


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
    credit = _Credits(account, {currency: item.line_id}, plan, date, f"line:{item.line_id}")
    return _apply(scope, [credit])


def _require_one_of_each(accounts: Iterable[CustomerAccount], drafts: Sequence[PaymentDraft]) -> None:
    company_ids = {account.company_id for account in accounts}
    journal_codes = {draft.journal_code for draft in drafts}
    keys = {draft.key for draft in drafts}
    if len(company_ids) > 1 or len(journal_codes) > 1 or len(keys) < len(drafts):
        raise ValueError("a block of payments has one company, one journal, and a key for each")


def _planned(new: Mapping[int, PaymentDraft], facts: ReceiptFacts) -> list[_Receipt]:
    """Spread each payment over what those before it leave open of the invoices."""
    owed, receipts = dict(facts.owed), []
    for payment_id, draft in new.items():
        money_id = facts.money_account_id or no_money_journal(draft.journal_code)
        account = facts.accounts[draft.customer_account_id]
        plan = spread(draft.amount, draft.allocations, owed[account.pk])
        owed[account.pk] = still_owed(owed[account.pk], plan)
        rate = draft.exchange_rate or spot_rate(account, draft.amount.currency, draft.booked_date)
        postings = _receipt_postings(account, draft, money_id, rate, plan)
        receipts.append(_Receipt(payment_id, draft, account, rate, plan, postings))
    return receipts


def _record(scope: Scope, receipts: Sequence[_Receipt], items: dict[int, LockedItem]) -> list[Payment]:
    entries = post_entries(scope, [receipt.entry_draft() for receipt in receipts])
    posted = list(zip(receipts, entries, strict=True))
    payments = [receipt.row(scope, entry) for receipt, entry in posted]
    for receipt, entry in posted:
        items |= receipt.fresh_items(entry)
    with in_one_go():
        write_payments(payments)
        audit.record_all(scope, "payment.recorded", [(each, _facts(each)) for each in payments])
        _apply(scope, [receipt.credits(entry) for receipt, entry in posted], items)
    for payment in payments:
        announce("payment.recorded", scope=scope, payment=payment)
    return payments


def _facts(payment: Payment) -> dict[str, object]:
    return {"number": payment.number, "amount": str(Money(payment.amount, payment.currency))}


def _apply(
    scope: Scope, credit_lines: Sequence[_Credits], locked: dict[int, LockedItem] | None = None
) -> list[Allocation]:
    """Allocate the parts day by day, then finish each payment."""
    rows = []
    for day, same in groupby(credit_lines, key=lambda each: each.date):
        of_day = list(same)
        applications = [
            Application(part.line_id, each.line_ids[part.invoice.currency], part.amount)
            for each in of_day
            for part in each.spread.parts
        ]
        if applications:
            rows += allocate_all(scope, applications=applications, allocation_date=day, locked=locked)
    allocations = iter(rows)
    for each in credit_lines:
        _finish(scope, each, list(islice(allocations, len(each.spread.parts))))
    return rows


def _finish(scope: Scope, credit: _Credits, allocations: Sequence[Allocation]) -> None:
    """Tax what came in on advances, then post what is given up."""
    plan, account = credit.spread, credit.account
    for part, row in zip(plan.parts, allocations, strict=True):
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


def _receipt_postings(
    account: CustomerAccount, draft: PaymentDraft, money_id: int, rate: Decimal, plan: Spread
) -> list[Posting]:
    """Dr bank; Cr the customer, one line per currency that is settled, what is left in the payment's."""
    base_currency, amount = account.company.base_currency, draft.amount
    bank = Posting(money_id, amount, base=to_base(amount, rate, base_currency))
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
