"""The lists of the supplier door."""

from django.utils.translation import gettext_lazy as _

from accounting.payables.models import Bill
from accounting.payables.queries import BillStanding, BillState, in_state, standing_of
from portals.components.columns import Column, Due
from portals.components.filters import ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.components.outside import inquiry_list
from portals.gate import ScopedRequest
from portals.supplier.rows import standing_badge

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
    row_url="supplier:payment",
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
    row_url="supplier:order",
    empty_title=_("No orders yet."),
    empty_text=_("What we order from you appears here, with what has arrived."),
)

INQUIRIES = inquiry_list("supplier", _("Open a bill and ask; the answer stands there and here."))


def bill_list(request: ScopedRequest) -> ListSpec:
    """Return the shape of the list of bills, as of today."""
    today = request.today

    def standing(bill: Bill) -> BillStanding:
        return standing_of(bill, today=today)

    def due(bill: Bill) -> Due | None:
        return Due(bill.due_date, is_open=bool(standing(bill).open_amount)) if bill.due_date else None

    return ListSpec(
        columns=(
            Column("supplier_number", _("Your number"), sort="supplier_number", is_strong=True),
            Column("number", _("Our number"), sort="number", on_phone=False),
            Column("issue_date", _("Date"), "date", sort="issue_date"),
            Column("due_date", _("Due"), "due", source=due, sort="due_date"),
            Column(
                "expected",
                _("Payment expected"),
                "date",
                source=lambda bill: standing(bill).expected_payment_date,
            ),
            Column("paid", _("Paid"), "date", source=lambda bill: standing(bill).paid_date),
            Column("gross", _("Amount"), "money", sort="gross"),
            Column(
                "open_amount",
                _("Open"),
                "money",
                source=lambda bill: bill.open_amount or None,
                is_strong=True,
            ),
            Column("state", _("Status"), "badge", source=lambda bill: standing_badge(standing(bill))),
        ),
        default_sort="-issue_date",
        export_name=_("Bills"),
        search_fields=("supplier_number", "number", "our_order_number"),
        filters=(
            ChoiceFilter(
                "state",
                _("Status"),
                BillState.choices,
                conditions=tuple((state.value, in_state(state, today=today)) for state in BillState),
            ),
            DateRangeFilter("issued", _("Date"), "issue_date"),
        ),
        row_url="supplier:bill",
        empty_title=_("No bills yet."),
        empty_text=_("Your invoices appear here when we have received them."),
    )
