"""An invoice as its page shows it: facts, chain of documents, lines, taxes, what settled it."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.receivables.models import Invoice, InvoiceLine
from crm.sales.models import Delivery
from erp.audit.operations import subject_key
from portals.components import formats
from portals.components.badges import Text
from portals.components.records import ChainLink, Crumb, Fact, PageHeader
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.invoices.actions import invoice_actions
from portals.staff.invoices.lists import invoice_badge, invoice_title
from portals.staff.settlements import Settlement, settlements_of, settlements_table
from portals.staff.timeline import timeline_of


def invoice_record(request: ScopedRequest, invoice: Any) -> dict[str, object]:
    """Return what the page of one invoice, as `invoice_rows` found it, is made of."""
    delivery = delivery_of(invoice)
    settlements = settlements_of(invoice.journal_entry_id)
    lines = list(invoice.lines.select_related("tax_code").order_by("line_no"))
    header = PageHeader(
        invoice_title(invoice),
        above=invoice.get_type_display(),
        below=invoice.party.name,
        badges=(invoice_badge(invoice, request.today),),
        crumbs=(Crumb(_("Invoices"), reverse("staff:invoice_list")),),
        actions=invoice_actions(request, invoice),
    )
    return {
        "header": header,
        "facts": invoice_facts(invoice, request.today),
        "chain": invoice_chain(request, invoice, delivery, settlements),
        "tables": [
            lines_table(invoice, lines),
            settlements_table(settlements, _("Nothing has been paid yet.")),
        ],
        "timeline": timeline_of(request, [subject_key(invoice)]),
    }


def delivery_of(invoice: Invoice) -> Delivery | None:
    """Return the delivery an invoice was made of, with its order."""
    return Delivery.objects.filter(invoice=invoice).select_related("sales_order").first()


def invoice_facts(invoice: Any, today: datetime.date) -> list[Fact]:
    """Return what stands in an invoice's head."""
    account = invoice.customer_account
    return [
        Fact(
            _("Customer"),
            f"{account.number} {invoice.buyer_name or invoice.party.name}",
            reverse("staff:customer", args=[account.public_id]),
        ),
        Fact(_("Address"), invoice.buyer_address),
        Fact(_("Their order number"), invoice.customer_order_number),
        Fact(_("Date"), formats.day(invoice.issue_date) if invoice.issue_date else ""),
        Fact(_("Supply date"), formats.day(invoice.supply_date) if invoice.supply_date else ""),
        _due_fact(invoice, today),
        Fact(
            _("Open"),
            formats.money(invoice.open_amount, invoice.currency) if invoice.open_amount else "",
        ),
        Fact(_("Terms"), invoice.payment_term.name),
        Fact(_("Branch"), invoice.branch.name),
        Fact(_("Tax number"), invoice.buyer_tax_number),
        Fact(_("Reason"), invoice.get_reason_display() if invoice.reason else ""),
        Fact(_("Note"), invoice.note),
    ]


def _due_fact(invoice: Any, today: datetime.date) -> Fact:
    if invoice.next_due is None:
        return Fact(_("Due"), formats.day(invoice.due_date) if invoice.due_date else "")
    note = formats.due_note(invoice.next_due, today)
    return Fact(_("Due"), f"{formats.day(invoice.next_due)}\n{note}")


def invoice_chain(
    request: ScopedRequest,
    invoice: Invoice,
    delivery: Delivery | None,
    settlements: Sequence[Settlement],
) -> list[ChainLink]:
    """Return order, delivery, invoice, corrections and payments, one click apart."""
    links = []
    if delivery:
        order = delivery.sales_order
        order_url = reverse("staff:order", args=[order.public_id])
        delivery_url = reverse("staff:delivery", args=[delivery.public_id])
        links += [ChainLink(_("Order"), order.number, order_url)]
        links += [ChainLink(_("Delivery"), delivery.number, delivery_url)]
    if invoice.corrects:
        links.append(_link(invoice.corrects))
    badge = invoice_badge(invoice, request.today)
    links.append(
        ChainLink(invoice.get_type_display(), invoice_title(invoice), badge=badge, is_current=True)
    )
    links += [_link(each) for each in invoice.corrections.order_by("pk")]
    known = {link.url for link in links}
    links += [each.link() for each in settlements if each.url not in known]
    return links


def lines_table(invoice: Invoice, lines: Sequence[InvoiceLine]) -> Table:
    """Return the lines with net, taxes and gross below them."""
    return Table(
        _("Lines"),
        (
            Head(_("Description")),
            Head(_("Quantity"), is_number=True),
            Head(_("Price"), is_number=True),
            Head(_("Discount"), is_number=True),
            Head(_("Tax"), is_number=True),
            Head(_("Net"), is_number=True),
        ),
        tuple(_line(line, invoice.currency) for line in lines),
        foot=tuple(_totals(invoice)),
        empty_text=_("No lines yet."),
    )


def _line(line: InvoiceLine, currency: str) -> tuple[Value, ...]:
    price = formats.money(line.gross_unit_price, currency)
    discount = formats.percent(line.allowance_percent) if line.allowance_percent else ""
    tax = line.tax_code.code if line.rate_percent is None else formats.percent(line.rate_percent)
    net = line.net if line.net is not None else line.net_unit_price * line.quantity
    return (
        Value(line.description, note=line.product_code),
        Value(formats.number(line.quantity)),
        Value(price),
        Value(discount),
        Value(tax),
        Value(formats.money(net, currency)),
    )


def _totals(invoice: Invoice) -> list[tuple[Text, Text]]:
    if invoice.net is None or invoice.tax is None or invoice.gross is None:
        return []
    currency = invoice.currency
    charges = [
        (charge.description, formats.money(charge.amount, currency))
        for charge in invoice.charges.order_by("pk")
    ]
    taxes = [
        (
            _("Tax %(rate)s of %(base)s")
            % {
                "rate": formats.percent(row.rate_percent),
                "base": formats.money(row.base, currency),
            },
            formats.money(row.tax, currency),
        )
        for row in invoice.taxes.order_by("category", "rate_percent")
    ]
    return [
        *charges,
        (_("Net"), formats.money(invoice.net, currency)),
        *taxes,
        (_("Total"), formats.money(invoice.gross, currency)),
    ]


def _link(other: Invoice) -> ChainLink:
    url = reverse("staff:invoice", args=[other.public_id])
    return ChainLink(other.get_type_display(), invoice_title(other), url)
