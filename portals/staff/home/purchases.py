"""What needs somebody now on the side of purchases, and its figures."""

import datetime
from decimal import Decimal

from django.db.models import Case, Count, F, Min, QuerySet, Sum, When
from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.ledger.entries import OpenItem
from accounting.payables.models import Bill, SupplierAccount
from accounting.payables.operations.approving import APPROVAL_KIND
from erp.approvals.models import ApprovalRequest
from erp.parties.models import PartyBankAccount
from inventory.purchasing.models import PurchaseOrder, Receipt
from portals.components import formats
from portals.components.badges import Badge
from portals.components.figures import Action, Figure, WorkItem
from portals.gate import ScopedRequest
from portals.staff.purchases.lists import late_orders
from portals.staff.receipts.lists import receipt_rows
from portals.staff.rows import may_somewhere, visible

ROWS_PER_SOURCE = 3
SOON = datetime.timedelta(days=7)


def bills_due(request: ScopedRequest) -> list[WorkItem]:
    """Return the suppliers to pay within a week, the first due on top."""
    due = _owed_items(request).filter(due_date__lte=request.today + SOON)
    sums = due.values("party_account_id").annotate(total=Sum("open_base_amount"), first=Min("due_date"))
    found = {row["party_account_id"]: row for row in sums.order_by("first", "-total")[:ROWS_PER_SOURCE]}
    accounts = visible(request, SupplierAccount).filter(party_account_id__in=found)
    by_id = {account.party_account_id: account for account in accounts.select_related("party")}
    return [
        _due(request, by_id[pk], row["total"], row["first"]) for pk, row in found.items() if pk in by_id
    ]


def bills_to_approve(request: ScopedRequest) -> list[WorkItem]:
    """Return bills that nobody decided on yet, the first to be paid on top."""
    waiting = visible(request, ApprovalRequest).filter(status=ApprovalRequest.Status.WAITING)
    subjects = waiting.filter(kind=APPROVAL_KIND).values_list("subject", flat=True)
    asked = [int(subject.partition(":")[2]) for subject in subjects]
    rows = visible(request, Bill).filter(status=Bill.Status.RECEIVED).exclude(pk__in=asked)
    bills = rows.select_related("party").order_by("expected_payment_date", "pk")
    return [
        WorkItem(
            _("Bill %(number)s to approve") % {"number": bill.number},
            bill.party.name,
            url := reverse("staff:bill", args=[bill.public_id]),
            "receipt",
            "blue",
            formats.money(bill.gross, bill.currency),
            Action(_("Look"), url),
        )
        for bill in bills[:ROWS_PER_SOURCE]
    ]


def bank_accounts_to_check(request: ScopedRequest) -> list[WorkItem]:
    """Return suppliers' bank accounts that somebody else entered and nobody checked."""
    suppliers = visible(request, SupplierAccount).filter(is_active=True)
    rows = PartyBankAccount.objects.filter(
        status=PartyBankAccount.Status.UNVERIFIED,
        end_date=None,
        party__in=suppliers.values("party"),
    ).exclude(added_by=request.user)
    newest = list(rows.select_related("party").order_by("pk")[:ROWS_PER_SOURCE])
    accounts = {
        account.party_id: account
        for account in suppliers.filter(party__in=[row.party_id for row in newest])
    }
    return [
        WorkItem(
            _("Bank account of %(name)s to check") % {"name": row.party.name},
            row.iban,
            reverse("staff:supplier", args=[accounts[row.party_id].public_id]),
            "shield-check",
            "yellow",
            action=Action(
                _("Check"),
                reverse(
                    "staff:supplier_bank_check", args=[accounts[row.party_id].public_id, row.public_id]
                ),
            ),
        )
        for row in newest
    ]


def arrivals(request: ScopedRequest) -> list[WorkItem]:
    """Return purchase orders that are awaited, the first expected on top."""
    return _awaited(request, visible(request, PurchaseOrder), _("Receive"), "purchase_order_receive")


def late_arrivals(request: ScopedRequest) -> list[WorkItem]:
    """Return purchase orders to ask after; who receives goods sees them among the arrivals."""
    if may_somewhere(request, "inventory.receive_goods"):
        return []
    orders = visible(request, PurchaseOrder).filter(late_orders(request))
    return _awaited(request, orders, _("Look"), "purchase_order")


def receipts_to_bill(request: ScopedRequest) -> list[WorkItem]:
    """Return what arrived and has no bill yet, oldest first."""
    rows = receipt_rows(request).filter(pk__in=Receipt.objects.to_bill().values("pk"))
    return [
        WorkItem(
            _("Receipt %(number)s to bill") % {"number": row.number},
            row.party.name,
            reverse("staff:receipt", args=[row.public_id]),
            "file-invoice",
            "blue",
            formats.day(row.receipt_date),
            Action(_("Bill"), reverse("staff:receipt_bill", args=[row.public_id])),
        )
        for row in rows.order_by("receipt_date", "pk")[:ROWS_PER_SOURCE]
    ]


def payables(request: ScopedRequest) -> list[Figure]:
    """Return what suppliers are owed, and how much of it is overdue; one statement."""
    late = Case(When(due_date__lt=request.today, then="open_base_amount"))
    sums = _owed_items(request).aggregate(open=Sum("open_base_amount"), late=Sum(late))
    currency, overdue = request.company.base_currency, sums["late"] or Decimal(0)
    return [
        Figure(
            _("We owe suppliers"),
            formats.money(sums["open"] or Decimal(0), currency),
            _("%(amount)s of it overdue") % {"amount": formats.money(overdue, currency)},
            f"{reverse('staff:bill_list')}?unpaid=yes",
            badge=Badge(_("Overdue"), "red") if overdue else None,
        )
    ]


def on_the_way(request: ScopedRequest) -> list[Figure]:
    """Return how many purchase orders have not arrived whole."""
    orders = visible(request, PurchaseOrder).filter(status=PurchaseOrder.Status.ORDERED)
    late = Case(When(late_orders(request), then=1))
    sums = orders.aggregate(count=Count("pk"), late=Count(late))
    return [
        Figure(
            _("Orders on their way"),
            formats.number(sums["count"]),
            _("%(count)s of them late") % {"count": formats.number(sums["late"])},
            f"{reverse('staff:purchase_order_list')}?status=ORDERED",
        )
    ]


def without_bill(request: ScopedRequest) -> list[Figure]:
    """Return how many receipts wait for their bill."""
    waiting = visible(request, Receipt).filter(pk__in=Receipt.objects.to_bill().values("pk"))
    url = f"{reverse('staff:receipt_list')}?billed=no"
    return [Figure(_("Receipts without a bill"), formats.number(waiting.count()), url=url)]


def bills_waiting(request: ScopedRequest) -> list[Figure]:
    """Return how many bills nobody decided on yet."""
    bills = visible(request, Bill).filter(status=Bill.Status.RECEIVED)
    url = f"{reverse('staff:bill_list')}?status=RECEIVED"
    return [Figure(_("Bills to approve"), formats.number(bills.count()), url=url)]


def _owed_items(request: ScopedRequest) -> QuerySet[OpenItem]:
    suppliers = visible(request, SupplierAccount).values("party_account")
    return OpenItem.objects.filter(party_account__in=suppliers, open_amount__gt=0, is_debit=False)


def _due(
    request: ScopedRequest, account: SupplierAccount, total: Decimal, first: datetime.date
) -> WorkItem:
    return WorkItem(
        _("Pay %(name)s") % {"name": account.party.name},
        formats.due_note(first, request.today),
        reverse("staff:supplier", args=[account.public_id]),
        "cash",
        "red" if first < request.today else "blue",
        formats.money(total, request.company.base_currency),
        Action(_("Pay"), f"{reverse('staff:bill_pay')}?supplier={account.public_id}"),
    )


def _awaited(
    request: ScopedRequest, orders: QuerySet[PurchaseOrder], label: str, name: str
) -> list[WorkItem]:
    awaited = orders.filter(status=PurchaseOrder.Status.ORDERED).select_related("party")
    first = awaited.order_by(F("expected_date").asc(nulls_last=True), "order_date", "pk")
    return [
        WorkItem(
            _("Goods of %(name)s are awaited") % {"name": order.party.name},
            str(order),
            reverse("staff:purchase_order", args=[order.public_id]),
            "truck",
            "red" if order.expected_date and order.expected_date < request.today else "blue",
            formats.day(order.expected_date) if order.expected_date else "",
            Action(label, reverse(f"staff:{name}", args=[order.public_id])),
        )
        for order in first[:ROWS_PER_SOURCE]
    ]
