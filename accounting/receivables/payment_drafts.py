"""What a payment says before it is recorded: plain values, handed to the operations."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounting.ledger.entries import Allocation
from accounting.receivables.models import Payment
from erp.money import Money

RECEIPT_JOURNAL = "RECEIPT"
REFUND_JOURNAL = "REFUND"


@dataclass(frozen=True, slots=True)
class AllocationDraft:
    """
    What settles an invoice: `amount` in the invoice's currency; none means as much as is open or left.

    `paid` is the part of the payment in its own currency, where that differs from the invoice's.
    `difference` is what is given up beside it, for the reason of its kind.
    """

    invoice_id: int
    amount: Money | None = None
    paid: Money | None = None
    difference: Money | None = None
    difference_kind: Allocation.DifferenceKind = Allocation.DifferenceKind.NONE


@dataclass(frozen=True, slots=True)
class PaymentDraft:
    """
    Money from a customer. `key` is the caller's own: with the same key nothing is recorded twice.

    What no allocation names stays on account. `journal_code` names the bank or cash journal.
    """

    customer_account_id: int
    amount: Money
    booked_date: datetime.date
    key: str
    allocations: Sequence[AllocationDraft] = ()
    value_date: datetime.date | None = None
    journal_code: str = RECEIPT_JOURNAL
    branch_id: int | None = None
    method: str = Payment.Method.TRANSFER
    reference: str = ""
    payer_iban: str = ""
    exchange_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RefundDraft:
    """Money back to a customer, out of what is on their account: oldest credits first."""

    customer_account_id: int
    amount: Money
    booked_date: datetime.date
    key: str
    value_date: datetime.date | None = None
    journal_code: str = REFUND_JOURNAL
    method: str = Payment.Method.TRANSFER
    reference: str = ""
    exchange_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReversalDraft:
    """How a payment came back: by whom (`status`), when, and what the bank asked for it."""

    date: datetime.date
    status: str = Payment.Status.REVERSED
    fee: Money | None = None
    reason: str = ""
