"""The list of sales orders."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.sales.models import SalesOrder
from portals.components.columns import Column
from portals.components.filters import BooleanFilter, ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible


def order_rows(request: ScopedRequest) -> QuerySet[SalesOrder]:
    """Return the visible orders."""
    return visible(request, SalesOrder).select_related("party", "branch", "customer_account")


def order_list(request: ScopedRequest) -> ListSpec:
    """Return the shape of the list, as of the company's day."""
    is_late = Q(status=SalesOrder.Status.CONFIRMED, required_date__lt=request.today)
    return ListSpec(
        columns=(
            Column("number", _("Number"), sort="number", is_strong=True),
            Column("party", _("Customer"), source="party.name", sort="party__sort_name"),
            Column("customer_order_number", _("Their order")),
            Column("order_date", _("Ordered"), "date", sort="order_date"),
            Column("required_date", _("Wanted by"), "date", sort="required_date"),
            Column("channel", _("Channel"), on_phone=False),
            Column("net", _("Net"), "money", sort="net", is_strong=True),
            Column("status", _("Status"), "badge"),
        ),
        default_sort="-order_date",
        export_name=_("Orders"),
        search_fields=("number", "party__name", "customer_order_number", "customer_account__number"),
        filters=(
            ChoiceFilter("status", _("Status"), SalesOrder.Status.choices),
            BooleanFilter("late", _("Late"), is_late),
            DateRangeFilter("ordered", _("Ordered"), "order_date"),
        ),
        row_url="staff:order",
        empty_title=_("No orders yet."),
        empty_text=_("Orders come from customers and the web shop, or are written here."),
    )
