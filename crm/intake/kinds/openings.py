"""Opening balances: what accounts held, and what customers and suppliers owed and were owed, by item."""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.ledger.entries import JournalEntry
from accounting.ledger.models import Account, PartyAccount
from accounting.ledger.opening import (
    OpeningBalance,
    OpeningItem,
    post_opening_balances,
    post_opening_item,
)
from accounting.payables.models import SupplierAccount
from accounting.receivables.models import CustomerAccount
from crm.intake import fields
from crm.intake.desk import Counts, Desk, Kind
from crm.intake.fields import Field, text
from crm.intake.records import Record
from erp.access.decisions import require

ZERO = Decimal(0)
OPENING_FIELDS = (
    Field("opening_date", fields.date, is_required=True),
    Field("account", text(20)),
    Field("customer", text(20)),
    Field("supplier", text(20)),
    Field("debit", fields.amount, default=ZERO),
    Field("credit", fields.amount, default=ZERO),
    Field("number", text(80)),
    Field("document_date", fields.date),
    Field("due_date", fields.date),
)


@dataclass(frozen=True, slots=True)
class TakenItem:
    """An open item as a row tells it, with the control account and the name it is posted by."""

    opening_date: datetime.date
    source: str
    item: OpeningItem
    account: Account


def book_opening_balances(desk: Desk, records: Sequence[Record], _lines: Sequence[Record]) -> Counts:
    """
    Post each row against the opening account: one of account, customer or supplier is named.

    Items of customers and suppliers bear their own number and due date, in the company's currency.
    What was posted before, by the same rows or numbers, is not posted again.
    """
    require(desk.scope, "accounting.post_opening_balance", desk.company)
    balances, items = _taken(desk, records)
    desk.stop_if_wrong()
    posted = set(
        JournalEntry.objects.filter(company=desk.company, kind="OPENING").values_list(
            "source", flat=True
        )
    )
    created = 0
    for day, rows in sorted(balances.items()):
        key = _key(day, rows)
        if f"opening:{key}" not in posted:
            created += len(rows)
            post_opening_balances(
                desk.scope, company_id=desk.company.pk, opening_date=day, key=key, balances=rows
            )
    for one in items:
        if one.source not in posted:
            created += 1
            post_opening_item(
                desk.scope,
                opening_date=one.opening_date,
                source=one.source,
                item=one.item,
                account=one.account,
            )
    return Counts(created, len(records) - created)


OPENING_BALANCES = Kind("opening_balances", OPENING_FIELDS, book_opening_balances)


def _taken(
    desk: Desk, records: Sequence[Record]
) -> tuple[dict[datetime.date, list[OpeningBalance]], list[TakenItem]]:
    accounts = dict(Account.objects.filter(company=desk.company).values_list("code", "pk"))
    parties = _party_accounts(desk)
    balances: dict[datetime.date, list[OpeningBalance]] = {}
    items: list[TakenItem] = []
    for record in records:
        amount = (record.number("debit") or ZERO) - (record.number("credit") or ZERO)
        if not amount or (record.number("debit") and record.number("credit")):
            desk.wrong(record, "debit", _("Either a debit or a credit, above zero."))
        named = [name for name in ("account", "customer", "supplier") if record.text(name)]
        day = record.date("opening_date")
        if len(named) != 1:
            desk.wrong(record, "account", _("Name one account, customer or supplier."))
        elif named == ["account"]:
            account_id = accounts.get(record.text("account"))
            if account_id is None:
                desk.wrong(record, "account", _("There is no account of this number."))
            elif day:
                row = OpeningBalance(account_id, desk.branch.pk, amount)
                balances.setdefault(day, []).append(row)
        elif day:
            items += _item(desk, record, day, amount, parties.get((named[0], record.text(named[0]))))
    return balances, items


def _item(
    desk: Desk,
    record: Record,
    day: datetime.date,
    amount: Decimal,
    party_account: PartyAccount | None,
) -> list[TakenItem]:
    name = "customer" if record.text("customer") else "supplier"
    documented, due = record.date("document_date"), record.date("due_date")
    if party_account is None:
        desk.wrong(record, name, _("There is no account of this number."))
    if not record.text("number") or documented is None or due is None:
        desk.wrong(record, "number", _("An open item needs its number, its date and its due date."))
    if party_account is None or documented is None or due is None:
        return []
    item = OpeningItem(
        party_account_id=party_account.pk,
        branch_id=desk.branch.pk,
        number=record.text("number"),
        document_date=documented,
        due_date=due,
        amount=amount,
        currency=desk.company.base_currency,
        currency_amount=amount,
    )
    source = f"opening:{name}:{party_account.pk}:{_digest(record.text('number'))}"
    return [TakenItem(day, source, item, party_account.control_account)]


def _party_accounts(desk: Desk) -> Mapping[tuple[str, str], PartyAccount]:
    customers = CustomerAccount.objects.filter(company=desk.company)
    suppliers = SupplierAccount.objects.filter(company=desk.company)
    found: dict[tuple[str, str], PartyAccount] = {}
    for customer in customers.select_related("party_account__control_account"):
        found["customer", customer.number] = customer.party_account
    for supplier in suppliers.select_related("party_account__control_account"):
        found["supplier", supplier.number] = supplier.party_account
    return found


def _key(day: datetime.date, rows: Sequence[OpeningBalance]) -> str:
    said = ";".join(f"{row.account_id}={row.amount.normalize()}" for row in rows)
    return f"import:{_digest(f'{day}|{said}')}"


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:24]
