"""The list of purchase orders: what is on its way, and since when it is awaited."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from inventory.purchasing.models import PurchaseOrder
from portals.components.columns import Column, Due
from portals.components.filters import BooleanFilter, ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible


def purchase_order_rows(request: ScopedRequest) -> QuerySet[PurchaseOrder]:
    """Return the visible purchase orders."""
    return visible(request, PurchaseOrder).select_related("party", "branch", "supplier_account")


def late_orders(request: ScopedRequest) -> Q:
    """Return the condition of orders that should have arrived before today."""
    return Q(status=PurchaseOrder.Status.ORDERED, expected_date__lt=request.today)


def purchase_order_list(request: ScopedRequest) -> ListSpec:
    """Return the shape of the list, as of the company's day."""
    return ListSpec(
        columns=(
            Column("number", _("Number"), sort="number", is_strong=True),
            Column("party", _("Supplier"), source="party.name", sort="party__sort_name"),
            Column("order_date", _("Ordered"), "date", sort="order_date"),
            Column("expected_date", _("Expected"), "due", source=_expected, sort="expected_date"),
            Column("branch", _("Branch"), source="branch.name", on_phone=False),
            Column("net", _("Net"), "money", sort="net", is_strong=True),
            Column("status", _("Status"), "badge"),
        ),
        default_sort="-order_date",
        export_name=_("Purchase orders"),
        search_fields=("number", "party__name", "supplier_account__number"),
        filters=(
            ChoiceFilter("status", _("Status"), PurchaseOrder.Status.choices),
            BooleanFilter("late", _("Late"), late_orders(request)),
            DateRangeFilter("ordered", _("Ordered"), "order_date"),
        ),
        row_url="staff:purchase_order",
        empty_title=_("No purchase orders yet."),
        empty_text=_("Order from a supplier; what arrives is received and billed from the order."),
    )


def _expected(order: Any) -> Due | None:
    if order.expected_date is None:
        return None
    return Due(order.expected_date, is_open=order.status == PurchaseOrder.Status.ORDERED)
