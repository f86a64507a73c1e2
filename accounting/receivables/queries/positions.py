"""How customers' accounts stand: owed, overdue, and what stands to their credit."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, Min, Q, Sum
from django.db.models.functions import Coalesce

from accounting.ledger.ageing import AgedAccounts, Ageing, ageing
from accounting.ledger.entries import OpenItem
from accounting.ledger.models import Account
from accounting.ledger.visibility import visible_branches
from accounting.receivables.models import CustomerAccount, Payment
from erp.access.scope import Scope

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class CustomerPosition:
    """
    How a customer's account stands in one currency: the claim, whatever it is worth in the books.

    `on_account` is money and credit notes that settle no invoice yet. `overdue_since` is the first
    due date that passed, `next_due_date` the first that has not.
    """

    currency: str
    owed: Decimal
    overdue: Decimal
    on_account: Decimal
    overdue_since: datetime.date | None
    next_due_date: datetime.date | None
    last_payment_date: datetime.date | None

    @property
    def balance(self) -> Decimal:
        """What is owed less what stands to the customer's credit."""
        return self.owed - self.on_account


def customer_position(account: CustomerAccount, *, on: datetime.date) -> list[CustomerPosition]:
    """
    Return how the account stands, one row per currency with something open, by two statements.

    What is open is what is open now; `on` only says what is overdue.
    """
    return customer_positions([account], on=on)[account.pk]


def customer_positions(
    accounts: Iterable[CustomerAccount], *, on: datetime.date
) -> dict[int, list[CustomerPosition]]:
    """Return how each of these accounts stands, by two statements; see `customer_position`."""
    by_party_account = {account.party_account_id: account.pk for account in accounts}
    owed, late = Q(is_debit=True), Q(is_debit=True, due_date__lt=on)
    rows = (
        OpenItem.objects.filter(party_account_id__in=by_party_account, open_amount__gt=0)
        .values("party_account_id", "currency")
        .annotate(
            owed=Coalesce(Sum("open_amount", filter=owed), ZERO),
            overdue=Coalesce(Sum("open_amount", filter=late), ZERO),
            on_account=Coalesce(Sum("open_amount", filter=~owed), ZERO),
            overdue_since=Min("due_date", filter=late),
            next_due=Min("due_date", filter=owed & Q(due_date__gte=on)),
        )
        .order_by("currency")
    )
    paid = (
        Payment.objects.filter(
            customer_account_id__in=by_party_account.values(),
            status=Payment.Status.POSTED,
            direction=Payment.Direction.RECEIPT,
        )
        .values("customer_account_id")
        .annotate(day=Max("booked_date"))
        .order_by()
    )
    last = dict(paid.values_list("customer_account_id", "day"))
    found: dict[int, list[CustomerPosition]] = {pk: [] for pk in by_party_account.values()}
    for row in rows:
        account_id = by_party_account[row["party_account_id"]]
        found[account_id].append(
            CustomerPosition(
                row["currency"],
                row["owed"],
                row["overdue"],
                row["on_account"],
                row["overdue_since"],
                row["next_due"],
                last.get(account_id),
            )
        )
    return found


def exposure(account: CustomerAccount) -> Decimal:
    """Return what is owed in all, less credits, in the company's currency: for credit limits."""
    items = OpenItem.objects.filter(party_account_id=account.party_account_id, open_amount__gt=0)
    sums = items.aggregate(
        owed=Coalesce(Sum("open_base_amount", filter=Q(is_debit=True)), ZERO),
        credit=Coalesce(Sum("open_base_amount", filter=Q(is_debit=False)), ZERO),
    )
    owed: Decimal = sums["owed"] - sums["credit"]
    return owed


def aged_receivables(scope: Scope, *, company_id: int, on: datetime.date) -> Ageing:
    """
    Return what customers owe by age on a day, in base currency, by one statement.

    :raises AccessDenied: if `scope` sees no reports of the company
    """
    branch_ids = visible_branches(scope, "accounting.view_reports", company_id=company_id)
    receivables = Account.objects.filter(
        company_id=company_id, control_kind=Account.ControlKind.RECEIVABLE
    ).values_list("pk", flat=True)
    accounts = AgedAccounts(company_id, list(receivables), is_debit=True, branch_ids=branch_ids)
    return ageing(accounts, on=on)
