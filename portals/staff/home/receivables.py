"""What customers owe, as far as the reader may see it."""

from django.db.models import QuerySet

from accounting.ledger.entries import OpenItem
from accounting.ledger.models import Account
from portals.gate import ScopedRequest
from portals.staff.rows import visible


def owed_items(request: ScopedRequest) -> QuerySet[OpenItem]:
    """Return the visible open items that customers owe."""
    items = visible(request, OpenItem).filter(open_amount__gt=0, is_debit=True)
    return items.filter(account__control_kind=Account.ControlKind.RECEIVABLE)
