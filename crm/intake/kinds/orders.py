"""Orders of the past with their lines: taken over as they were, delivered and invoiced."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from accounting.receivables.models import CustomerAccount
from crm.intake import fields
from crm.intake.desk import Counts, Desk, Kind
from crm.intake.fields import Field, text
from crm.intake.records import Record
from crm.sales.drafts import DeliveryDraft, OrderDraft, OrderLineDraft
from crm.sales.models import Delivery, SalesOrder
from crm.sales.operations.delivering import deliver_orders
from crm.sales.operations.invoicing import invoice_deliveries
from crm.sales.operations.ordering import place_orders
from inventory.catalog.models import Product

ZERO, ONE, CENT, MILLIONTH = Decimal(0), Decimal(1), Decimal("0.01"), Decimal("0.000001")
ORDER_FIELDS = (
    Field("number", text(40), is_required=True),
    Field("customer", text(20), is_required=True),
    Field("order_date", fields.date, is_required=True),
    Field("required_date", fields.date),
    Field("delivery_date", fields.date),
    Field("freight", fields.amount),
    Field("carrier", text(60)),
    Field("customer_order_number", text(60)),
    Field("is_open", fields.boolean),
)
LINE_FIELDS = (
    Field("order", text(40), is_required=True),
    Field("product", text(40), is_required=True),
    Field("quantity", fields.positive, is_required=True),
    Field("unit_price", fields.amount),
    Field("allowance_percent", fields.percent),
    Field("allowance_fraction", fields.fraction),
    Field("description", text(200)),
)


def book_orders(desk: Desk, records: Sequence[Record], lines: Sequence[Record]) -> Counts:
    """
    Place each order by its number with its lines, deliver it whole and invoice it on the day it left.

    Without a delivery date it left on the day it was wanted; with neither, or marked as open, it stays
    to be delivered. Stock does not move: the goods left before it was kept here. A number that is known
    is not placed again, but what was left undone with it is done.
    """
    customers = dict(CustomerAccount.objects.filter(company=desk.company).values_list("number", "pk"))
    drafts = _drafts(desk, records, _ordered(desk, records, lines), customers)
    desk.stop_if_wrong()
    known = SalesOrder.objects.filter(company=desk.company, key__in=[draft.key for draft in drafts])
    known_count = known.count()
    orders = place_orders(desk.scope, company_id=desk.company.pk, orders=drafts)
    days = {
        draft.key: day for draft, record in zip(drafts, records, strict=True) if (day := _left(record))
    }
    leaving = [
        DeliveryDraft(
            order.pk, order.key, days[order.key], carrier=record.text("carrier"), moves_stock=False
        )
        for order, record in zip(orders, records, strict=True)
        if order.key in days
    ]
    deliveries = (
        deliver_orders(desk.scope, company_id=desk.company.pk, deliveries=leaving) if leaving else []
    )
    owed = {
        delivery.pk: delivery.delivery_date
        for delivery in deliveries
        if delivery.status == Delivery.Status.SHIPPED
    }
    if owed:
        invoice_deliveries(desk.scope, days=owed)
    return Counts(len(orders) - known_count, known_count)


ORDERS = Kind("orders", ORDER_FIELDS, book_orders, LINE_FIELDS)


def _ordered(
    desk: Desk, records: Sequence[Record], lines: Sequence[Record]
) -> dict[str, list[OrderLineDraft]]:
    products = dict(Product.objects.filter(company=desk.company).values_list("code", "pk"))
    numbers = {record.text("number") for record in records}
    found: dict[str, list[OrderLineDraft]] = defaultdict(list)
    for line in lines:
        if line.text("order") not in numbers:
            desk.wrong(line, "order", _("There is no order of this number in the file of orders."))
        if line.text("product") not in products:
            desk.wrong(line, "product", _("There is no product of this code."))
            continue
        found[line.text("order")].append(_line(desk, line, products[line.text("product")]))
    return found


def _line(desk: Desk, record: Record, product_id: int) -> OrderLineDraft:
    percent, price = record.number("allowance_percent") or ZERO, record.number("unit_price")
    if fraction := record.number("allowance_fraction"):
        percent = fraction * 100
    quantity = record.number("quantity") or ONE
    kept = desk.rounds_half_even and price is not None and percent
    return OrderLineDraft(
        product_id=product_id,
        quantity=quantity,
        unit_price=price,
        allowance_percent=percent,
        description=record.text("description"),
        net_unit_price=net_price_as_rounded(price, percent, quantity) if kept and price else None,
    )


def net_price_as_rounded(price: Decimal, percent: Decimal, quantity: Decimal) -> Decimal | None:
    """
    Return a price per unit by which the line comes to what half-even rounding made of it, or None.

    We round half a cent up, away from zero; systems that keep to IEEE 754 round it to the even cent.
    What was invoiced then must not change by a cent now: of such a line the unit price, kept to six
    decimals, is a millionth lower. None where both ways agree.
    """
    exact = price * (1 - percent / 100)
    net = (exact * quantity).quantize(CENT, ROUND_HALF_EVEN)
    if net == (exact * quantity).quantize(CENT, ROUND_HALF_UP):
        return None
    lower = exact.quantize(MILLIONTH, ROUND_HALF_UP) - MILLIONTH
    return lower if (lower * quantity).quantize(CENT, ROUND_HALF_UP) == net else None


def _drafts(
    desk: Desk,
    records: Sequence[Record],
    lines: Mapping[str, list[OrderLineDraft]],
    customers: Mapping[str, int],
) -> list[OrderDraft]:
    drafts = []
    seen: set[str] = set()
    for record in records:
        number = record.text("number")
        if number in seen:
            desk.wrong(record, "number", _("The order is in the file twice."))
        seen.add(number)
        if record.text("customer") not in customers:
            desk.wrong(record, "customer", _("There is no customer of this number."))
        if number and not lines.get(number):
            desk.wrong(record, "number", _("The order has no lines."))
        left, ordered = _left(record), record.date("order_date")
        if left and ordered and left < ordered:
            desk.wrong(record, "delivery_date", _("Delivered before it was ordered."))
        drafts.append(
            OrderDraft(
                customer_account_id=customers.get(record.text("customer"), 0),
                key=f"import:{number}",
                order_date=ordered or desk.today,
                lines=lines.get(number, []),
                branch_id=desk.branch.pk,
                customer_order_number=record.text("customer_order_number"),
                required_date=record.date("required_date"),
                freight=record.number("freight") or ZERO,
                channel="IMPORT",
                note=_("Taken over as order %(number)s") % {"number": number},
                is_past=True,
            )
        )
    return drafts


def _left(record: Record) -> datetime.date | None:
    if record.flag("is_open"):
        return None
    return record.date("delivery_date") or record.date("required_date")
