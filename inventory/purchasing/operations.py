"""Every change to purchase orders and receipts."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.payables.models import SupplierAccount
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Invalid, Refused
from erp.money import Money
from erp.numbering.operations import take_number
from erp.organization.models import Branch
from inventory.catalog.models import Product
from inventory.purchasing.models import PurchaseOrder, PurchaseOrderLine
from inventory.purchasing.queries import last_prices


class PurchaseOrderNotOpen(Refused):
    """The purchase order is canceled or has arrived whole."""

    code = "purchase_order_not_open"


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """
    So much of one product at a net price per unit, in the supplier's currency, to six decimals.

    Without a price the last one of this supplier counts, else the standard cost of the product.
    """

    product_id: int
    quantity: Decimal
    unit_price: Decimal | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class PurchaseOrderDraft:
    """An order to a supplier as entered; `key` makes handing in twice harmless."""

    supplier_account_id: int
    branch_id: int
    key: str
    order_date: datetime.date
    lines: Sequence[PurchaseLine]
    expected_date: datetime.date | None = None
    note: str = ""


@transaction.atomic
def place_purchase_order(scope: Scope, *, order: PurchaseOrderDraft) -> PurchaseOrder:
    """
    Number an order to a supplier and put it on record. The same `key` again returns the first order.

    Locks: the series PURCHASE_ORDER.

    :raises Invalid: naming each thing that is missing, foreign or not above zero
    """
    account = SupplierAccount.objects.select_related("party").get(pk=order.supplier_account_id)
    branch = Branch.objects.get(pk=order.branch_id, company_id=account.company_id)
    require(scope, "inventory.order_purchase", branch)
    first = PurchaseOrder.objects.filter(company_id=account.company_id, key=order.key).first()
    if first:
        return first
    products = Product.objects.filter(company_id=account.company_id).in_bulk(
        [line.product_id for line in order.lines]
    )
    lines = _priced(account, order.lines, products)
    _check(account, lines, products)
    nets = [Money(line.quantity * _price(line), account.currency).amount for line in lines]
    series = take_number(company_id=account.company_id, code="PURCHASE_ORDER", on=order.order_date)
    placed = PurchaseOrder.objects.create(
        company_id=account.company_id,
        branch=branch,
        party_id=account.party_id,
        supplier_account=account,
        status=PurchaseOrder.Status.ORDERED,
        number=series.label(series.last_number),
        key=order.key,
        currency=account.currency,
        order_date=order.order_date,
        expected_date=order.expected_date,
        note=order.note,
        net=sum(nets, Decimal(0)),
        created_by=scope.actor,
    )
    _write_lines(placed, lines, nets, products)
    audit.record(scope, "purchaseorder.placed", placed, number=str(placed.number))
    return placed


@transaction.atomic
def cancel_purchase_order(scope: Scope, *, purchase_order_id: int) -> PurchaseOrder:
    """
    Take back an order of which nothing has arrived.

    :raises PurchaseOrderNotOpen: if it is canceled, or something has arrived
    """
    order = PurchaseOrder.objects.select_for_update().get(pk=purchase_order_id)
    require(scope, "inventory.order_purchase", order)
    arrived = order.lines.filter(received_quantity__gt=0).exists()
    if order.status != PurchaseOrder.Status.ORDERED or arrived:
        raise PurchaseOrderNotOpen(
            _("Order %(number)s is closed, or goods of it have arrived.") % {"number": order.number}
        )
    order.status = PurchaseOrder.Status.CANCELED
    order.save(update_fields=["status"])
    audit.record(scope, "purchaseorder.canceled", order, number=str(order.number))
    return order


def _priced(
    account: SupplierAccount, lines: Sequence[PurchaseLine], products: dict[int, Product]
) -> list[PurchaseLine]:
    asked = [line.product_id for line in lines if line.unit_price is None]
    known = {pk: product.standard_cost for pk, product in products.items()}
    known |= last_prices(account, asked) if asked else {}
    return [
        replace(line, unit_price=known.get(line.product_id)) if line.unit_price is None else line
        for line in lines
    ]


def _price(line: PurchaseLine) -> Decimal:
    return line.unit_price or Decimal(0)


def _check(
    account: SupplierAccount, lines: Sequence[PurchaseLine], products: dict[int, Product]
) -> None:
    problems = []
    if not account.is_active:
        problems.append(_("The supplier is not active."))
    if not lines:
        problems.append(_("An order has at least one line."))
    for number, line in enumerate(lines, start=1):
        if line.product_id not in products:
            problems.append(_("Line %(number)s: there is no such product.") % {"number": number})
        elif line.unit_price is None:
            problems.append(_("Line %(number)s: say at what price.") % {"number": number})
        if line.quantity <= 0 or _price(line) < 0:
            problems.append(
                _("Line %(number)s: the quantity is above zero, the price not below.")
                % {"number": number}
            )
    if problems:
        raise Invalid(problems)


def _write_lines(
    order: PurchaseOrder,
    lines: Sequence[PurchaseLine],
    nets: Sequence[Decimal],
    products: dict[int, Product],
) -> None:
    PurchaseOrderLine.objects.bulk_create(
        [
            PurchaseOrderLine(
                purchase_order=order,
                company_id=order.company_id,
                branch_id=order.branch_id,
                party_id=order.party_id,
                line_no=number,
                product_id=line.product_id,
                description=line.description or products[line.product_id].name,
                quantity=line.quantity,
                unit_price=_price(line),
                net=net,
            )
            for number, (line, net) in enumerate(zip(lines, nets, strict=True), start=1)
        ]
    )
