"""A sales order as its page shows it: facts, lines with what has left, deliveries and invoices."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.sales.models import Delivery, SalesOrder, SalesOrderLine
from erp.audit.operations import subject_key
from portals.components import formats
from portals.components.badges import status_badge
from portals.components.figures import Action
from portals.components.records import ChainLink, Crumb, Fact, PageHeader
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers
from portals.staff.timeline import timeline_of


def order_record(request: ScopedRequest, order: SalesOrder) -> dict[str, object]:
    """Return what the page of one order is made of."""
    deliveries = list(order.deliveries.select_related("invoice").order_by("pk"))
    lines = list(order.lines.select_related("product__unit").order_by("line_no"))
    about = [subject_key(order), *(subject_key(each) for each in deliveries)]
    return {
        "header": PageHeader(
            order.number,
            above=_("Order"),
            below=order.party.name,
            badges=(status_badge(order),),
            crumbs=(Crumb(_("Orders"), reverse("staff:order_list")),),
            actions=order_actions(request, order),
        ),
        "facts": order_facts(order),
        "chain": order_chain(order, deliveries),
        "tables": [lines_table(order, lines)],
        "timeline": timeline_of(request, about),
    }


def order_facts(order: SalesOrder) -> list[Fact]:
    """Return what stands in an order's head."""
    account = order.customer_account
    wanted = formats.day(order.required_date) if order.required_date else ""
    freight = formats.money(order.freight, order.currency) if order.freight else ""
    return [
        Fact(
            _("Customer"),
            f"{account.number} {order.party.name}",
            reverse("staff:customer", args=[account.public_id]),
        ),
        Fact(_("Their order number"), order.customer_order_number),
        Fact(_("Ordered"), formats.day(order.order_date)),
        Fact(_("Wanted by"), wanted),
        Fact(_("Deliver to"), order.ship_to_address),
        Fact(_("Freight"), freight),
        Fact(_("Branch"), order.branch.name),
        Fact(_("Channel"), order.channel),
        Fact(_("Note"), order.note),
    ]


def order_chain(order: SalesOrder, deliveries: Sequence[Delivery]) -> list[ChainLink]:
    """Return the order, its deliveries and their invoices."""
    links = [ChainLink(_("Order"), order.number, badge=status_badge(order), is_current=True)]
    for delivery in deliveries:
        url = reverse("staff:delivery", args=[delivery.public_id])
        links.append(ChainLink(_("Delivery"), delivery.number, url))
        if delivery.invoice:
            url = reverse("staff:invoice", args=[delivery.invoice.public_id])
            links.append(ChainLink(_("Invoice"), delivery.invoice.number or _("Draft"), url))
    return links


def lines_table(order: SalesOrder, lines: Sequence[SalesOrderLine]) -> Table:
    """Return what was ordered, and how much of it has left."""
    return Table(
        _("Lines"),
        (
            Head(_("Product")),
            Head(_("Ordered"), is_number=True),
            Head(_("Delivered"), is_number=True),
            Head(_("Price"), is_number=True),
            Head(_("Net"), is_number=True),
        ),
        tuple(_line(line, order.currency) for line in lines),
        foot=((_("Net"), formats.money(order.net, order.currency)),),
        empty_text=_("No lines yet."),
    )


def order_actions(request: ScopedRequest, order: SalesOrder) -> tuple[Action, ...]:
    """Return what can be done with an order by those who may."""
    status = SalesOrder.Status
    question = _("Cancel order %(number)s?") % {"number": order.number}
    cancel = Offer(
        "crm.change_salesorder", "order_cancel", _("Cancel"), "ban", posts=True, confirm=question
    )
    confirm = Offer("crm.confirm_salesorder", "order_confirm", _("Confirm"), "check", posts=True)
    deliver = Offer("crm.deliver_salesorder", "order_deliver", _("Deliver"), "truck-delivery")
    by_status = {
        status.DRAFT: [cancel, confirm],
        status.CONFIRMED: [cancel, deliver],
    }
    return offers(request, by_status.get(status(order.status), []), order)


def _line(line: Any, currency: str) -> tuple[Value, ...]:
    product_url = reverse("staff:product", args=[line.product.public_id])
    allowance = formats.percent(line.allowance_percent) if line.allowance_percent else ""
    return (
        Value(line.description, product_url, note=line.product.code),
        Value(f"{formats.number(line.quantity)} {line.product.unit_id}"),
        Value(formats.number(line.delivered_quantity)),
        Value(formats.money(line.gross_unit_price, currency), note=allowance and f"−{allowance}"),
        Value(formats.money(line.net, currency)),
    )
