"""The customer's documents as their pages show them."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.ledger.entries import Allocation
from accounting.receivables.models import Invoice
from crm.sales.models import Delivery, SalesOrder
from erp.formats import day, iban, money, number, percent
from portals.components.badges import status_badge
from portals.components.figures import Action
from portals.components.outside import asked_event, own
from portals.components.records import ChainLink, Crumb, Fact, PageHeader
from portals.components.submitted import inquiries_about
from portals.components.tables import Head, Table, Value
from portals.customer.rows import invoice_badge
from portals.gate import ScopedRequest

ZERO = Decimal(0)


def invoice_record(request: ScopedRequest, invoice: Any) -> dict[str, object]:
    """Return what the page of one issued document is made of."""
    pdf, ask = (reverse(f"customer:invoice_{act}", args=[invoice.public_id]) for act in ("pdf", "ask"))
    inquiries = inquiries_about(request.scope, request.account, invoice)
    return {
        "header": PageHeader(
            invoice.number,
            above=invoice.get_type_display(),
            badges=(invoice_badge(invoice, request.today),),
            crumbs=(Crumb(_("Invoices"), reverse("customer:invoice_list")),),
            actions=(
                Action(_("Ask a question"), ask, "message-circle"),
                Action(_("PDF"), pdf, "file-download", is_primary=True),
            ),
        ),
        "facts": _invoice_facts(invoice),
        "chain": _invoice_chain(request, invoice),
        "tables": [_invoice_lines(invoice), _payments(invoice)],
        "timeline": [asked_event(request, inquiry) for inquiry in inquiries],
    }


def order_record(request: ScopedRequest, order: SalesOrder) -> dict[str, object]:
    """Return what the page of one order is made of."""
    deliveries = own(request, Delivery).filter(sales_order=order).select_related("invoice")
    return {
        "header": PageHeader(
            order.number,
            above=_("Order"),
            badges=(status_badge(order),),
            crumbs=(Crumb(_("Orders"), reverse("customer:order_list")),),
        ),
        "facts": [
            Fact(_("Your order number"), order.customer_order_number),
            Fact(_("Ordered"), day(order.order_date)),
            Fact(_("Wanted by"), day(order.required_date) if order.required_date else ""),
            Fact(_("Delivered to"), order.ship_to_address),
            Fact(_("Note"), order.note),
        ],
        "tables": [_order_lines(order), _deliveries(list(deliveries.order_by("pk")))],
    }


def _invoice_facts(invoice: Any) -> list[Fact]:
    return [
        Fact(_("Your order number"), invoice.customer_order_number),
        Fact(_("Date"), day(invoice.issue_date)),
        Fact(_("Due"), day(invoice.next_due or invoice.due_date) if invoice.due_date else ""),
        Fact(_("Amount"), money(invoice.gross, invoice.currency)),
        Fact(_("Open"), money(invoice.open_amount, invoice.currency) if invoice.open_amount else ""),
        Fact(_("Terms"), invoice.terms_text),
        Fact(_("Pay to"), iban(invoice.seller_iban)),
        Fact(_("Billed to"), invoice.buyer_address),
    ]


def _invoice_chain(request: ScopedRequest, invoice: Any) -> list[ChainLink]:
    delivery = own(request, Delivery).filter(invoice=invoice).select_related("sales_order").first()
    links = []
    if delivery:
        order = delivery.sales_order
        url = reverse("customer:order", args=[order.public_id])
        links = [ChainLink(_("Order"), order.number, url), ChainLink(_("Delivery"), delivery.number)]
    links.append(ChainLink(invoice.get_type_display(), invoice.number, is_current=True))
    return links


def _invoice_lines(invoice: Invoice) -> Table:
    currency = invoice.currency
    rows = tuple(
        (
            Value(line.description, note=line.product_code),
            Value(number(line.quantity)),
            Value(money(line.net_unit_price, currency)),
            Value(percent(line.rate_percent) if line.rate_percent is not None else ""),
            Value(money(line.net, currency) if line.net is not None else ""),
        )
        for line in invoice.lines.order_by("line_no")
    )
    charges = tuple(
        (
            Value(charge.description),
            Value(""),
            Value(""),
            Value(""),
            Value(money(charge.amount, currency)),
        )
        for charge in invoice.charges.order_by("pk")
    )
    taxes = [
        (_("Tax %(rate)s") % {"rate": percent(tax.rate_percent)}, money(tax.tax, currency))
        for tax in invoice.taxes.order_by("rate_percent")
    ]
    foot = (
        (_("Net"), money(invoice.net or ZERO, currency)),
        *taxes,
        (_("Total"), money(invoice.gross or ZERO, currency)),
    )
    heads = (
        Head(_("Description")),
        *(Head(each, is_number=True) for each in (_("Quantity"), _("Price"), _("Tax"), _("Amount"))),
    )
    return Table(_("Lines"), heads, rows + charges, foot=foot)


def _payments(invoice: Invoice) -> Table:
    side = "credit" if invoice.type != Invoice.Type.CREDIT_NOTE else "debit"
    other = "debit" if side == "credit" else "credit"
    allocations = Allocation.objects.filter(
        **{f"{other}_line__entry_id": invoice.journal_entry_id}, reverses=None, reversal=None
    )
    found = allocations.select_related(f"{side}_line__entry__series").order_by("allocation_date", "pk")
    rows = tuple(
        (
            Value(getattr(each, f"{side}_line").entry.label),
            Value(day(each.allocation_date)),
            Value(money(each.amount, each.currency)),
        )
        for each in found
    )
    heads = (Head(_("Settled by")), Head(_("Date")), Head(_("Amount"), is_number=True))
    return Table(_("Payments and credits"), heads, rows, empty_text=_("Nothing has been paid yet."))


def _order_lines(order: SalesOrder) -> Table:
    rows = tuple(
        (
            Value(line.description),
            Value(number(line.quantity)),
            Value(number(line.delivered_quantity)),
            Value(money(line.net_unit_price, order.currency)),
            Value(money(line.net, order.currency)),
        )
        for line in order.lines.order_by("line_no")
    )
    names = (_("Ordered"), _("Delivered"), _("Price"), _("Amount"))
    heads = (Head(_("Product")), *(Head(name, is_number=True) for name in names))
    return Table(_("Lines"), heads, rows, foot=((_("Net"), money(order.net, order.currency)),))


def _deliveries(deliveries: list[Delivery]) -> Table:
    rows = tuple(
        (
            Value(delivery.number, note=delivery.tracking_number),
            Value(day(delivery.delivery_date)),
            Value(
                delivery.invoice.number or "" if delivery.invoice else "",
                url=reverse("customer:invoice", args=[delivery.invoice.public_id])
                if delivery.invoice and delivery.invoice.number
                else "",
            ),
        )
        for delivery in deliveries
    )
    heads = (Head(_("Delivery")), Head(_("Date")), Head(_("Invoice")))
    return Table(_("Deliveries"), heads, rows, empty_text=_("Nothing has left for you yet."))
