"""Bills, payments and orders as the supplier's pages show them."""

from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.payables.models import Bill, BillPayment, SupplierAccount
from accounting.payables.queries import (
    BillStanding,
    BillState,
    SupplierPosition,
    payments_of,
    settled_bills,
    standing_of,
    supplier_position,
)
from erp.formats import day, iban, money, number
from inventory.purchasing.models import PurchaseOrder
from portals.components.badges import status_badge
from portals.components.figures import Action
from portals.components.outside import asked_event, own
from portals.components.records import Crumb, Fact, PageHeader
from portals.components.submitted import inquiries_about
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.supplier.rows import bill_rows, standing_badge

ROWS_SHOWN = 6


def home_page(request: ScopedRequest) -> dict[str, object]:
    """Return how the account stands in words, the latest bills and payments."""
    account = request.account
    bills = bill_rows(request).order_by("-received_date", "-pk")[:ROWS_SHOWN]
    payments = own(request, BillPayment).order_by("-booked_date", "-pk")[:ROWS_SHOWN]
    positions = supplier_position(_account(request), on=request.today)
    return {
        "header": PageHeader(
            account.party.name, above=_("Supplier %(number)s") % {"number": account.number}
        ),
        "sentences": _sentences(positions),
        "action": _bills_meant(positions),
        "tables": [_bills(request, list(bills)), _payments(list(payments))],
    }


def bill_record(request: ScopedRequest, bill: Bill) -> dict[str, object]:
    """Return what the page of one bill of `bill_rows` is made of."""
    standing = standing_of(bill, today=request.today)
    ask = reverse("supplier:bill_ask", args=[bill.public_id])
    asked = inquiries_about(request.scope, request.account, bill)
    return {
        "header": PageHeader(
            bill.supplier_number,
            above=bill.get_type_display(),
            badges=(standing_badge(standing),),
            crumbs=(Crumb(_("Bills"), reverse("supplier:bill_list")),),
            actions=(Action(_("Ask a question"), ask, "message-circle", is_primary=True),),
        ),
        "facts": _bill_facts(bill, standing),
        "tables": [_bill_lines(bill), _bill_payments(bill)],
        "timeline": [asked_event(request, inquiry) for inquiry in asked],
    }


def payment_record(request: ScopedRequest, payment: BillPayment) -> dict[str, object]:
    """Return what the page of one payment is made of: the remittance advice."""
    rows = tuple(
        (
            Value(
                settled.bill.supplier_number,
                reverse("supplier:bill", args=[settled.bill.public_id]),
                settled.bill.number,
            ),
            Value(day(settled.bill.issue_date)),
            Value(money(settled.bill.gross, payment.currency)),
            Value(
                money(settled.amount, payment.currency),
                note=_less(money(settled.discount, payment.currency)) if settled.discount else "",
            ),
        )
        for settled in settled_bills(payment)
    )
    heads = (
        Head(_("Your bill")),
        Head(_("Date")),
        Head(_("Amount"), is_number=True),
        Head(_("Settled"), is_number=True),
    )
    foot = ((_("Paid"), money(payment.amount, payment.currency)),)
    pdf = reverse("supplier:payment_pdf", args=[payment.public_id])
    advice = Action(_("Remittance advice"), pdf, "file-download", is_primary=True)
    is_advised = payment.status == BillPayment.Status.POSTED
    return {
        "header": PageHeader(
            payment.number,
            above=_("Payment"),
            badges=(status_badge(payment),),
            crumbs=(Crumb(_("Payments"), reverse("supplier:payment_list")),),
            actions=(advice,) if is_advised else (),
        ),
        "facts": [
            Fact(_("Paid"), day(payment.booked_date)),
            Fact(_("Value date"), day(payment.value_date)),
            Fact(_("To account"), iban(payment.payee_iban)),
            Fact(_("Reference"), payment.reference),
        ],
        "tables": [
            Table(_("What it settles"), heads, rows, foot, empty_text=_("It stands on account."))
        ],
    }


def order_record(request: ScopedRequest, order: PurchaseOrder) -> dict[str, object]:
    """Return what the page of one purchase order is made of."""
    lines = tuple(
        (
            Value(line.description),
            Value(number(line.quantity)),
            Value(number(line.received_quantity)),
            Value(money(line.unit_price, order.currency)),
        )
        for line in order.lines.order_by("line_no")
    )
    names = (_("Ordered"), _("Received"), _("Price"))
    heads = (Head(_("Product")), *(Head(name, is_number=True) for name in names))
    receipts = tuple(
        (Value(receipt.number, note=receipt.delivery_note), Value(day(receipt.receipt_date)))
        for receipt in order.receipts.order_by("pk")
    )
    return {
        "header": PageHeader(
            order.number or "",
            above=_("Purchase order"),
            badges=(status_badge(order),),
            crumbs=(Crumb(_("Orders"), reverse("supplier:order_list")),),
        ),
        "facts": [
            Fact(_("Ordered"), day(order.order_date)),
            Fact(_("Expected"), day(order.expected_date) if order.expected_date else ""),
        ],
        "tables": [
            Table(_("Lines"), heads, lines, foot=((_("Net"), money(order.net, order.currency)),)),
            Table(
                _("Deliveries"),
                (Head(_("Receipt")), Head(_("Date"))),
                receipts,
                empty_text=_("Nothing has arrived yet."),
            ),
        ],
    }


def _less(discount: str) -> str:
    return _("less %(discount)s cash discount") % {"discount": discount}


def _account(request: ScopedRequest) -> SupplierAccount:
    return cast("SupplierAccount", request.account)


def _bills_meant(positions: list[SupplierPosition]) -> Action | None:
    if not positions:
        return None
    is_late = any(position.overdue for position in positions)
    state = BillState.DUE if is_late else BillState.APPROVED
    label = _("See what is due") if is_late else _("See what will be paid")
    return Action(label, f"{reverse('supplier:bill_list')}?state={state.value}", "file-invoice")


def _sentences(positions: list[SupplierPosition]) -> list[str]:
    said = []
    for position in positions:
        words = {"owed": money(position.owed, position.currency)}
        said.append(_("We owe you %(owed)s.") % words)
        if position.overdue:
            words = {"amount": money(position.overdue, position.currency)}
            said.append(_("%(amount)s of it is overdue.") % words)
        elif position.next_due_date:
            said.append(_("The next payment is due on %(day)s.") % {"day": day(position.next_due_date)})
    return said


def _bills(request: ScopedRequest, bills: list[Bill]) -> Table:
    standings = [standing_of(bill, today=request.today) for bill in bills]
    rows = tuple(
        (
            Value(bill.supplier_number, reverse("supplier:bill", args=[bill.public_id])),
            Value("", badge=standing_badge(standing)),
            Value(_when(standing)),
            Value(money(bill.gross, bill.currency)),
        )
        for bill, standing in zip(bills, standings, strict=True)
    )
    heads = (Head(_("Your bill")), Head(_("Status")), Head(_("When")), Head(_("Amount"), is_number=True))
    return Table(
        _("Latest bills"),
        heads,
        rows,
        empty_text=_("No bills yet."),
        more_url=reverse("supplier:bill_list") if rows else "",
        more_label=_("All bills"),
    )


def _payments(payments: list[BillPayment]) -> Table:
    rows = tuple(
        (
            Value(payment.number, reverse("supplier:payment", args=[payment.public_id])),
            Value(day(payment.booked_date)),
            Value(money(payment.amount, payment.currency)),
        )
        for payment in payments
    )
    heads = (Head(_("Payment")), Head(_("Paid")), Head(_("Amount"), is_number=True))
    return Table(
        _("Latest payments"),
        heads,
        rows,
        empty_text=_("No payments yet."),
        more_url=reverse("supplier:payment_list") if rows else "",
        more_label=_("All payments"),
    )


def _when(standing: BillStanding) -> str:
    if standing.paid_date:
        return _("Paid on %(day)s") % {"day": day(standing.paid_date)}
    if standing.expected_payment_date:
        return _("Payment expected on %(day)s") % {"day": day(standing.expected_payment_date)}
    return ""


def _bill_facts(bill: Bill, standing: BillStanding) -> list[Fact]:
    return [
        Fact(_("Our number"), bill.number),
        Fact(_("Our order number"), bill.our_order_number),
        Fact(_("Date"), day(bill.issue_date)),
        Fact(_("Received"), day(bill.received_date)),
        Fact(_("Posted"), day(bill.posting_date) if bill.posting_date else ""),
        Fact(_("Due"), day(bill.due_date) if bill.due_date else ""),
        Fact(_("Payment"), _when(standing)),
        Fact(_("Open"), money(standing.open_amount, bill.currency) if standing.open_amount else ""),
        Fact(_("Why it was refused"), bill.refusal_reason),
    ]


def _bill_payments(bill: Bill) -> Table:
    rows = tuple(
        (
            Value(part.number, reverse("supplier:payment", args=[part.public_id])),
            Value(day(part.booked_date)),
            Value(money(part.amount, bill.currency)),
        )
        for part in payments_of(bill)
    )
    heads = (Head(_("Payment")), Head(_("Paid")), Head(_("Amount"), is_number=True))
    return Table(_("Payments"), heads, rows, empty_text=_("Nothing has been paid yet."))


def _bill_lines(bill: Bill) -> Table:
    rows = tuple(
        (
            Value(line.description, note=line.product_code),
            Value(number(line.quantity)),
            Value(money(line.unit_price, bill.currency)),
            Value(money(line.net, bill.currency)),
        )
        for line in bill.lines.order_by("line_no")
    )
    names = (_("Quantity"), _("Price"), _("Net"))
    heads = (Head(_("Description")), *(Head(name, is_number=True) for name in names))
    foot = (
        (_("Net"), money(bill.net, bill.currency)),
        (_("Tax"), money(bill.tax, bill.currency)),
        (_("Total"), money(bill.gross, bill.currency)),
    )
    return Table(_("Lines"), heads, rows, foot=foot)
