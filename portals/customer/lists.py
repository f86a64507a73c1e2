"""The lists of the customer door."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounting.ledger.entries import OpenItem
from accounting.receivables.models import Invoice
from crm.sales.models import SalesOrder
from portals.components.columns import Column, Due
from portals.components.figures import Action
from portals.components.filters import ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.components.outside import inquiry_list
from portals.customer.rows import invoice_badge
from portals.gate import ScopedRequest

_OPEN = OpenItem.objects.filter(entry=OuterRef("journal_entry"), open_amount__gt=0)


def invoice_list(request: ScopedRequest) -> ListSpec:
    """Return the shape of the list of invoices, as of today."""
    today = request.today
    is_late = Exists(_OPEN.filter(due_date__lt=today, is_debit=True))
    return ListSpec(
        columns=(
            Column("number", _("Number"), sort="number", is_strong=True),
            Column("order_number", _("Your order"), source="customer_order_number"),
            Column("issue_date", _("Date"), "date", sort="issue_date"),
            Column("due", _("Due"), "due", source=_due, sort="due_date"),
            Column("gross", _("Amount"), "money", source=_signed, sort="gross"),
            Column("open_amount", _("Open"), "money", is_strong=True),
            Column("state", _("Status"), "badge", source=lambda row: invoice_badge(row, today)),
        ),
        default_sort="-issue_date",
        export_name=_("Invoices"),
        search_fields=("number", "customer_order_number"),
        filters=(
            ChoiceFilter(
                "state",
                _("Status"),
                (("open", _("Open")), ("overdue", _("Overdue")), ("paid", _("Paid"))),
                conditions=(
                    ("open", Q(Exists(_OPEN))),
                    ("overdue", Q(is_late)),
                    ("paid", ~Q(Exists(_OPEN))),
                ),
            ),
            DateRangeFilter("issued", _("Date"), "issue_date"),
        ),
        row_url="customer:invoice",
        empty_title=_("No invoices yet."),
        empty_text=_("They appear here the moment they are issued."),
    )


ORDERS = ListSpec(
    columns=(
        Column("number", _("Number"), sort="number", is_strong=True),
        Column("order_number", _("Your order"), source="customer_order_number"),
        Column("order_date", _("Ordered"), "date", sort="order_date"),
        Column("required_date", _("Wanted by"), "date", sort="required_date", on_phone=False),
        Column("net", _("Net"), "money", sort="net", is_strong=True),
        Column("status", _("Status"), "badge"),
    ),
    default_sort="-order_date",
    export_name=_("Orders"),
    search_fields=("number", "customer_order_number"),
    filters=(
        ChoiceFilter("status", _("Status"), SalesOrder.Status.choices[1:]),
        DateRangeFilter("ordered", _("Ordered"), "order_date"),
    ),
    row_url="customer:order",
    empty_title=_("No orders yet."),
    empty_text=_("Order at your own prices, at any hour."),
    empty_action=Action(_("Place an order"), "/customer/orders/new/", "plus", is_primary=True),
)

INQUIRIES = inquiry_list("customer", _("Open an invoice and ask; the answer stands there and here."))


def _due(invoice: Any) -> Due | None:
    day = invoice.next_due or invoice.due_date
    return Due(day, is_open=invoice.next_due is not None) if day else None


def _signed(invoice: Any) -> Any:
    return -invoice.gross if invoice.type == Invoice.Type.CREDIT_NOTE else invoice.gross
