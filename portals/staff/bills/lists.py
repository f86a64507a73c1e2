"""The list of suppliers' bills: what is open of each, and when it is due."""

import datetime
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounting.ledger.entries import OpenItem
from accounting.payables.models import Bill
from portals.components.badges import Badge, status_badge
from portals.components.columns import Column, Due
from portals.components.filters import BooleanFilter, ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible

_ITEMS = OpenItem.objects.filter(entry=OuterRef("journal_entry"), open_amount__gt=0).order_by()
_OPEN_SUM = _ITEMS.values("entry").annotate(total=Sum("open_amount")).values("total")
_NEXT_DUE = _ITEMS.values("entry").annotate(first=Min("due_date")).values("first")


def bill_rows(request: ScopedRequest) -> QuerySet[Bill]:
    """Return the visible bills with `open_amount` and `next_due`, both empty once nothing is open."""
    rows = visible(request, Bill).select_related("party", "branch", "supplier_account")
    return rows.annotate(open_amount=Subquery(_OPEN_SUM), next_due=Subquery(_NEXT_DUE))


def bill_badge(bill: Any, today: datetime.date) -> Badge:
    """Return how an annotated bill stands, in one word."""
    if bill.status != Bill.Status.APPROVED:
        return status_badge(bill)
    if bill.type == Bill.Type.CREDIT:
        return Badge(_("Open credit"), "teal") if bill.open_amount else Badge(_("Settled"), "green")
    if not bill.open_amount:
        return Badge(_("Paid"), "green")
    if bill.next_due < today:
        return Badge(_("Overdue"), "red")
    return Badge(_("To pay"), "blue")


def expected_payment(bill: Any) -> datetime.date | None:
    """Return the day on which an annotated bill will be paid; none once it is, or is not to be."""
    waits = bill.status == Bill.Status.RECEIVED or bill.open_amount
    return bill.expected_payment_date if waits and bill.type == Bill.Type.BILL else None


def bill_list(request: ScopedRequest) -> ListSpec:
    """Return the shape of the list, as of the company's day."""
    today = request.today
    items = OpenItem.objects.filter(entry=OuterRef("journal_entry"), open_amount__gt=0, is_debit=False)
    owed, late = Q(Exists(items)), Q(Exists(items.filter(due_date__lt=today)))
    return ListSpec(
        columns=(
            Column("number", gettext_lazy("Number"), sort="number", is_strong=True),
            Column("party", gettext_lazy("Supplier"), source="party.name", sort="party__sort_name"),
            Column("supplier_number", gettext_lazy("Their number"), sort="supplier_number"),
            Column("received_date", gettext_lazy("Received"), "date", sort="received_date"),
            Column("due", gettext_lazy("Due"), "due", source=_due, sort="due_date"),
            Column("gross", gettext_lazy("Amount"), "money", sort="gross"),
            Column("open_amount", gettext_lazy("Open"), "money", is_strong=True),
            Column(
                "expected",
                gettext_lazy("Payment expected"),
                "date",
                source=expected_payment,
                on_phone=False,
            ),
            Column("state", gettext_lazy("Status"), "badge", source=lambda row: bill_badge(row, today)),
        ),
        default_sort="-received_date",
        export_name=gettext_lazy("Bills"),
        search_fields=(
            *("number", "supplier_number", "party__name", "our_order_number"),
            "supplier_account__number",
        ),
        filters=(
            ChoiceFilter("status", gettext_lazy("Status"), Bill.Status.choices),
            BooleanFilter("unpaid", gettext_lazy("To pay"), owed),
            BooleanFilter("overdue", gettext_lazy("Overdue"), late),
            DateRangeFilter("received", gettext_lazy("Received"), "received_date"),
        ),
        row_url="staff:bill",
        empty_title=gettext_lazy("No bills yet."),
        empty_text=gettext_lazy("Write down a bill when it arrives; it is posted when approved."),
    )


def _due(bill: Any) -> Due | None:
    day = bill.next_due or bill.due_date
    return Due(day, is_open=bill.next_due is not None) if day else None
