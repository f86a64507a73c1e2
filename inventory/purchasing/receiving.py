"""Goods arrive: a receipt is written and the stock moves, in one act."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Invalid, Refused
from erp.numbering.operations import take_number
from inventory.catalog.models import Product
from inventory.purchasing.models import PurchaseOrder, PurchaseOrderLine, Receipt, ReceiptLine
from inventory.purchasing.operations import PurchaseOrderNotOpen
from inventory.stock.models import Place
from inventory.stock.moving import Move, move_stock
from inventory.stock.operations import outside_place


class MoreThanOrdered(Refused):
    """More arrived than is open on the order."""

    code = "more_than_ordered"


@dataclass(frozen=True, slots=True)
class Arrival:
    """How much of one ordered line arrived, and the own place it was put at."""

    order_line_id: int
    quantity: Decimal
    place_id: int


@dataclass(frozen=True, slots=True)
class ReceiptDraft:
    """What arrived on one day; `key` makes handing in twice harmless."""

    purchase_order_id: int
    key: str
    receipt_date: datetime.date
    arrivals: Sequence[Arrival]
    delivery_note: str = ""


@transaction.atomic
def receive_goods(scope: Scope, *, receipt: ReceiptDraft) -> Receipt:
    """
    Number a receipt, move goods in, and close the order when it is whole. A known `key` is a no-op.

    Services of the order arrive without a move. Locks: purchase order, products, series RECEIPT_NOTE.

    :raises PurchaseOrderNotOpen: if the order is canceled or has arrived whole
    :raises MoreThanOrdered: if more arrives than is open
    :raises Invalid: if a line or place is foreign, or a quantity not above zero
    """
    order = PurchaseOrder.objects.select_for_update().get(pk=receipt.purchase_order_id)
    require(scope, "inventory.receive_goods", order)
    first = Receipt.objects.filter(company_id=order.company_id, key=receipt.key).first()
    if first:
        return first
    if order.status != PurchaseOrder.Status.ORDERED:
        raise PurchaseOrderNotOpen(_("Order %(number)s is closed.") % {"number": order.number})
    lines = {line.pk: line for line in order.lines.select_related("product").order_by("pk")}
    _check(order, receipt, lines)
    written = _write(scope, order, receipt)
    _move(scope, order, written, lines)
    _count_arrivals(order, receipt, lines)
    audit.record(scope, "receipt.recorded", written, number=written.number)
    return written


def _check(order: PurchaseOrder, receipt: ReceiptDraft, lines: dict[int, PurchaseOrderLine]) -> None:
    places = Place.objects.filter(company_id=order.company_id, kind=Place.Kind.INTERNAL).in_bulk(
        [arrival.place_id for arrival in receipt.arrivals]
    )
    arriving: dict[int, Decimal] = {}
    for arrival in receipt.arrivals:
        if arrival.order_line_id not in lines or arrival.place_id not in places or arrival.quantity <= 0:
            raise Invalid([_("A receipt names lines of its order, own places and amounts above zero.")])
        before = arriving.get(arrival.order_line_id, Decimal(0))
        arriving[arrival.order_line_id] = before + arrival.quantity
    if not arriving:
        raise Invalid([_("Say what has arrived.")])
    for line_id, quantity in arriving.items():
        line = lines[line_id]
        if line.received_quantity + quantity > line.quantity:
            raise MoreThanOrdered(
                _("More of %(product)s arrived than is open on order %(number)s.")
                % {"product": line.product, "number": order.number}
            )


def _write(scope: Scope, order: PurchaseOrder, receipt: ReceiptDraft) -> Receipt:
    series = take_number(company_id=order.company_id, code="RECEIPT_NOTE", on=receipt.receipt_date)
    copied = {
        "company_id": order.company_id,
        "branch_id": order.branch_id,
        "party_id": order.party_id,
    }
    written = Receipt.objects.create(
        **copied,
        purchase_order=order,
        number=series.label(series.last_number),
        delivery_note=receipt.delivery_note,
        receipt_date=receipt.receipt_date,
        key=receipt.key,
        created_by=scope.actor,
    )
    ReceiptLine.objects.bulk_create(
        [
            ReceiptLine(
                **copied,
                receipt=written,
                order_line_id=arrival.order_line_id,
                place_id=arrival.place_id,
                quantity=arrival.quantity,
            )
            for arrival in receipt.arrivals
        ]
    )
    return written


def _move(
    scope: Scope, order: PurchaseOrder, written: Receipt, lines: dict[int, PurchaseOrderLine]
) -> None:
    suppliers = outside_place(branch=order.branch, kind=Place.Kind.SUPPLIER)
    moves = [
        Move(product.pk, suppliers.pk, line.place_id, line.quantity, f"receiptline:{line.pk}:receive")
        for line in written.lines.order_by("pk")
        if (product := lines[line.order_line_id].product).kind == Product.Kind.GOODS
    ]
    if moves:
        move_stock(scope, company_id=order.company_id, move_date=written.receipt_date, moves=moves)


def _count_arrivals(
    order: PurchaseOrder, receipt: ReceiptDraft, lines: dict[int, PurchaseOrderLine]
) -> None:
    for arrival in receipt.arrivals:
        lines[arrival.order_line_id].received_quantity += arrival.quantity
    PurchaseOrderLine.objects.bulk_update(lines.values(), ["received_quantity"])
    if all(line.received_quantity == line.quantity for line in lines.values()):
        order.status = PurchaseOrder.Status.RECEIVED
        order.save(update_fields=["status"])
