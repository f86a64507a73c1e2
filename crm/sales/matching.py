"""An invoice of a delivery asks for what was ordered and delivered, or it does not leave."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from accounting.receivables.models import Invoice
from inventory.stock.moving import plain

# One statement per invoice: what stands on it beside what left, line by line, then freight and number.
LINES = """
SELECT coalesce(o.description, i.description), i.quantity, d.quantity, i.net_unit_price,
    o.net_unit_price
FROM (SELECT origin, min(description) AS description, sum(quantity) AS quantity,
          CASE WHEN min(net_unit_price) = max(net_unit_price) THEN min(net_unit_price) END
              AS net_unit_price
      FROM accounting_invoiceline WHERE invoice_id = %(invoice)s GROUP BY origin) i
FULL JOIN (SELECT * FROM crm_deliveryline WHERE delivery_id = %(delivery)s) d
    ON i.origin = 'deliveryline:' || d.id
LEFT JOIN crm_salesorderline o ON o.id = d.order_line_id
WHERE (i.quantity, i.net_unit_price) IS DISTINCT FROM (d.quantity, o.net_unit_price)
"""
HEAD = """
SELECT d.freight, (SELECT coalesce(sum(CASE c.kind WHEN 'CHARGE' THEN c.amount ELSE -c.amount END), 0)
                   FROM accounting_invoicecharge c WHERE c.invoice_id = %(invoice)s),
    o.customer_order_number, o.customer_account_id, o.currency, o.prices_include_tax
FROM crm_delivery d JOIN crm_salesorder o ON o.id = d.sales_order_id
WHERE d.id = %(delivery)s AND d.company_id = %(company)s
"""


@dataclass(frozen=True, slots=True)
class Head:
    """What delivery and order say of the whole document."""

    freight: Decimal
    charged: Decimal
    customer_order_number: str
    customer_account_id: int
    currency: str
    prices_include_tax: bool


def differences(invoice: Invoice, delivery_id: int) -> list[str]:
    """Return in words each place where the invoice differs from its delivery and order."""
    wanted = {
        "invoice": invoice.pk,
        "delivery": delivery_id,
        "company": invoice.company_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(HEAD, wanted)
        row = cursor.fetchone()
        cursor.execute(LINES, wanted)
        lines = cursor.fetchall()
    if row is None:
        return [_("The delivery it names does not exist.")]
    return [*_of_head(invoice, Head(*row)), *(_of_line(*line) for line in lines)]


def _of_head(invoice: Invoice, head: Head) -> list[str]:
    found = []
    if (head.customer_account_id, head.currency) != (invoice.customer_account_id, invoice.currency):
        found.append(_("Customer or currency is not that of the order."))
    if head.prices_include_tax != invoice.prices_include_tax:
        found.append(_("The prices of the order and of the invoice differ in tax."))
    if head.customer_order_number != invoice.customer_order_number:
        found.append(
            _("The customer's order number is %(ordered)s, not %(asked)s.")
            % {
                "ordered": head.customer_order_number or _("none"),
                "asked": invoice.customer_order_number or _("none"),
            }
        )
    if head.freight != head.charged:
        found.append(
            _("Freight of %(ordered)s was agreed, %(asked)s is charged.")
            % {"ordered": plain(head.freight), "asked": plain(head.charged)}
        )
    return found


def _of_line(
    description: str,
    asked: Decimal | None,
    delivered: Decimal | None,
    price: Decimal | None,
    ordered_price: Decimal | None,
) -> str:
    if delivered is None or ordered_price is None:
        return _("%(thing)s was not delivered.") % {"thing": description}
    if asked is None:
        return _("%(thing)s was delivered and is not asked for.") % {"thing": description}
    if asked != delivered:
        return _("%(delivered)s of %(thing)s were delivered, %(asked)s are asked for.") % {
            "thing": description,
            "delivered": plain(delivered),
            "asked": plain(asked),
        }
    return _("%(thing)s was ordered at %(ordered)s, %(asked)s is asked for.") % {
        "thing": description,
        "ordered": plain(ordered_price),
        "asked": _("another price") if price is None else plain(price),
    }
