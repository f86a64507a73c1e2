"""The invariants of purchases."""

from collections.abc import Iterator

from accounting.ledger.checking import check
from accounting.ledger.checks import places


@check("what a purchase order counts as received equals its receipts")
def received_equals_receipts() -> Iterator[str]:
    """Find ordered lines whose received quantity is not the sum of their receipts."""
    return places("""
        SELECT 'purchase order line ' || l.id FROM inventory_purchaseorderline l
        LEFT JOIN inventory_receiptline r ON r.order_line_id = l.id
        GROUP BY l.id HAVING l.received_quantity <> coalesce(sum(r.quantity), 0)
    """)
