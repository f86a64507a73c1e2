"""What is open of invoices, line by line: what payments are applied to."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
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
    Return the customer's issued invoices and advance invoices among these, by id.

    Credit notes, drafts and documents of others are left out.
    """
    return owed_by_accounts([account], invoice_ids)[account.pk]


def owed_by_accounts(
    accounts: Collection[CustomerAccount], invoice_ids: Iterable[int]
) -> dict[int, dict[int, OwedInvoice]]:
    """Return for each account by id what `owed_invoices` does, in two statements for all of them."""
    issued = Invoice.objects.filter(
        pk__in=set(invoice_ids),
        customer_account__in=accounts,
        status=Invoice.Status.ISSUED,
        type__in=(Invoice.Type.INVOICE, Invoice.Type.ADVANCE),
    ).values("pk", "customer_account_id", "number", "type", "currency", "journal_entry_id")
    rows = list(issued)
    items: dict[tuple[int, int], list[OwedItem]] = defaultdict(list)
    open_items = OpenItem.objects.filter(
        entry_id__in=[row["journal_entry_id"] for row in rows],
        party_account_id__in=[account.party_account_id for account in accounts],
        is_debit=True,
        open_amount__gt=0,
    ).order_by("due_date", "line_id")
    columns = ("entry_id", "party_account_id", "line_id", "due_date", "open_amount")
    for entry_id, party_account_id, *item in open_items.values_list(*columns):
        items[entry_id, party_account_id].append(OwedItem(*item))
    owed: dict[int, dict[int, OwedInvoice]] = {account.pk: {} for account in accounts}
    party_accounts = {account.pk: account.party_account_id for account in accounts}
    for row in rows:
        account_id, entry_id = row["customer_account_id"], row["journal_entry_id"]
        owed[account_id][row["pk"]] = OwedInvoice(
            row["pk"],
            row["number"] or "",
            row["type"],
            row["currency"],
            entry_id,
            tuple(items[entry_id, party_accounts[account_id]]),
        )
    return owed


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
