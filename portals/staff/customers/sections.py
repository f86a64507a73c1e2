"""The parts of the page that answers a phone call: money, orders, service, people."""

import datetime
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.ledger.entries import OpenItem
from accounting.receivables.models import CustomerAccount, Payment
from crm.sales.models import SalesOrder
from crm.service.models import Inquiry
from portals.components import formats
from portals.components.badges import Badge, status_badge
from portals.components.figures import Figure
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.customers.standing import Standing
from portals.staff.rows import visible

ROWS_MAX = 6


def money_figures(account: CustomerAccount, standing: Standing) -> list[Figure]:
    """Return the four figures about money."""
    currency = account.company.base_currency
    late = formats.money(standing.overdue, currency)
    since = _("since %(day)s") % {"day": formats.day(standing.oldest_due)} if standing.oldest_due else ""
    left = (
        _("no limit") if standing.credit_left is None else formats.money(standing.credit_left, currency)
    )
    before = formats.money(standing.turnover_before, currency)
    return [
        Figure(
            _("Open"),
            formats.money(standing.open_amount, currency),
            _("%(amount)s on account") % {"amount": formats.money(standing.on_account, currency)},
            f"{reverse('staff:invoice_list')}?q={account.number}&state=open",
        ),
        Figure(_("Overdue"), late, since, badge=Badge(_("Overdue"), "red") if since else None),
        Figure(_("Credit left"), left, account.payment_term.name),
        Figure(
            _("Bought in 12 months"),
            formats.money(standing.turnover, currency),
            _("%(amount)s the year before") % {"amount": before},
        ),
    ]


def open_table(items: Sequence[OpenItem], number: str, today: datetime.date) -> Table:
    """Return what is open, oldest due first."""
    return Table(
        _("Open items"),
        (
            Head(_("Document")),
            Head(_("Date")),
            Head(_("Due")),
            Head(_("Open"), is_number=True),
        ),
        tuple(_open_row(item, today) for item in items[:ROWS_MAX]),
        empty_text=_("Nothing is open."),
        more_url=f"{reverse('staff:invoice_list')}?q={number}",
        more_label=_("All invoices"),
    )


def orders_table(request: ScopedRequest, account: CustomerAccount) -> Table:
    """Return the newest orders."""
    orders = visible(request, SalesOrder).filter(customer_account=account)
    return Table(
        _("Orders"),
        (Head(_("Number")), Head(_("Ordered")), Head(_("Status")), Head(_("Net"), is_number=True)),
        tuple(
            (
                Value(
                    order.number,
                    reverse("staff:order", args=[order.public_id]),
                    order.customer_order_number,
                ),
                Value(formats.day(order.order_date)),
                Value("", badge=status_badge(order)),
                Value(formats.money(order.net, order.currency)),
            )
            for order in orders.order_by("-order_date", "-pk")[:ROWS_MAX]
        ),
        empty_text=_("No orders yet."),
        more_url=f"{reverse('staff:order_list')}?q={account.number}",
        more_label=_("All orders"),
    )


def payments_table(request: ScopedRequest, account: CustomerAccount) -> Table:
    """Return the newest payments."""
    payments = visible(request, Payment).filter(customer_account=account)
    return Table(
        _("Payments"),
        (Head(_("Number")), Head(_("Booked")), Head(_("Amount"), is_number=True)),
        tuple(
            (
                Value(
                    payment.number,
                    reverse("staff:payment", args=[payment.public_id]),
                    payment.reference,
                ),
                Value(formats.day(payment.booked_date)),
                Value(formats.money(payment.amount, payment.currency)),
            )
            for payment in payments.order_by("-booked_date", "-pk")[:ROWS_MAX]
        ),
        empty_text=_("Nothing was paid yet."),
        more_url=f"{reverse('staff:payment_list')}?q={account.number}",
        more_label=_("All payments"),
    )


def service_table(request: ScopedRequest, account: CustomerAccount) -> Table:
    """Return the newest questions."""
    inquiries = visible(request, Inquiry).filter(party_id=account.party_id)
    return Table(
        _("Questions"),
        (Head(_("About")), Head(_("Asked")), Head(_("Status"))),
        tuple(
            (
                Value(inquiry.label, reverse("staff:inquiry", args=[inquiry.public_id])),
                Value(formats.day(inquiry.created_at)),
                Value("", badge=status_badge(inquiry)),
            )
            for inquiry in inquiries.order_by("-pk")[:ROWS_MAX]
        ),
        empty_text=_("No questions."),
    )


def _open_row(item: OpenItem, today: datetime.date) -> tuple[Value, ...]:
    title, url = _document(item)
    is_late = item.is_debit and item.due_date < today
    note = formats.due_note(item.due_date, today) if is_late else ""
    amount = item.open_amount if item.is_debit else -item.open_amount
    return (
        Value(title, url),
        Value(formats.day(item.entry_date)),
        Value(formats.day(item.due_date), note=note, is_late=is_late),
        Value(formats.money(amount, item.currency)),
    )


def _document(item: OpenItem) -> tuple[str, str]:
    if invoice := getattr(item.entry, "invoice", None):
        return invoice.number, reverse("staff:invoice", args=[invoice.public_id])
    if payment := getattr(item.entry, "payment", None):
        return payment.number, reverse("staff:payment", args=[payment.public_id])
    return item.entry.label, ""
