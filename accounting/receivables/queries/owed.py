"""What is open of invoices, line by line: what payments are applied to."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from accounting.ledger.entries import OpenItem
from accounting.receivables.models import CustomerAccount, Invoice
from erp.money import Money


@dataclass(frozen=True, slots=True)
class OwedItem:
    """One due date of an invoice with what is open of it."""

    line_id: int
    due_date: datetime.date
    open_amount: Decimal


@dataclass(frozen=True, slots=True)
class OwedInvoice:
    """An issued invoice with its open due dates, earliest first."""

    invoice_id: int
    number: str
    type: str
    currency: str
    entry_id: int
    items: tuple[OwedItem, ...]

    @property
    def open(self) -> Money:
        """All that is open of it."""
        amounts = (item.open_amount for item in self.items)
        return Money(sum(amounts, start=Decimal(0)), self.currency)


def owed_invoices(account: CustomerAccount, invoice_ids: Iterable[int]) -> dict[int, OwedInvoice]:
    """
    Return the customer's issued invoices and advance invoices among these, by id, in one statement each.

    Credit notes, drafts and documents of others are left out.
    """
    issued = Invoice.objects.filter(
        pk__in=set(invoice_ids),
        customer_account=account,
        status=Invoice.Status.ISSUED,
        type__in=(Invoice.Type.INVOICE, Invoice.Type.ADVANCE),
    ).values("pk", "number", "type", "currency", "journal_entry_id")
    rows = list(issued)
    items: dict[int, list[OwedItem]] = {row["journal_entry_id"]: [] for row in rows}
    open_items = OpenItem.objects.filter(
        entry_id__in=items, party_account_id=account.party_account_id, is_debit=True, open_amount__gt=0
    ).order_by("due_date", "line_id")
    for row in open_items.values_list("entry_id", "line_id", "due_date", "open_amount"):
        items[row[0]].append(OwedItem(*row[1:]))
    return {
        row["pk"]: OwedInvoice(
            row["pk"],
            row["number"] or "",
            row["type"],
            row["currency"],
            row["journal_entry_id"],
            tuple(items[row["journal_entry_id"]]),
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class CreditItem:
    """A credit on a customer's account that nothing has used up: money on account, a credit note."""

    line_id: int
    entry_id: int
    source: str
    entry_date: datetime.date
    open_amount: Decimal


def open_credits(account: CustomerAccount, currency: str) -> list[CreditItem]:
    """Return what stands to the customer's credit in a currency, oldest first."""
    items = OpenItem.objects.filter(
        party_account_id=account.party_account_id,
        currency=currency,
        is_debit=False,
        open_amount__gt=0,
    ).order_by("entry_date", "line_id")
    rows = items.values_list("line_id", "entry_id", F("entry__source"), "entry_date", "open_amount")
    return [CreditItem(*row) for row in rows]
