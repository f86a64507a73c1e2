"""Deliveries become issued invoices here, without retyping, one or a thousand."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.receivables.drafts import ChargeDraft, InvoiceDraft, LineDraft
from accounting.receivables.models import Invoice, SalesClass
from accounting.receivables.operations.drafting import draft_invoices
from accounting.receivables.operations.issuing import issue_invoices_dated
from crm.sales.models import Delivery, DeliveryLine
from crm.sales.numbers import by_series
from crm.sales.refusals import DeliveryInvoiced
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from inventory.catalog.models import Product


def invoice_delivery(scope: Scope, *, delivery_id: int, issue_date: datetime.date) -> Invoice:
    """
    Draft the invoice of a delivery and issue it, in one act; see `invoice_deliveries`.

    :raises AccessDenied: if `scope` may not invoice the delivery, or not issue invoices
    :raises DeliveryInvoiced: if it was invoiced before
    """
    return invoice_deliveries(scope, days={delivery_id: issue_date})[0]


@transaction.atomic
def invoice_deliveries(scope: Scope, *, days: Mapping[int, datetime.date]) -> list[Invoice]:
    """
    Invoice deliveries of one company by their id, each on its own day, all or none; in order of ids.

    Each line asks for what left at the price ordered, freight is a charge, and the customer's order
    number goes on. A customer's own tax code counts before the product's; freight bears the tax of the
    line with the highest net. Locks: deliveries by id, then as `issue_invoice`.

    :raises AccessDenied: if `scope` may not invoice a delivery, or not issue invoices
    :raises DeliveryInvoiced: if one was invoiced before
    :raises Refused: as `issue_invoice`
    """
    deliveries = _locked(scope, days)
    lines = _lines(deliveries)
    drafts = [_draft(delivery, lines[delivery.pk]) for delivery in deliveries]
    drafted = draft_invoices(scope, drafts=drafts, today=max(days.values()))
    dated = {
        invoice.pk: days[delivery.pk] for invoice, delivery in zip(drafted, deliveries, strict=True)
    }
    issued: dict[int, Invoice] = {}
    for block in by_series(company_id=deliveries[0].company_id, code="SALES", days=dated):
        issued |= {invoice.pk: invoice for invoice in issue_invoices_dated(scope, days=block)}
    invoices = [issued[invoice.pk] for invoice in drafted]
    trail = zip(deliveries, invoices, strict=True)
    audit.record_all(
        scope,
        "delivery.invoiced",
        ((delivery, {"invoice": str(invoice.number)}) for delivery, invoice in trail),
    )
    return invoices


def _locked(scope: Scope, days: Mapping[int, datetime.date]) -> list[Delivery]:
    found = (
        Delivery.objects.filter(pk__in=days)
        .select_related("sales_order__customer_account")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    deliveries = list(found)
    if not deliveries or len(deliveries) < len(days):
        raise Delivery.DoesNotExist
    for delivery in deliveries:
        require(scope, "crm.invoice_salesorder", delivery)
        if delivery.status != Delivery.Status.SHIPPED:
            raise DeliveryInvoiced(
                _("Delivery %(number)s is invoiced already.") % {"number": delivery.number}
            )
    return deliveries


def _lines(deliveries: Sequence[Delivery]) -> dict[int, list[DeliveryLine]]:
    found: dict[int, list[DeliveryLine]] = defaultdict(list)
    lines = DeliveryLine.objects.filter(delivery__in=deliveries)
    related = lines.select_related("order_line__product__category")
    for line in related.order_by("delivery_id", "order_line__line_no", "pk"):
        found[line.delivery_id].append(line)
    return found


def _draft(delivery: Delivery, lines: Sequence[DeliveryLine]) -> InvoiceDraft:
    order = delivery.sales_order
    tax_code_id = order.customer_account.default_tax_code_id
    drafts = [_line(delivery, line, tax_code_id, order.channel) for line in lines]
    dearest = max(drafts, key=lambda line: line.quantity * line.net_unit_price)
    freight = ChargeDraft(_("Freight"), delivery.freight, tax_code_id=dearest.tax_code_id)
    return InvoiceDraft(
        customer_account_id=order.customer_account_id,
        lines=drafts,
        charges=[freight] if delivery.freight else [],
        branch_id=delivery.branch_id,
        currency=order.currency,
        prices_include_tax=order.prices_include_tax,
        supply_date=delivery.delivery_date,
        customer_order_number=order.customer_order_number,
        buyer_reference=order.buyer_reference,
        origin=f"delivery:{delivery.pk}",
        sold_to_id=order.sold_to_id,
        ship_to_id=order.ship_to_id,
    )


def _line(delivery: Delivery, line: DeliveryLine, tax_code_id: int | None, channel: str) -> LineDraft:
    ordered = line.order_line
    product = ordered.product
    is_goods = product.kind == Product.Kind.GOODS
    return LineDraft(
        description=ordered.description,
        quantity=line.quantity,
        gross_unit_price=ordered.gross_unit_price,
        allowance_percent=ordered.allowance_percent,
        agreed_net_price=ordered.net_unit_price,
        price_trail=ordered.price_trail,
        unit_code=product.unit_id,
        product_code=product.code,
        tax_code_id=tax_code_id or product.sales_tax_code_id,
        revenue_account_id=product.revenue_account_id,
        sales_class=SalesClass.GOODS if is_goods else SalesClass.SERVICE,
        category=product.category.name,
        channel=channel,
        business_date=delivery.delivery_date,
        origin=f"deliveryline:{line.pk}",
    )
