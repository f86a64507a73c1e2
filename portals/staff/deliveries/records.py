"""A delivery as its page shows it: facts, what left from where, and the invoice made of it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.sales.models import Delivery
from erp.audit.operations import subject_key
from portals.components import formats
from portals.components.badges import status_badge
from portals.components.figures import Action
from portals.components.records import ChainLink, Crumb, Fact, PageHeader
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers
from portals.staff.timeline import timeline_of


def delivery_record(request: ScopedRequest, delivery: Delivery) -> dict[str, object]:
    """Return what the page of one delivery is made of."""
    return {
        "header": PageHeader(
            delivery.number,
            above=_("Delivery"),
            below=delivery.party.name,
            badges=(status_badge(delivery),),
            crumbs=(Crumb(_("Deliveries"), reverse("staff:delivery_list")),),
            actions=_actions(request, delivery),
        ),
        "facts": _facts(delivery),
        "chain": _chain(delivery),
        "tables": [_lines(delivery)],
        "timeline": timeline_of(request, [subject_key(delivery)]),
    }


def _actions(request: ScopedRequest, delivery: Delivery) -> tuple[Action, ...]:
    invoice = Offer(
        "crm.invoice_salesorder", "delivery_invoice", _("Invoice"), "file-invoice", posts=True
    )
    is_open = delivery.status == Delivery.Status.SHIPPED
    return offers(request, [invoice] if is_open else [], delivery)


def _facts(delivery: Delivery) -> list[Fact]:
    account = delivery.sales_order.customer_account
    customer_url = reverse("staff:customer", args=[account.public_id])
    currency = delivery.sales_order.currency
    return [
        Fact(_("Customer"), f"{account.number} {delivery.party.name}", customer_url),
        Fact(_("Delivered"), formats.day(delivery.delivery_date)),
        Fact(_("Deliver to"), delivery.sales_order.ship_to_address),
        Fact(_("Carrier"), delivery.carrier),
        Fact(_("Tracking number"), delivery.tracking_number),
        Fact(_("Freight"), formats.money(delivery.freight, currency) if delivery.freight else ""),
        Fact(_("Branch"), delivery.branch.name),
    ]


def _chain(delivery: Delivery) -> list[ChainLink]:
    order = delivery.sales_order
    links = [
        ChainLink(_("Order"), order.number, reverse("staff:order", args=[order.public_id])),
        ChainLink(_("Delivery"), delivery.number, badge=status_badge(delivery), is_current=True),
    ]
    if delivery.invoice:
        url = reverse("staff:invoice", args=[delivery.invoice.public_id])
        links.append(ChainLink(_("Invoice"), delivery.invoice.number or _("Draft"), url))
    return links


def _lines(delivery: Delivery) -> Table:
    lines = delivery.lines.select_related("order_line__product", "place").order_by("pk")
    return Table(
        _("Lines"),
        (Head(_("Product")), Head(_("From")), Head(_("Quantity"), is_number=True)),
        tuple(
            (
                Value(line.order_line.description, note=line.order_line.product.code),
                Value(line.place.name if line.place else ""),
                Value(f"{formats.number(line.quantity)} {line.order_line.product.unit_id}"),
            )
            for line in lines
        ),
    )
