"""Goods leave for customers here, one delivery or a day's worth."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.utils.translation import gettext as _

from crm.sales.claims import claims_of, source_of
from crm.sales.drafts import DeliveryDraft, DeliveryLineDraft
from crm.sales.models import Delivery, DeliveryLine, SalesOrder, SalesOrderLine
from crm.sales.numbers import take_labels
from crm.sales.refusals import MoreThanOrdered, NoPlaceToShipFrom, OrderKeyReused, OrderNotOpen
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Invalid
from erp.money import Money
from inventory.catalog.models import Product
from inventory.stock.models import Place
from inventory.stock.moving import Move, move_stock, plain
from inventory.stock.operations import outside_place
from inventory.stock.reservations import release, reserve

COUNT_DELIVERED = """
UPDATE crm_salesorderline l SET delivered_quantity = l.delivered_quantity + d.quantity
FROM (SELECT order_line_id, sum(quantity) AS quantity FROM crm_deliveryline
      WHERE delivery_id = ANY (%(deliveries)s) GROUP BY order_line_id) d
WHERE l.id = d.order_line_id;
UPDATE crm_salesorder o SET status = 'DELIVERED'
WHERE o.id = ANY (%(orders)s) AND o.status = 'CONFIRMED' AND NOT EXISTS (
    SELECT FROM crm_salesorderline l
    WHERE l.sales_order_id = o.id AND l.delivered_quantity < l.quantity)
"""


@dataclass(frozen=True, slots=True)
class Leaving:
    """One delivery with its lines, not saved, and whether its goods are on our shelves at all."""

    delivery: Delivery
    lines: tuple[DeliveryLine, ...]
    moves_stock: bool


def deliver_order(scope: Scope, *, delivery: DeliveryDraft) -> Delivery:
    """
    Let goods of one order leave, all or in part; see `deliver_orders`.

    :raises OrderNotOpen, MoreThanOrdered, NoPlaceToShipFrom, NotEnoughStock: in words
    """
    order = SalesOrder.objects.get(pk=delivery.sales_order_id)
    return deliver_orders(scope, company_id=order.company_id, deliveries=[delivery])[0]


@transaction.atomic
def deliver_orders(
    scope: Scope, *, company_id: int, deliveries: Sequence[DeliveryDraft]
) -> list[Delivery]:
    """
    Let goods of one company's orders leave, all or none; a known key returns its first delivery.

    Stock moves, what was put aside for the goods is released, and an order that has left whole is
    delivered. Locks: orders by id, products by id, stock levels, series DELIVERY.

    :raises AccessDenied: if `scope` may not deliver an order
    :raises OrderNotOpen: if an order is not confirmed
    :raises MoreThanOrdered: if more would leave than is open
    :raises NoPlaceToShipFrom: if a branch keeps no place and the draft names none
    :raises NotEnoughStock: if a place holds less
    """
    orders = _locked_orders(company_id, deliveries)
    for order in orders.values():
        require(scope, "crm.deliver_salesorder", order)
    known = Delivery.objects.filter(company_id=company_id, key__in=[d.key for d in deliveries])
    made = {delivery.key: delivery for delivery in known}
    for draft in deliveries:
        if draft.key in made and made[draft.key].sales_order_id != draft.sales_order_id:
            raise OrderKeyReused(_("This key was used before for something else."))
    new = [draft for draft in {d.key: d for d in deliveries}.values() if draft.key not in made]
    if new:
        leaving = _Loading(company_id, orders).load(new)
        _write(scope, company_id, leaving, orders)
        made |= {one.delivery.key: one.delivery for one in leaving}
    return [made[draft.key] for draft in deliveries]


def _locked_orders(company_id: int, deliveries: Sequence[DeliveryDraft]) -> dict[int, SalesOrder]:
    ids = {draft.sales_order_id for draft in deliveries}
    orders = SalesOrder.objects.filter(company_id=company_id, pk__in=ids).order_by("pk")
    found = {order.pk: order for order in orders.select_for_update(no_key=True)}
    if len(found) < len(ids):
        raise SalesOrder.DoesNotExist
    return found


class _Loading:
    """Checks what is to leave against what is open, and makes up the deliveries."""

    def __init__(self, company_id: int, orders: Mapping[int, SalesOrder]) -> None:
        self.orders = orders
        lines = SalesOrderLine.objects.filter(sales_order__in=orders.values())
        self.lines: dict[int, dict[int, SalesOrderLine]] = defaultdict(dict)
        for line in lines.select_related("product").order_by("sales_order_id", "line_no"):
            self.lines[line.sales_order_id][line.pk] = line
        places = Place.objects.filter(company_id=company_id, kind=Place.Kind.INTERNAL, is_active=True)
        self.places = {place.pk: place for place in places}
        self.default_places = {p.branch_id: p.pk for p in places if p.is_default}
        earlier = Delivery.objects.filter(sales_order__in=orders.values())
        self.delivered_before = set(earlier.values_list("sales_order_id", flat=True))

    def load(self, drafts: Sequence[DeliveryDraft]) -> list[Leaving]:
        """Return the deliveries in the order of their drafts; open quantities run down as it goes."""
        return [self._one(draft) for draft in drafts]

    def _one(self, draft: DeliveryDraft) -> Leaving:
        order = self.orders[draft.sales_order_id]
        if order.status != SalesOrder.Status.CONFIRMED:
            raise OrderNotOpen(
                _("Order %(number)s is %(status)s.")
                % {"number": order.number, "status": order.get_status_display().lower()}
            )
        copied = {
            "company_id": order.company_id,
            "branch_id": order.branch_id,
            "party_id": order.party_id,
        }
        freight = draft.freight
        if freight is None:
            freight = Decimal(0) if order.pk in self.delivered_before else order.freight
        self.delivered_before.add(order.pk)
        delivery = Delivery(
            **copied,
            sales_order=order,
            key=draft.key,
            delivery_date=draft.delivery_date,
            carrier=draft.carrier,
            tracking_number=draft.tracking_number,
            freight=Money(freight, order.currency).amount,
        )
        lines = [
            DeliveryLine(
                **copied,
                delivery=delivery,
                order_line=self._taken(order, line),
                place_id=self._place_id(order, line, draft),
                quantity=line.quantity,
            )
            for line in self._wanted(order, draft)
        ]
        if not lines or freight < 0 or not 0 < len(draft.key) <= 64:
            raise Invalid([_("A delivery needs a key, something to deliver and no negative freight.")])
        return Leaving(delivery, tuple(lines), draft.moves_stock)

    def _wanted(self, order: SalesOrder, draft: DeliveryDraft) -> Sequence[DeliveryLineDraft]:
        if draft.lines is not None:
            return draft.lines
        return [
            DeliveryLineDraft(line.pk, line.quantity - line.delivered_quantity)
            for line in self.lines[order.pk].values()
            if line.quantity > line.delivered_quantity
        ]

    def _taken(self, order: SalesOrder, wanted: DeliveryLineDraft) -> SalesOrderLine:
        line = self.lines[order.pk].get(wanted.order_line_id)
        if line is None or wanted.quantity <= 0:
            raise Invalid([_("A delivery names lines of its order and amounts above zero.")])
        if line.delivered_quantity + wanted.quantity > line.quantity:
            raise MoreThanOrdered(
                _("%(open)s of %(product)s are open on order %(number)s, not %(wanted)s.")
                % {
                    "open": plain(line.quantity - line.delivered_quantity),
                    "product": line.description,
                    "number": order.number,
                    "wanted": plain(wanted.quantity),
                }
            )
        line.delivered_quantity += wanted.quantity
        return line

    def _place_id(
        self, order: SalesOrder, wanted: DeliveryLineDraft, draft: DeliveryDraft
    ) -> int | None:
        line = self.lines[order.pk][wanted.order_line_id]
        if not draft.moves_stock or line.product.kind != Product.Kind.GOODS:
            return None
        place_id = wanted.place_id or self.default_places.get(order.branch_id)
        if place_id not in self.places:
            raise NoPlaceToShipFrom(_("The branch keeps no place that goods could leave from."))
        return place_id


def _write(
    scope: Scope, company_id: int, leaving: Sequence[Leaving], orders: Mapping[int, SalesOrder]
) -> None:
    _move(scope, company_id, leaving)
    _put_aside_the_rest(company_id, leaving)
    deliveries = [one.delivery for one in leaving]
    days = [delivery.delivery_date for delivery in deliveries]
    labels = take_labels(company_id=company_id, code="DELIVERY", days=days)
    for delivery, label in zip(deliveries, labels, strict=True):
        delivery.number, delivery.created_by = label, scope.actor
    Delivery.objects.bulk_create(deliveries)
    lines = [line for one in leaving for line in one.lines]
    for line in lines:
        line.delivery_id = line.delivery.pk
    DeliveryLine.objects.bulk_create(lines)
    with connection.cursor() as cursor:
        cursor.execute(COUNT_DELIVERED, {"deliveries": [d.pk for d in deliveries], "orders": [*orders]})
    audit.record_all(scope, "delivery.shipped", ((d, {"number": d.number}) for d in deliveries))


def _move(scope: Scope, company_id: int, leaving: Sequence[Leaving]) -> None:
    moving = [
        (one.delivery, number, line)
        for one in leaving
        for number, line in enumerate(one.lines, start=1)
        if line.place_id is not None
    ]
    if not moving:
        return
    first = moving[0][0]
    customers = outside_place(branch=first.branch, kind=Place.Kind.CUSTOMER)
    moves = [
        Move(
            product_id=line.order_line.product_id,
            from_place_id=line.place_id,
            to_place_id=customers.pk,
            quantity=line.quantity,
            source=f"delivery:{delivery.key}:{number}",
            move_date=delivery.delivery_date,
        )
        for delivery, number, line in moving
        if line.place_id is not None
    ]
    move_stock(scope, company_id=company_id, move_date=first.delivery_date, moves=moves)


def _put_aside_the_rest(company_id: int, leaving: Sequence[Leaving]) -> None:
    touched = {line.order_line_id: line.order_line for one in leaving for line in one.lines}
    orders = {one.delivery.sales_order_id: one.delivery.sales_order for one in leaving}
    sources = [source_of(orders[line.sales_order_id], line) for line in touched.values()]
    release(company_id=company_id, sources=sources)
    claims = [
        claim for line in touched.values() for claim in claims_of(orders[line.sales_order_id], [line])
    ]
    if claims:
        reserve(company_id=company_id, claims=claims)
