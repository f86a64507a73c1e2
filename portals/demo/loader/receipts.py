"""Money from customers, in the order of days: each invoice is paid by its customer's habit."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from accounting.receivables.models import Invoice, Payment
from accounting.receivables.operations.payments import record_payments
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft
from erp.access.scope import Scope
from erp.money import Money
from portals.demo.loader.calendar import DAY, Span
from portals.demo.loader.tempers import Paying, Temper, payings

ROUND_SUM = Decimal(50)
DISPUTED = 0.3
DISPUTE_DAYS = (40, 90)
REFERENCE_MAX = 140


class Cashier:
    """Keeps what is still to be paid, and records the payments of a month when it is over."""

    def __init__(self, scope: Scope, today: datetime.date) -> None:
        self.scope, self.today = scope, today
        self.open: dict[int, Decimal] = {}
        self.expected: dict[tuple[datetime.date, int], list[tuple[int, Paying]]] = defaultdict(list)
        self.tempers: dict[int, Temper] = {}
        self.by_card: set[int] = set()  # accounts that pay by card, without a word
        self.numbers: dict[int, str] = {}

    def expect(self, invoices: Iterable[Invoice], span: Span) -> None:
        """Plan when each invoice is paid."""
        dice = span.chance("payments")
        for invoice in invoices:
            temper = self.tempers.get(invoice.customer_account_id, Temper.PUNCTUAL)
            issued, due, payable = invoice.issue_date, invoice.due_date, invoice.payable
            if issued is None or due is None or payable is None:
                raise ValueError("an issued invoice has a day and an amount")
            self.open[invoice.pk], self.numbers[invoice.pk] = payable, str(invoice.number)
            if temper == Temper.DISPUTES and dice.random() < DISPUTED:
                due += DAY * dice.randint(*DISPUTE_DAYS)  # they do not agree with it at first
            for paying in payings(temper, issued, due, payable, dice):
                self.expected[paying.day, invoice.customer_account_id].append((invoice.pk, paying))

    def take_off(self, credit_notes: Iterable[Invoice]) -> None:
        """Expect less where something was credited."""
        for note in credit_notes:
            if note.corrects_id in self.open:
                self.open[note.corrects_id] -= note.payable or Decimal(0)

    def receive(self, until: datetime.date) -> list[Payment]:
        """Record what has come until a day, in the order of days."""
        keys = sorted(key for key in self.expected if key[0] <= min(until, self.today))
        drafts = [self._draft(key, self.expected.pop(key)) for key in keys]
        return record_payments(self.scope, drafts=[draft for draft in drafts if draft])

    def _reference(self, invoice_ids: Iterable[int]) -> str:
        """Return what payers write: the numbers of what they pay."""
        return ", ".join(self.numbers[each] for each in invoice_ids)[:REFERENCE_MAX]

    def _draft(
        self, key: tuple[datetime.date, int], parts: list[tuple[int, Paying]]
    ) -> PaymentDraft | None:
        day, account_id = key
        amounts: dict[int, Decimal] = {}
        for invoice_id, paying in parts:
            left = self.open[invoice_id]
            amounts[invoice_id] = left if paying.amount is None else min(left, paying.amount)
            self.open[invoice_id] -= amounts[invoice_id]
        total = sum(amounts.values(), Decimal(0))
        if total <= 0:
            return None
        if self.tempers.get(account_id) == Temper.ON_ACCOUNT:
            total = (total // ROUND_SUM + 1) * ROUND_SUM
        return PaymentDraft(
            customer_account_id=account_id,
            amount=Money(total, "EUR"),
            booked_date=day,
            key=f"demo-{day:%Y%m%d}-{account_id}",
            method=Payment.Method.CARD if account_id in self.by_card else Payment.Method.TRANSFER,
            reference="" if account_id in self.by_card else self._reference(amounts),
            allocations=[
                AllocationDraft(invoice_id, Money(amount, "EUR"))
                for invoice_id, amount in amounts.items()
                if amount
            ],
        )
