"""A receipt as its page shows it: facts, what arrived where, and the chain from order to bill."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from erp.audit.operations import subject_key
from inventory.purchasing.models import Receipt
from portals.components import formats
from portals.components.badges import status_badge
from portals.components.figures import Action
from portals.components.records import ChainLink, Crumb, Fact, PageHeader
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers
from portals.staff.purchases.records import supplier_fact
from portals.staff.receipts.lists import receipt_badge
from portals.staff.timeline import timeline_of


def receipt_record(request: ScopedRequest, receipt: Receipt) -> dict[str, object]:
    """Return what the page of one receipt is made of."""
    return {
        "header": PageHeader(
            receipt.number,
            above=_("Receipt"),
            below=receipt.party.name,
            badges=(receipt_badge(receipt),),
            crumbs=(Crumb(_("Receipts"), reverse("staff:receipt_list")),),
            actions=_actions(request, receipt),
        ),
        "facts": [
            supplier_fact(request, receipt.purchase_order),
            Fact(_("Received"), formats.day(receipt.receipt_date)),
            Fact(_("Their delivery note"), receipt.delivery_note),
            Fact(_("Branch"), receipt.branch.name),
        ],
        "chain": _chain(receipt),
        "tables": [_lines(receipt)],
        "timeline": timeline_of(request, [subject_key(receipt)]),
    }


def _actions(request: ScopedRequest, receipt: Receipt) -> tuple[Action, ...]:
    bill = Offer("accounting.change_bill", "receipt_bill", _("Bill"), "file-invoice")
    return offers(request, [] if receipt.is_billed else [bill], receipt)


def _chain(receipt: Receipt) -> list[ChainLink]:
    order, bill = receipt.purchase_order, receipt.bill
    url = reverse("staff:purchase_order", args=[order.public_id])
    links = [
        ChainLink(_("Purchase order"), str(order), url),
        ChainLink(_("Receipt"), receipt.number, badge=receipt_badge(receipt), is_current=True),
    ]
    if bill:
        url = reverse("staff:bill", args=[bill.public_id])
        links.append(ChainLink(_("Bill"), bill.number, url, badge=status_badge(bill)))
    return links


def _lines(receipt: Receipt) -> Table:
    lines: Any = receipt.lines.select_related("order_line__product", "place").order_by("pk")
    return Table(
        _("Lines"),
        (Head(_("Product")), Head(_("Put at")), Head(_("Quantity"), is_number=True)),
        tuple(
            (
                Value(
                    line.order_line.description,
                    reverse("staff:product", args=[line.order_line.product.public_id]),
                    line.order_line.product.code,
                ),
                Value(line.place.name),
                Value(f"{formats.number(line.quantity)} {line.order_line.product.unit_id}"),
            )
            for line in lines
        ),
    )
