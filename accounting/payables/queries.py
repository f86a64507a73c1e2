"""What payables say: how a bill stands, what a supplier is owed and when."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, TextChoices, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounting.ledger.ageing import AgedAccounts, Ageing, ageing
from accounting.ledger.entries import Allocation, OpenItem
from accounting.ledger.models import Account
from accounting.ledger.visibility import visible_branches
from accounting.payables.models import Bill, BillPayment, SupplierAccount
from erp.access.scope import Scope

ZERO = Decimal(0)


class BillState(TextChoices):
    """How a bill stands, in the words the supplier reads."""

    RECEIVED = "RECEIVED", _("Received")
    APPROVED = "APPROVED", _("Approved")
    DUE = "DUE", _("Due")
    PARTLY_PAID = "PARTLY_PAID", _("Partly paid")
    PAID = "PAID", _("Paid")
    REFUSED = "REFUSED", _("Refused")
    REVERSED = "REVERSED", _("Taken back")


@dataclass(frozen=True, slots=True)
class BillStanding:
    """
    How one bill stands on a day; amounts in its currency.

    `paid_date` is the day the last of it was settled; `next_due_date` the first due date still open.
    """

    bill_id: int
    state: BillState
    open_amount: Decimal
    next_due_date: datetime.date | None
    expected_payment_date: datetime.date | None
    paid_date: datetime.date | None


@dataclass(frozen=True, slots=True)
class SupplierPosition:
    """
    What a supplier is owed in one currency: in all, of it overdue, and what stands to our credit.
    """

    currency: str
    owed: Decimal
    overdue: Decimal
    on_account: Decimal
    next_due_date: datetime.date | None
    last_payment_date: datetime.date | None

    @property
    def balance(self) -> Decimal:
        """What is owed less what stands to our credit."""
        return self.owed - self.on_account


@dataclass(frozen=True, slots=True)
class SettledBill:
    """One bill that a payment settled, as the remittance advice lists it."""

    number: str
    supplier_number: str
    issue_date: datetime.date
    gross: Decimal
    amount: Decimal


def bill_standings(bills: Iterable[Bill], *, today: datetime.date) -> dict[int, BillStanding]:
    """Return how each of these bills stands, by id and by one statement."""
    bills = list(bills)
    entries = [bill.journal_entry_id for bill in bills if bill.journal_entry_id]
    rows = (
        OpenItem.objects.filter(entry_id__in=entries)
        .values("entry_id")
        .annotate(
            left=Sum("open_amount"),
            next_due=Min("due_date", filter=Q(open_amount__gt=0)),
            settled=Max("settled_date"),
        )
    )
    found = {row["entry_id"]: (row["left"], row["next_due"], row["settled"]) for row in rows}
    return {
        bill.pk: _standing(bill, found.get(bill.journal_entry_id or 0, (ZERO, None, None)), today)
        for bill in bills
    }


def supplier_position(account: SupplierAccount, *, on: datetime.date) -> list[SupplierPosition]:
    """Return what the supplier is owed, one row per currency with something open; by two statements."""
    rows = (
        OpenItem.objects.filter(party_account_id=account.party_account_id, open_amount__gt=0)
        .values("currency")
        .annotate(
            owed=Coalesce(Sum("open_amount", filter=Q(is_debit=False)), ZERO),
            overdue=Coalesce(Sum("open_amount", filter=Q(is_debit=False, due_date__lt=on)), ZERO),
            on_account=Coalesce(Sum("open_amount", filter=Q(is_debit=True)), ZERO),
            next_due=Min("due_date", filter=Q(is_debit=False)),
        )
        .order_by("currency")
    )
    last = BillPayment.objects.filter(
        supplier_account=account, status=BillPayment.Status.POSTED
    ).aggregate(day=Max("booked_date"))["day"]
    return [
        SupplierPosition(
            row["currency"], row["owed"], row["overdue"], row["on_account"], row["next_due"], last
        )
        for row in rows
    ]


def aged_payables(scope: Scope, *, company_id: int, on: datetime.date) -> Ageing:
    """
    Return what suppliers are owed by age on a day, in base currency.

    :raises AccessDenied: if `scope` sees no reports of the company
    """
    branch_ids = visible_branches(scope, "accounting.view_reports", company_id=company_id)
    payables = Account.objects.filter(
        company_id=company_id, control_kind=Account.ControlKind.PAYABLE
    ).values_list("pk", flat=True)
    accounts = AgedAccounts(company_id, list(payables), is_debit=False, branch_ids=branch_ids)
    return ageing(accounts, on=on)


def with_open_amount(bills: "QuerySet[Bill]") -> "QuerySet[Bill]":
    """Annotate bills with `open_amount`, what is left of each, for lists that sort and filter by it."""
    items = OpenItem.objects.filter(entry_id=OuterRef("journal_entry_id"))
    left = items.order_by().values("entry_id").annotate(left=Sum("open_amount")).values("left")
    return bills.annotate(open_amount=Coalesce(Subquery(left), ZERO))


def settled_bills(payment: BillPayment) -> list[SettledBill]:
    """Return what a payment settled and still settles, in the order of the bills' dates."""
    amounts = dict(
        Allocation.objects.filter(debit_line__entry_id=payment.journal_entry_id)
        .values("credit_line__entry_id")
        .annotate(amount=Sum(Case(When(reverses=None, then=F("amount")), default=-F("amount"))))
        .values_list("credit_line__entry_id", "amount")
    )
    bills = Bill.objects.filter(journal_entry_id__in=amounts).order_by("issue_date", "pk")
    return [
        SettledBill(bill.number, bill.supplier_number, bill.issue_date, bill.gross, amount)
        for bill in bills
        if bill.journal_entry_id is not None and (amount := amounts[bill.journal_entry_id])
    ]


def _standing(
    bill: Bill,
    found: tuple[Decimal, datetime.date | None, datetime.date | None],
    today: datetime.date,
) -> BillStanding:
    left, next_due, settled = found
    state = BillState(bill.status)
    if bill.status == Bill.Status.APPROVED:
        state = _state(bill, left, next_due, today)
    expected = bill.expected_payment_date if state not in _DECIDED else None
    return BillStanding(
        bill.pk, state, left, next_due, expected, settled if state == BillState.PAID else None
    )


_DECIDED = (BillState.PAID, BillState.REFUSED, BillState.REVERSED)


def _state(bill: Bill, left: Decimal, next_due: datetime.date | None, today: datetime.date) -> BillState:
    if not left:
        return BillState.PAID
    if next_due is not None and next_due <= today:
        return BillState.DUE
    return BillState.APPROVED if left == bill.gross else BillState.PARTLY_PAID
