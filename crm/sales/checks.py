"""The invariants of sales."""

from collections.abc import Iterator

from accounting.ledger.checking import check
from accounting.ledger.checks import places


@check("what an order counts as delivered equals its deliveries")
def delivered_equals_deliveries() -> Iterator[str]:
    """Find ordered lines whose delivered quantity is not the sum of their deliveries."""
    return places("""
        SELECT 'sales order line ' || l.id FROM crm_salesorderline l
        LEFT JOIN crm_deliveryline d ON d.order_line_id = l.id
        GROUP BY l.id HAVING l.delivered_quantity <> coalesce(sum(d.quantity), 0)
    """)


@check("an issued invoice of a delivery asks for what left, at the price ordered")
def invoices_match_deliveries() -> Iterator[str]:
    """Find invoiced deliveries whose lines differ from their invoice's in quantity or price."""
    return places("""
        SELECT DISTINCT 'delivery ' || d.delivery_id FROM (
            SELECT l.id, l.delivery_id, l.quantity, o.net_unit_price, v.invoice_id
            FROM crm_deliveryline l JOIN crm_delivery v ON v.id = l.delivery_id
            JOIN crm_salesorderline o ON o.id = l.order_line_id WHERE v.status = 'INVOICED') d
        LEFT JOIN accounting_invoiceline i
            ON i.invoice_id = d.invoice_id AND i.origin = 'deliveryline:' || d.id
        WHERE (i.quantity, i.net_unit_price) IS DISTINCT FROM (d.quantity, d.net_unit_price)
    """)


@check("an open order has put aside what has not left, as far as its branch keeps stock")
def open_orders_are_reserved() -> Iterator[str]:
    """Find reservations of orders that are not open, or of another quantity than is open."""
    return places("""
        SELECT 'reservation ' || r.source FROM inventory_reservation r LEFT JOIN (
            SELECT o.company_id, 'order:' || o.key || ':' || l.line_no AS source,
                l.quantity - l.delivered_quantity AS quantity
            FROM crm_salesorder o JOIN crm_salesorderline l ON l.sales_order_id = o.id
            WHERE o.status = 'CONFIRMED') o ON (o.company_id, o.source) = (r.company_id, r.source)
        WHERE r.quantity IS DISTINCT FROM o.quantity
    """)
