"""What needs somebody now: each source returns its rows, each row has the one act that moves it on."""

import datetime
from collections.abc import Callable
from decimal import Decimal

from django.db.models import F, Min, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.receivables.models import CustomerAccount, Invoice
from crm.sales.models import Delivery, SalesOrder
from crm.service.models import Inquiry
from erp.access.models import Grant
from erp.approvals.models import ApprovalRequest
from portals.components import formats
from portals.components.figures import Action, WorkItem, Worklist
from portals.gate import ScopedRequest
from portals.staff.home import purchases
from portals.staff.home.receivables import owed_items
from portals.staff.offers import Offer, offers
from portals.staff.products.lists import low_products
from portals.staff.rows import may_somewhere, visible

ROWS_PER_SOURCE = 3

type Source = Callable[[ScopedRequest], list[WorkItem]]


def worklist(request: ScopedRequest) -> Worklist:
    """Return what waits for the reader: a few rows of every kind they may act on."""
    items = [
        item
        for permission, source in SOURCES
        if may_somewhere(request, permission)
        for item in source(request)
    ]
    return Worklist(_("What needs you now"), _("Nothing waits for you."), tuple(items))


def approvals(request: ScopedRequest) -> list[WorkItem]:
    """Return acts of others that wait for a role the reader holds."""
    waiting = visible(request, ApprovalRequest).filter(status=ApprovalRequest.Status.WAITING)
    mine = Grant.objects.in_force(request.today).filter(user=request.user).values("role")
    rows = waiting.filter(role__in=mine).exclude(requested_by=request.user)
    return [
        WorkItem(
            row.summary,
            _("asked by %(name)s") % {"name": row.requested_by},
            url := reverse("staff:approval", args=[row.public_id]),
            "clipboard-check",
            "yellow",
            formats.money(row.amount, row.currency) if row.amount is not None else "",
            Action(_("Decide"), url),
        )
        for row in rows.select_related("requested_by").order_by("requested_at")[:ROWS_PER_SOURCE]
    ]


def overdue_customers(request: ScopedRequest) -> list[WorkItem]:
    """Return the customers with the largest overdue sums, in the company's currency."""
    late = owed_items(request).filter(due_date__lt=request.today)
    sums = late.values("party_account_id").annotate(
        total=Sum("open_base_amount"), oldest=Min("due_date")
    )
    largest = {row["party_account_id"]: row for row in sums.order_by("-total")[:ROWS_PER_SOURCE]}
    accounts = visible(request, CustomerAccount).filter(party_account_id__in=largest)
    items = [
        (largest[account.party_account_id], account) for account in accounts.select_related("party")
    ]
    items.sort(key=lambda pair: pair[0]["total"], reverse=True)
    return [_overdue(request, account, row["total"], row["oldest"]) for row, account in items]


def orders_to_deliver(request: ScopedRequest) -> list[WorkItem]:
    """Return confirmed orders, those wanted first on top."""
    orders = visible(request, SalesOrder).filter(status=SalesOrder.Status.CONFIRMED)
    wanted = orders.select_related("party").order_by(
        F("required_date").asc(nulls_last=True), "order_date", "pk"
    )
    return [
        WorkItem(
            _("Order %(number)s to deliver") % {"number": order.number},
            order.party.name,
            reverse("staff:order", args=[order.public_id]),
            "truck-delivery",
            "red" if order.required_date and order.required_date < request.today else "blue",
            formats.day(order.required_date) if order.required_date else "",
            _act(request, "crm.deliver_salesorder", "order_deliver", _("Deliver"), order),
        )
        for order in wanted[:ROWS_PER_SOURCE]
    ]


def deliveries_to_invoice(request: ScopedRequest) -> list[WorkItem]:
    """Return what has left and is not invoiced, oldest first."""
    open_ones = visible(request, Delivery).filter(status=Delivery.Status.SHIPPED)
    rows = open_ones.select_related("party").order_by("delivery_date", "pk")
    return [
        WorkItem(
            _("Delivery %(number)s to invoice") % {"number": row.number},
            row.party.name,
            reverse("staff:delivery", args=[row.public_id]),
            "file-invoice",
            "blue",
            formats.day(row.delivery_date),
            _act(request, "crm.invoice_salesorder", "delivery_invoice", _("Invoice"), row),
        )
        for row in rows[:ROWS_PER_SOURCE]
    ]


def drafts_to_issue(request: ScopedRequest) -> list[WorkItem]:
    """Return drafts of invoices, oldest first."""
    drafts = visible(request, Invoice).filter(status=Invoice.Status.DRAFT).select_related("party")
    return [
        WorkItem(
            _("Draft invoice to issue"),
            draft.party.name,
            url := reverse("staff:invoice", args=[draft.public_id]),
            "file-text",
            "gray",
            action=Action(_("Look"), url),
        )
        for draft in drafts.order_by("pk")[:ROWS_PER_SOURCE]
    ]


def open_inquiries(request: ScopedRequest) -> list[WorkItem]:
    """Return questions that nobody answered yet, oldest first."""
    waiting = visible(request, Inquiry).filter(status=Inquiry.Status.OPEN).select_related("party")
    return [
        WorkItem(
            row.label,
            _("%(party)s asks since %(day)s")
            % {"party": row.party.name, "day": formats.day(row.created_at)},
            url := reverse("staff:inquiry", args=[row.public_id]),
            "message-circle",
            "yellow",
            action=Action(_("Answer"), url),
        )
        for row in waiting.order_by("pk")[:ROWS_PER_SOURCE]
    ]


def products_to_reorder(request: ScopedRequest) -> list[WorkItem]:
    """Return goods whose availability fell to the reorder level."""
    order_url = reverse("staff:purchase_order_new")
    return [
        WorkItem(
            _("%(product)s is running out") % {"product": row.name},
            _("%(available)s left, reorder at %(level)s")
            % {
                "available": formats.number(row.available),
                "level": formats.number(row.reorder_level or Decimal(0)),
            },
            reverse("staff:product", args=[row.public_id]),
            "package",
            "orange",
            action=Action(_("Order"), f"{order_url}?product={row.public_id}"),
        )
        for row in low_products(request)[:ROWS_PER_SOURCE]
    ]


def _act(
    request: ScopedRequest, permission: str, name: str, label: str, row: SalesOrder | Delivery
) -> Action | None:
    posts = isinstance(row, Delivery)
    found = offers(request, [Offer(permission, name, label, posts=posts)], row)
    return next(iter(found), None)


def _overdue(
    request: ScopedRequest, account: CustomerAccount, total: Decimal, oldest: datetime.date
) -> WorkItem:
    url = reverse("staff:customer", args=[account.public_id])
    late = formats.due_note(oldest, request.today)
    return WorkItem(
        account.party.name,
        f"{late} · {account.party.phone}".rstrip(" ·"),
        url,
        "clock",
        "red",
        formats.money(total, request.company.base_currency),
        Action(_("Call"), url),
    )


# In the order of urgency; whoever holds the permission is asked to act.
SOURCES: tuple[tuple[str, Source], ...] = (
    ("erp.view_approvalrequest", approvals),
    ("crm.answer_inquiry", open_inquiries),
    ("crm.deliver_salesorder", orders_to_deliver),
    ("crm.invoice_salesorder", deliveries_to_invoice),
    ("accounting.issue_invoice", drafts_to_issue),
    ("accounting.send_reminders", overdue_customers),
    ("erp.verify_bank_account", purchases.bank_accounts_to_check),
    ("accounting.post_bill", purchases.bills_to_approve),
    ("accounting.pay_bill", purchases.bills_due),
    ("inventory.receive_goods", purchases.arrivals),
    ("inventory.order_purchase", purchases.late_arrivals),
    ("inventory.order_purchase", products_to_reorder),
    ("accounting.change_bill", purchases.receipts_to_bill),
)
