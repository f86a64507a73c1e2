"""The list of deliveries, and what one delivery's page shows."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm.sales.models import Delivery
from portals.components.columns import Column
from portals.components.filters import ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible

SPEC = ListSpec(
    columns=(
        Column("number", _("Number"), sort="number", is_strong=True),
        Column("party", _("Customer"), source="party.name", sort="party__sort_name"),
        Column("order", _("Order"), source="sales_order.number"),
        Column("delivery_date", _("Delivered"), "date", sort="delivery_date"),
        Column("carrier", _("Carrier"), on_phone=False),
        Column("tracking_number", _("Tracking number"), on_phone=False),
        Column("status", _("Status"), "badge"),
    ),
    default_sort="-delivery_date",
    export_name=_("Deliveries"),
    search_fields=(
        "number",
        "party__name",
        "sales_order__number",
        "sales_order__customer_order_number",
        "tracking_number",
    ),
    filters=(
        ChoiceFilter("status", _("Status"), Delivery.Status.choices),
        DateRangeFilter("delivered", _("Delivered"), "delivery_date"),
    ),
    row_url="staff:delivery",
    empty_title=_("No deliveries yet."),
    empty_text=_("Deliver a confirmed order to make one."),
)


def delivery_rows(request: ScopedRequest) -> QuerySet[Delivery]:
    """Return the visible deliveries."""
    rows = visible(request, Delivery)
    return rows.select_related("party", "branch", "sales_order__customer_account", "invoice")
