"""Payments that come back: reversed by us, returned by the bank, charged back by the payer."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounting.ledger.allocations import allocate_reversal, reverse_allocation
from accounting.ledger.entries import Allocation, JournalEntry
from accounting.ledger.posting import EntryDraft, post_entry, reverse_entry
from accounting.ledger.queries import account_for
from accounting.receivables.models import CustomerAccount, Payment
from accounting.receivables.operations.advances import return_advance
from accounting.receivables.payment_drafts import ReversalDraft
from accounting.receivables.posting import Posting, to_base
from accounting.receivables.receipts import locked_account
from accounting.receivables.refusals import PaymentNotPosted
from accounting.taxes.operations import mirror_tax_lines
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.events import announce
from erp.money import Money

TAKEN_BACK = (Payment.Status.REVERSED, Payment.Status.RETURNED, Payment.Status.CHARGED_BACK)


@transaction.atomic
def reverse_payment(scope: Scope, *, payment_id: int, reversal: ReversalDraft) -> Payment:
    """
    Take a payment back: what it settled is open again, its differences too, a fee is an expense of ours.

    Works for refunds as well. Locks: party account, open items by line, series, period.

    :raises AccessDenied: if `scope` may not record payments of this customer
    :raises PaymentNotPosted: if it was taken back before
    :raises AdvanceUsed: if it came in on an advance that an invoice has deducted
    """
    payment = Payment.objects.get(pk=payment_id)
    account = locked_account(payment.customer_account_id)
    payment.refresh_from_db()
    require(scope, "accounting.record_payment", payment)
    if payment.status != Payment.Status.POSTED or reversal.status not in TAKEN_BACK:
        raise PaymentNotPosted(_("Payment %(number)s was taken back.") % {"number": payment.number})
    _reopen(scope, payment, reversal.date)
    reverse_entry(
        scope,
        entry_id=payment.journal_entry_id,
        entry_date=reversal.date,
        source=f"payment:{payment.pk}:reverse",
    )
    allocate_reversal(scope, entry_id=payment.journal_entry_id, allocation_date=reversal.date)
    if reversal.fee:
        _post_fee(scope, payment, account, reversal.fee, reversal.date)
    payment.status = reversal.status
    payment.save(update_fields=["status"])
    audit.record(
        scope,
        "payment.reversed",
        payment,
        number=payment.number,
        status=reversal.status,
        reason=reversal.reason,
    )
    announce("payment.reversed", scope=scope, payment=payment)
    return payment


def _reopen(scope: Scope, payment: Payment, date: datetime.date) -> None:
    """Take back every allocation of the payment, with advances it paid and differences it brought."""
    lines = payment.journal_entry.lines.filter(party_account__isnull=False)
    allocations = Allocation.objects.filter(
        Q(credit_line__in=lines) | Q(debit_line__in=lines), reverses=None, reversal=None
    )
    for allocation_id in list(allocations.order_by("-pk").values_list("pk", flat=True)):
        return_advance(scope, allocation_id=allocation_id, date=date)
        reverse_allocation(scope, allocation_id=allocation_id, allocation_date=date)
    # Differences given up when it was recorded, or later when its rest was allocated.
    prefixes = [f"payment:{payment.pk}:", *(f"line:{line.pk}:" for line in lines)]
    named = Q(pk__in=())
    for prefix in prefixes:
        named |= Q(source__startswith=f"{prefix}difference:")
    entries = JournalEntry.objects.filter(named, company_id=payment.company_id, reversal=None)
    for entry in list(entries):
        _take_back_difference(scope, entry, date)


def _take_back_difference(scope: Scope, entry: JournalEntry, date: datetime.date) -> None:
    allocations = Allocation.objects.filter(
        credit_line__entry=entry, reverses=None, reversal=None
    ).order_by("-pk")
    for allocation_id in list(allocations.values_list("pk", flat=True)):
        reverse_allocation(scope, allocation_id=allocation_id, allocation_date=date)
    mirror = reverse_entry(scope, entry_id=entry.pk, entry_date=date, source=f"entry:{entry.pk}:reverse")
    allocate_reversal(scope, entry_id=entry.pk, allocation_date=date)
    mirror_tax_lines(entry.pk, entry_id=mirror.pk, return_period=f"{date:%Y-%m}")


def _post_fee(
    scope: Scope, payment: Payment, account: CustomerAccount, fee: Money, date: datetime.date
) -> None:
    """Dr bank fees, Cr the bank account the payment came to."""
    base = to_base(fee, payment.exchange_rate, account.company.base_currency)
    money_account_id = payment.journal.account_id
    if money_account_id is None:
        raise ValueError("a journal of money has an account")
    postings = (
        Posting(account_for(payment.company_id, "bank_fee").pk, fee, base=base),
        Posting(money_account_id, -fee, base=-base),
    )
    post_entry(
        scope,
        EntryDraft(
            company_id=payment.company_id,
            journal_code=payment.journal.code,
            entry_date=date,
            document_date=date,
            source=f"payment:{payment.pk}:fee",
            narration=f"payment:{payment.pk}",
            lines=[posting.line(payment.branch_id) for posting in postings],
        ),
    )
