"""The lists of the supplier door."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounting.payables.models import Bill
from portals.components.badges import Badge, tone_of
from portals.components.columns import Column
from portals.components.filters import ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec

BILLS = ListSpec(
    columns=(
        Column("supplier_number", _("Your number"), sort="supplier_number", is_strong=True),
        Column("number", _("Our number"), sort="number", on_phone=False),
        Column("issue_date", _("Date"), "date", sort="issue_date"),
        Column("due_date", _("Due"), "date", sort="due_date"),
        Column("expected", _("Payment expected"), "date", source="expected_payment_date"),
        Column("gross", _("Amount"), "money", sort="gross"),
        Column("open_amount", _("Open"), "money", is_strong=True),
        Column("state", _("Status"), "badge", source=lambda row: bill_badge(row)),
    ),
    default_sort="-issue_date",
    export_name=_("Bills"),
    search_fields=("supplier_number", "number", "our_order_number"),
    filters=(
        ChoiceFilter("status", _("Status"), Bill.Status.choices),
        DateRangeFilter("issued", _("Date"), "issue_date"),
    ),
    row_url=lambda row: reverse("supplier:bill", args=[row.public_id]),
    empty_title=_("No bills yet."),
    empty_text=_("Your invoices appear here when we have received them."),
)

PAYMENTS = ListSpec(
    columns=(
        Column("number", _("Number"), sort="number", is_strong=True),
        Column("booked_date", _("Paid"), "date", sort="booked_date"),
        Column("reference", _("Reference"), on_phone=False),
        Column("amount", _("Amount"), "money", sort="amount", is_strong=True),
        Column("status", _("Status"), "badge"),
    ),
    default_sort="-booked_date",
    export_name=_("Payments"),
    search_fields=("number", "reference"),
    filters=(DateRangeFilter("paid", _("Paid"), "booked_date"),),
    row_url=lambda row: reverse("supplier:payment", args=[row.public_id]),
    empty_title=_("No payments yet."),
    empty_text=_("What we pay you appears here with the bills it settles."),
)

ORDERS = ListSpec(
    columns=(
        Column("number", _("Number"), sort="number", is_strong=True),
        Column("order_date", _("Ordered"), "date", sort="order_date"),
        Column("expected_date", _("Expected"), "date", sort="expected_date"),
        Column("net", _("Net"), "money", sort="net", is_strong=True),
        Column("status", _("Status"), "badge"),
    ),
    default_sort="-order_date",
    export_name=_("Purchase orders"),
    search_fields=("number",),
    row_url=lambda row: reverse("supplier:order", args=[row.public_id]),
    empty_title=_("No orders yet."),
    empty_text=_("What we order from you appears here, with what has arrived."),
)

INQUIRIES = ListSpec(
    columns=(
        Column("label", _("About"), is_strong=True),
        Column("created_at", _("Asked"), "date", sort="created_at"),
        Column("status", _("Status"), "badge"),
    ),
    default_sort="-created_at",
    export_name=_("Questions"),
    search_fields=("label",),
    row_url=lambda row: reverse("supplier:inquiry", args=[row.public_id]),
    empty_title=_("No questions yet."),
    empty_text=_("Open a bill and ask; the answer stands there and here."),
)


def bill_badge(bill: Any) -> Badge:
    """Return how a bill with `open_amount` stands, in one word."""
    if bill.status == Bill.Status.APPROVED and not bill.open_amount:
        return Badge(_("Paid"), "green")
    return Badge(bill.get_status_display(), tone_of(bill.status))
