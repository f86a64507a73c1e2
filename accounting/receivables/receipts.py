"""All that receipts must know, read and locked by one statement."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import msgspec
from django.db import connection

from accounting.ledger.allocations import LockedItem
from accounting.ledger.models import PartyAccount
from accounting.receivables.models import CustomerAccount
from accounting.receivables.queries.owed import OwedInvoice
from erp.organization.models import Company
from erp.rows import row_reader

FACTS = "SELECT receipt_facts(%s, %s, %s, %s)"  # a function of the database (migration 0013)


class KeyFacts(msgspec.Struct, frozen=True):
    """The id drawn for the payment to come, and of the one that has the key already."""

    payment_id: int
    known_id: int | None


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """
    Customers' locked accounts by id, and what receipts on them must know.

    `keys` follow the order asked for. `money_account_id` is where the journal keeps its money, none if
    it is no journal of money. `owed` holds for each account what is open of the invoices; their
    `items` are locked, by line.
    """

    accounts: dict[int, CustomerAccount]
    keys: tuple[KeyFacts, ...]
    money_account_id: int | None
    owed: dict[int, dict[int, OwedInvoice]]
    items: dict[int, LockedItem]


def locked_account(customer_account_id: int) -> CustomerAccount:
    """
    Return a customer's account with its company; its party account is locked first of all.

    :raises CustomerAccount.DoesNotExist: if there is none
    """
    return locked_receipts([customer_account_id]).accounts[customer_account_id]


def locked_receipts(
    customer_account_ids: Iterable[int],
    *,
    keys: Sequence[str] = (),
    journal_code: str = "",
    invoice_ids: Collection[int] = (),
) -> ReceiptFacts:
    """
    Lock customers' accounts, then the open items of these invoices by line, and return them.

    :raises CustomerAccount.DoesNotExist: if there is no such account
    """
    wanted = set(customer_account_ids)
    with connection.cursor() as cursor:
        cursor.execute(FACTS, [sorted(wanted), list(keys), journal_code, list(invoice_ids)])
        (text,) = cursor.fetchone()
    told = _reader.decode(text)
    accounts = {account.pk: account for account in map(_account, told.accounts)}
    if len(accounts) < len(wanted):
        raise CustomerAccount.DoesNotExist
    owed: dict[int, dict[int, OwedInvoice]] = {account_id: {} for account_id in accounts}
    for each in told.owed:
        owed[each.account_id][each.invoice.invoice_id] = each.invoice
    items = {item.line_id: item for item in told.items}
    return ReceiptFacts(accounts, told.keys, told.money_account_id, owed, items)


class _Account(msgspec.Struct, frozen=True):
    """The rows of an account as the database tells them, each a text."""

    account: str
    party_account: str
    company: str


class _Owed(msgspec.Struct, frozen=True):
    """An invoice with the account that owes it."""

    account_id: int
    invoice: OwedInvoice


class _Told(msgspec.Struct, frozen=True):
    """The facts as the database tells them."""

    accounts: tuple[_Account, ...]
    keys: tuple[KeyFacts, ...]
    money_account_id: int | None
    owed: tuple[_Owed, ...]
    items: tuple[LockedItem, ...]


_reader = msgspec.json.Decoder(_Told)
_read_account = row_reader(CustomerAccount)
_read_party_account = row_reader(PartyAccount)
_read_company = row_reader(Company)


def _account(told: _Account) -> CustomerAccount:
    account = _read_account(told.account)
    account.party_account = _read_party_account(told.party_account)
    account.company = _read_company(told.company)
    return account
