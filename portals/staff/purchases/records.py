"""A purchase order as its page shows it: facts, lines with what has arrived, receipts and bills."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from erp.audit.operations import subject_key
from inventory.purchasing.models import PurchaseOrder, PurchaseOrderLine, Receipt
from portals.components import formats
from portals.components.badges import status_badge
from portals.components.figures import Action
from portals.components.records import ChainLink, Crumb, Fact, PageHeader
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers
from portals.staff.rows import may
from portals.staff.timeline import timeline_of

ORDER = "inventory.order_purchase"


def purchase_order_record(request: ScopedRequest, order: PurchaseOrder) -> dict[str, object]:
    """Return what the page of one purchase order is made of."""
    receipts = list(order.receipts.select_related("bill").order_by("pk"))
    lines = list(order.lines.select_related("product").order_by("line_no"))
    about = [subject_key(order), *(subject_key(each) for each in receipts)]
    return {
        "header": PageHeader(
            str(order),
            above=_("Purchase order"),
            below=order.party.name,
            badges=(status_badge(order),),
            crumbs=(Crumb(_("Purchase orders"), reverse("staff:purchase_order_list")),),
            actions=_actions(request, order, lines, receipts),
        ),
        "facts": _facts(request, order),
        "chain": _chain(order, receipts),
        "tables": [_lines(order, lines)],
        "timeline": timeline_of(request, about),
    }


def supplier_fact(request: ScopedRequest, order: PurchaseOrder) -> Fact:
    """Return whose order it is, with the way to their page for those who may see it."""
    account = order.supplier_account
    is_open = may(request, "accounting.view_supplieraccount", account)
    url = reverse("staff:supplier", args=[account.public_id]) if is_open else ""
    return Fact(_("Supplier"), f"{account.number} {order.party.name}", url)


def _actions(
    request: ScopedRequest,
    order: PurchaseOrder,
    lines: Sequence[PurchaseOrderLine],
    receipts: Sequence[Receipt],
) -> tuple[Action, ...]:
    found = []
    if order.status == PurchaseOrder.Status.ORDERED:
        if not any(line.received_quantity for line in lines):
            question = _("Cancel order %(number)s?") % {"number": order.number}
            cancel = Offer(
                ORDER, "purchase_order_cancel", _("Cancel"), "ban", posts=True, confirm=question
            )
            found.append(cancel)
        receive = Offer(
            "inventory.receive_goods", "purchase_order_receive", _("Receive goods"), "truck-delivery"
        )
        found.append(receive)
    if any(not receipt.is_billed for receipt in receipts):
        bill = Offer("accounting.change_bill", "purchase_order_bill", _("Bill"), "file-invoice")
        found.append(bill)
    return offers(request, found, order)


def _facts(request: ScopedRequest, order: PurchaseOrder) -> list[Fact]:
    return [
        supplier_fact(request, order),
        Fact(_("Ordered"), formats.day(order.order_date)),
        Fact(_("Expected"), formats.day(order.expected_date) if order.expected_date else ""),
        Fact(_("Currency"), order.currency),
        Fact(_("Branch"), order.branch.name),
        Fact(_("Note"), order.note),
    ]


def _chain(order: PurchaseOrder, receipts: Sequence[Receipt]) -> list[ChainLink]:
    links = [ChainLink(_("Purchase order"), str(order), badge=status_badge(order), is_current=True)]
    bills = {}
    for receipt in receipts:
        url = reverse("staff:receipt", args=[receipt.public_id])
        links.append(ChainLink(_("Receipt"), receipt.number, url))
        if receipt.bill:
            bills[receipt.bill.pk] = receipt.bill
    links += [
        ChainLink(_("Bill"), bill.number, reverse("staff:bill", args=[bill.public_id]))
        for bill in bills.values()
    ]
    return links


def _lines(order: PurchaseOrder, lines: Sequence[PurchaseOrderLine]) -> Table:
    names = (_("Ordered"), _("Received"), _("Price"), _("Net"))
    return Table(
        _("Lines"),
        (Head(_("Product")), *(Head(name, is_number=True) for name in names)),
        tuple(_line(line, order.currency) for line in lines),
        foot=((_("Net"), formats.money(order.net, order.currency)),),
    )


def _line(line: Any, currency: str) -> tuple[Value, ...]:
    product_url = reverse("staff:product", args=[line.product.public_id])
    return (
        Value(line.description, product_url, note=line.product.code),
        Value(f"{formats.number(line.quantity)} {line.product.unit_id}"),
        Value(formats.number(line.received_quantity)),
        Value(formats.money(line.unit_price, currency)),
        Value(formats.money(line.net, currency)),
    )
