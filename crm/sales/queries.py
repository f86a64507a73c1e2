"""Reads of orders and deliveries."""

from django.db.models import Count, F, Q, QuerySet

from crm.sales.models import Delivery, SalesOrder
from erp.access.scope import Scope


def order_list(scope: Scope, *, search: str = "") -> QuerySet[SalesOrder]:
    """
    Return the orders `scope` may see, newest first, with `open_lines`, how many have not left whole.

    `search` looks at our number, the customer's own order number and the customer's name.
    """
    orders = SalesOrder.objects.visible_to(scope).select_related("party", "branch", "company")
    if search:
        orders = orders.filter(
            Q(number__icontains=search)
            | Q(customer_order_number__icontains=search)
            | Q(party__name__icontains=search)
        )
    is_open = Q(lines__delivered_quantity__lt=F("lines__quantity"))
    return orders.annotate(open_lines=Count("lines", filter=is_open)).order_by("-order_date", "-pk")


def delivery_list(scope: Scope) -> QuerySet[Delivery]:
    """Return the deliveries `scope` may see, newest first."""
    deliveries = Delivery.objects.visible_to(scope)
    related = deliveries.select_related("sales_order", "party", "branch", "company", "invoice")
    return related.order_by("-delivery_date", "-pk")
