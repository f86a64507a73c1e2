"""What orders put aside: goods that are ordered and have not left."""

from collections.abc import Iterable

from crm.sales.models import SalesOrder, SalesOrderLine
from inventory.catalog.models import Product
from inventory.stock.reservations import Claim


def claims_of(order: SalesOrder, lines: Iterable[SalesOrderLine]) -> list[Claim]:
    """Return what is to be put aside for the open goods among `lines`; services are not kept."""
    return [
        Claim(
            order.branch_id,
            line.product_id,
            line.quantity - line.delivered_quantity,
            source_of(order, line),
        )
        for line in lines
        if line.product.kind == Product.Kind.GOODS and line.quantity > line.delivered_quantity
    ]


def source_of(order: SalesOrder, line: SalesOrderLine) -> str:
    """Return the name under which the goods of a line are put aside; it needs no id."""
    return f"order:{order.key}:{line.line_no}"
