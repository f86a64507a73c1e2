"""Reads of purchase orders and receipts."""

from django.db.models import QuerySet

from erp.access.scope import Scope
from inventory.purchasing.models import PurchaseOrder, Receipt


def purchase_order_list(scope: Scope) -> QuerySet[PurchaseOrder]:
    """Return the purchase orders `scope` may see, newest first."""
    orders = PurchaseOrder.objects.visible_to(scope).select_related("party", "branch", "company")
    return orders.order_by("-order_date", "-pk")


def receipt_list(scope: Scope) -> QuerySet[Receipt]:
    """Return the receipts `scope` may see, newest first."""
    receipts = Receipt.objects.visible_to(scope).select_related("purchase_order", "branch", "company")
    return receipts.order_by("-receipt_date", "-pk")
