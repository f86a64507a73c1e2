"""The list of invoices: what is open of each, and since when."""

import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounting.ledger.entries import OpenItem
from accounting.receivables.models import Invoice
from erp.organization.models import Branch
from portals.components.badges import Badge
from portals.components.columns import Column, Due
from portals.components.filters import ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import asked_for, visible

_ITEMS = OpenItem.objects.filter(entry=OuterRef("journal_entry"), open_amount__gt=0).order_by()
_OPEN_SUM = _ITEMS.values("entry").annotate(total=Sum("open_amount")).values("total")
LISTED = (
    *("public_id", "number", "type", "status", "customer_order_number", "issue_date", "due_date"),
    *("gross", "payable", "currency", "party__name"),
)
_NEXT_DUE = _ITEMS.values("entry").annotate(first=Min("due_date")).values("first")


def invoice_rows(request: ScopedRequest) -> QuerySet[Invoice]:
    """Return the visible invoices with `open_amount` and `next_due`, both empty once nothing is open."""
    rows = visible(request, Invoice).select_related("party", "branch", "customer_account")
    return rows.annotate(open_amount=Subquery(_OPEN_SUM), next_due=Subquery(_NEXT_DUE))


def listed_invoices(request: ScopedRequest) -> QuerySet[Invoice]:
    """Return the same rows with no more of each than the list shows."""
    return invoice_rows(request).select_related(None).select_related("party").only(*LISTED)


def open_rows(request: ScopedRequest) -> QuerySet[Any]:
    """Return those of `invoice_rows` of which something is open."""
    rows: QuerySet[Any] = invoice_rows(request)
    return rows.filter(open_amount__gt=0)


def invoice_badge(invoice: Any, today: datetime.date) -> Badge:
    """Return how an annotated invoice stands, in one word."""
    if invoice.status == Invoice.Status.DRAFT:
        return Badge(_("Draft"), "gray")
    open_amount = invoice.open_amount or Decimal(0)
    if invoice.type == Invoice.Type.CREDIT_NOTE:
        return Badge(_("Open credit"), "teal") if open_amount else Badge(_("Settled"), "green")
    if not open_amount:
        return Badge(_("Paid"), "green")
    if invoice.next_due < today:
        return Badge(_("Overdue"), "red")
    if open_amount < invoice.payable:
        return Badge(_("Partly paid"), "purple")
    return Badge(_("Open"), "blue")


def invoice_title(invoice: Invoice) -> str:
    """Return the number, or what an invoice without one is called."""
    return invoice.number or _("Draft")


def signed_gross(invoice: Invoice) -> Decimal | None:
    """Return the gross amount; what a credit note gives back is below zero."""
    if invoice.gross is None or invoice.type != Invoice.Type.CREDIT_NOTE:
        return invoice.gross
    return -invoice.gross


def invoice_list(request: ScopedRequest) -> ListSpec:
    """Return the shape of the list, as of the company's day."""
    today = request.today
    return ListSpec(
        columns=(
            Column("number", gettext_lazy("Number"), "text", invoice_title, "number", is_strong=True),
            Column("party", gettext_lazy("Customer"), source="party.name", sort="party__sort_name"),
            Column("order_number", gettext_lazy("Their order"), source="customer_order_number"),
            Column("issue_date", gettext_lazy("Date"), "date", sort="issue_date"),
            Column("due", gettext_lazy("Due"), "due", source=_due, sort="due_date"),
            Column("gross", gettext_lazy("Amount"), "money", source=signed_gross, sort="gross"),
            Column("open_amount", gettext_lazy("Open"), "money", is_strong=True),
            Column(
                "state", gettext_lazy("Status"), "badge", source=lambda row: invoice_badge(row, today)
            ),
        ),
        default_sort="-issue_date",
        export_name=gettext_lazy("Invoices"),
        search_fields=("number", "party__name", "customer_order_number", "customer_account__number"),
        filters=(
            _state_filter(today),
            ChoiceFilter("type", gettext_lazy("Kind"), Invoice.Type.choices),
            DateRangeFilter("issued", gettext_lazy("Date"), "issue_date"),
            ChoiceFilter("branch", gettext_lazy("Branch"), cache(lambda: branches(request))),
        ),
        row_url="staff:invoice",
        empty_title=gettext_lazy("No invoices yet."),
        empty_text=gettext_lazy("Invoices come from deliveries, or are written by hand."),
    )


def branches(request: ScopedRequest) -> list[tuple[str, str]]:
    """Return the branches of the chosen company to filter by."""
    found = Branch.objects.filter(company=request.company, is_active=True).order_by("name")
    return [(str(branch.pk), branch.name) for branch in found]


def _due(invoice: Any) -> Due | None:
    day = invoice.next_due or invoice.due_date
    return Due(day, is_open=invoice.next_due is not None) if day else None


def _state_filter(today: datetime.date) -> ChoiceFilter:
    items = OpenItem.objects.filter(entry=OuterRef("journal_entry"), open_amount__gt=0)
    late = items.filter(due_date__lt=today, is_debit=True)
    issued = Q(status=Invoice.Status.ISSUED)
    return ChoiceFilter(
        "state",
        gettext_lazy("Status"),
        (
            ("draft", gettext_lazy("Draft")),
            ("open", gettext_lazy("Open")),
            ("overdue", gettext_lazy("Overdue")),
            ("paid", gettext_lazy("Paid")),
        ),
        conditions=(
            ("draft", Q(status=Invoice.Status.DRAFT)),
            ("open", issued & Q(Exists(items))),
            ("overdue", issued & Q(Exists(late))),
            ("paid", issued & ~Q(Exists(items))),
        ),
    )


def asked_invoice(request: ScopedRequest) -> Invoice | None:
    """Return the open invoice that the address names, so that a payment can start with it."""
    asked = asked_for(request, Invoice, "invoice")
    return open_rows(request).filter(pk=asked.pk).first() if asked else None
