"""What payables say: how a bill stands, what a supplier is owed and when."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, TextChoices, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounting.ledger.ageing import AgedAccounts, Ageing, ageing
from accounting.ledger.entries import Allocation, OpenItem
from accounting.ledger.models import Account
from accounting.ledger.terms import installments
from accounting.ledger.visibility import visible_branches
from accounting.payables.models import Bill, BillPayment, SupplierAccount
from erp.access.scope import Scope
from erp.money import Money
from erp.parties.models import PartyBankAccount

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
    How a bill stands on a day; amounts in its currency.

    `paid_date` is the day the last of it was settled; `next_due_date` the first due date still open.
    """

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
    """One bill that a payment settled, as the remittance advice lists it; `discount` was kept of it."""

    bill: Bill
    amount: Decimal
    discount: Decimal


@dataclass(frozen=True, slots=True)
class BillPart:
    """What one payment paid of a bill."""

    public_id: UUID
    number: str
    booked_date: datetime.date
    amount: Decimal


def with_standing(bills: "QuerySet[Bill]") -> "QuerySet[Bill]":
    """
    Annotate bills with how they stand: `open_amount` is what is left of each, `next_due_date` the first
    due date still open, `settled_date` the last day something of it was settled in full.
    """
    items = OpenItem.objects.filter(entry_id=OuterRef("journal_entry_id")).order_by().values("entry_id")
    left = items.annotate(left=Sum("open_amount")).values("left")
    next_due = items.annotate(day=Min("due_date", filter=Q(open_amount__gt=0))).values("day")
    settled = items.annotate(day=Max("settled_date")).values("day")
    return bills.annotate(
        open_amount=Coalesce(Subquery(left), ZERO),
        next_due_date=Subquery(next_due),
        settled_date=Subquery(settled),
    )


def standing_of(bill: Any, *, today: datetime.date) -> BillStanding:
    """Return how a bill of `with_standing` stands on a day."""
    state = _state(bill, today)
    expected = bill.expected_payment_date if state not in _DECIDED else None
    paid = bill.settled_date if state == BillState.PAID else None
    return BillStanding(state, bill.open_amount, bill.next_due_date, expected, paid)


def in_state(state: BillState, *, today: datetime.date) -> Q:
    """Return what bills of `with_standing` meet whose state `standing_of` calls so."""
    approved, later = Q(status=Bill.Status.APPROVED), Q(next_due_date__gt=today)
    return {
        BillState.PAID: approved & Q(open_amount=0),
        BillState.DUE: approved & Q(next_due_date__lte=today),
        BillState.APPROVED: approved & later & Q(open_amount=F("gross")),
        BillState.PARTLY_PAID: approved & later & Q(open_amount__lt=F("gross")),
    }.get(state, Q(status=state.value))


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


def settled_bills(payment: BillPayment) -> list[SettledBill]:
    """Return what a payment settled and still settles, in the order of the bills' dates."""
    amounts = _sums(Allocation.objects.filter(debit_line__entry=payment.journal_entry_id), "credit_line")
    kept = Allocation.objects.filter(
        company_id=payment.company_id,
        difference_kind=Allocation.DifferenceKind.DISCOUNT,
        debit_line__entry__source__startswith=f"billpayment:{payment.public_id}:discount:",
    )
    discounts = _sums(kept, "credit_line")
    bills = Bill.objects.filter(journal_entry_id__in=amounts).order_by("issue_date", "pk")
    return [
        SettledBill(
            bill, amounts[bill.journal_entry_id or 0], discounts.get(bill.journal_entry_id or 0, ZERO)
        )
        for bill in bills
    ]


def payments_of(bill: Bill) -> list[BillPart]:
    """Return what paid a bill and still does, in the order of the days; credits are not among them."""
    amounts = _sums(Allocation.objects.filter(credit_line__entry=bill.journal_entry_id), "debit_line")
    payments = BillPayment.objects.filter(journal_entry_id__in=amounts).order_by("booked_date", "pk")
    return [
        BillPart(
            payment.public_id, payment.number, payment.booked_date, amounts[payment.journal_entry_id]
        )
        for payment in payments
    ]


def early_discount(bill: Bill, *, on: datetime.date) -> Decimal:
    """Return what may be kept of an unpaid bill if all of it is paid on a day, by its payment terms."""
    steps = sorted(bill.payment_term.steps.all(), key=lambda step: (step.delay_days, step.pk))
    due = installments(steps, bill.issue_date, Money(bill.gross, bill.currency))
    kept = (each.discount.amount for each in due if each.discount_date and on <= each.discount_date)
    return sum(kept, ZERO)


def checked_accounts(party_id: int, *, on: datetime.date) -> "QuerySet[PartyBankAccount]":
    """Return the checked bank accounts of a party that hold on a day, newest first."""
    accounts = PartyBankAccount.objects.filter(
        Q(end_date=None) | Q(end_date__gte=on),
        party_id=party_id,
        status=PartyBankAccount.Status.VERIFIED,
        start_date__lte=on,
    )
    return accounts.order_by("-start_date", "-pk")


def _sums(allocations: "QuerySet[Allocation]", side: str) -> dict[int, Decimal]:
    """Return what allocations settle and still settle, by the entries of one side."""
    sums = (
        allocations.values(f"{side}__entry_id")
        .annotate(total=Sum(Case(When(reverses=None, then=F("amount")), default=-F("amount"))))
        .values_list(f"{side}__entry_id", "total")
    )
    return {entry: amount for entry, amount in sums if amount}


_DECIDED = (BillState.PAID, BillState.REFUSED, BillState.REVERSED)


def _state(bill: Any, today: datetime.date) -> BillState:
    if bill.status != Bill.Status.APPROVED:
        return BillState(bill.status)
    if not bill.open_amount:
        return BillState.PAID
    if bill.next_due_date is not None and bill.next_due_date <= today:
        return BillState.DUE
    return BillState.APPROVED if bill.open_amount == bill.gross else BillState.PARTLY_PAID
