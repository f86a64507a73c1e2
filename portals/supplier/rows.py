"""What the chosen supplier sees: its own bills, annotated as lists and pages need them."""

from django.db.models import QuerySet

from accounting.payables.models import Bill
from accounting.payables.queries import BillStanding, with_standing
from inventory.purchasing.models import PurchaseOrder
from portals.components.badges import Badge, tone_of
from portals.components.outside import own
from portals.gate import ScopedRequest


def bill_rows(request: ScopedRequest) -> QuerySet[Bill]:
    """Return the bills with how they stand."""
    return with_standing(own(request, Bill))


def order_rows(request: ScopedRequest) -> QuerySet[PurchaseOrder]:
    """Return the orders that were sent; what is still drafted is not shown outside."""
    return own(request, PurchaseOrder).exclude(status=PurchaseOrder.Status.DRAFT)


def standing_badge(standing: BillStanding) -> Badge:
    """Return how a bill stands, in one word."""
    return Badge(standing.state.label, tone_of(standing.state))
