"""How a customer stands: open and overdue, credit left, what was bought of late."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Sum

from accounting.ledger.entries import OpenItem
from accounting.receivables.models import CustomerAccount, Invoice
from erp.clock import add_months


@dataclass(frozen=True, slots=True)
class Standing:
    """Amounts in the company's base currency; `credit_left` is None where there is no limit."""

    open_amount: Decimal
    overdue: Decimal
    oldest_due: datetime.date | None
    on_account: Decimal
    credit_left: Decimal | None
    turnover: Decimal
    turnover_before: Decimal


def open_items_of(account: CustomerAccount) -> list[OpenItem]:
    """Return what is open between company and customer, oldest due first; one statement."""
    items = OpenItem.objects.filter(party_account_id=account.party_account_id, open_amount__gt=0)
    found = items.select_related("entry__series", "entry__invoice", "entry__payment")
    return list(found.order_by("due_date", "pk"))


def standing_of(account: CustomerAccount, items: Sequence[OpenItem], today: datetime.date) -> Standing:
    """Return how `account` stands on `today`, given its open items; one more statement."""
    owed = [item for item in items if item.is_debit]
    late = [item for item in owed if item.due_date < today]
    open_amount = sum((item.open_base_amount for item in owed), Decimal(0))
    on_account = sum((item.open_base_amount for item in items if not item.is_debit), Decimal(0))
    limit = account.credit_limit
    return Standing(
        open_amount=open_amount,
        overdue=sum((item.open_base_amount for item in late), Decimal(0)),
        oldest_due=late[0].due_date if late else None,
        on_account=on_account,
        credit_left=None if limit is None else limit - open_amount + on_account,
        turnover=_turnover(account, add_months(today, -12), today),
        turnover_before=_turnover(account, add_months(today, -24), add_months(today, -12)),
    )


def _turnover(account: CustomerAccount, after: datetime.date, until: datetime.date) -> Decimal:
    """Return the net of invoices less credit notes after one day and until another, in base currency."""
    invoices = Invoice.objects.filter(
        customer_account=account, issue_date__gt=after, issue_date__lte=until
    )
    sums = invoices.values("type").annotate(total=Sum(F("net") * F("exchange_rate")))
    credit = Invoice.Type.CREDIT_NOTE.value
    return sum((row["total"] * (-1 if row["type"] == credit else 1) for row in sums), Decimal(0))
