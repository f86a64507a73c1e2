"""A bill as its page shows it: facts, lines, what paid it, and what can be done."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.payables.models import Bill
from erp.audit.operations import subject_key
from inventory.purchasing.models import Receipt
from inventory.purchasing.queries import received_net
from portals.components import formats
from portals.components.badges import Badge
from portals.components.figures import Action
from portals.components.records import ChainLink, Crumb, Fact, PageHeader
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.bills.lists import bill_badge, expected_payment
from portals.staff.offers import Offer, offers
from portals.staff.rows import may, visible
from portals.staff.settlements import settlements_of, settlements_table
from portals.staff.timeline import timeline_of

POST, PAY = "accounting.post_bill", "accounting.pay_bill"


def bill_record(request: ScopedRequest, bill: Any) -> dict[str, object]:
    """Return what the page of one bill, as `bill_rows` found it, is made of."""
    settlements = settlements_of(bill.journal_entry_id)
    receipts = list(visible(request, Receipt).filter(bill=bill).select_related("purchase_order"))
    badge = bill_badge(bill, request.today)
    here = ChainLink(bill.get_type_display(), bill.number, badge=badge, is_current=True)
    return {
        "header": PageHeader(
            bill.number,
            above=bill.get_type_display(),
            below=bill.party.name,
            badges=(badge,),
            crumbs=(Crumb(_("Bills"), reverse("staff:bill_list")),),
            actions=_actions(request, bill),
        ),
        "facts": [*_facts(bill), *_match(bill), *_entry(request, bill)],
        "chain": [*_goods(receipts), here, *(each.link() for each in settlements)],
        "tables": [_lines(bill), settlements_table(settlements, _("Nothing has been paid yet."))],
        "timeline": timeline_of(request, [subject_key(bill)]),
    }


def _actions(request: ScopedRequest, bill: Any) -> tuple[Action, ...]:
    here = f"?supplier={bill.supplier_account.public_id}&bill={bill.public_id}"
    pay = Offer(PAY, "bill_pay", _("Pay"), "cash", here)
    use = Offer(PAY, "bill_allocate", _("Use for bills"), "link")
    by_status = {
        Bill.Status.RECEIVED.value: [
            Offer(POST, "bill_refuse", _("Refuse"), "circle-x"),
            Offer(POST, "bill_approve", _("Approve"), "circle-check", posts=True),
        ],
        Bill.Status.APPROVED.value: [
            Offer(POST, "bill_reverse", _("Take back"), "arrow-back-up"),
            *([use if bill.type == Bill.Type.CREDIT else pay] if bill.open_amount else []),
        ],
    }
    return offers(request, by_status.get(bill.status, []), bill)


def _goods(receipts: list[Receipt]) -> list[ChainLink]:
    """Return the orders and receipts that a bill asks for, as the first steps of its chain."""
    orders = {each.purchase_order.pk: each.purchase_order for each in receipts}
    return [
        *(
            ChainLink(
                _("Purchase order"), str(order), reverse("staff:purchase_order", args=[order.public_id])
            )
            for order in orders.values()
        ),
        *(
            ChainLink(_("Receipt"), each.number, reverse("staff:receipt", args=[each.public_id]))
            for each in receipts
        ),
    ]


def _match(bill: Any) -> list[Fact]:
    """Return what the goods were ordered at, and by how much the bill asks for more or less."""
    ordered = received_net(bill)
    if ordered is None:
        return []
    more = bill.net - ordered.amount
    sign = "+" if more > 0 else ""
    badge = Badge(f"{sign}{formats.money(more, bill.currency)}", "orange") if more else None
    return [Fact(_("Received, as ordered"), formats.money(ordered.amount, bill.currency), badge=badge)]


def _facts(bill: Any) -> list[Fact]:
    account, currency = bill.supplier_account, bill.currency
    days = {
        _("Date of the bill"): bill.issue_date,
        _("Received"): bill.received_date,
        _("Due"): bill.next_due or bill.due_date,
        _("Payment expected"): expected_payment(bill),
    }
    return [
        Fact(
            _("Supplier"),
            f"{account.number} {bill.party.name}",
            reverse("staff:supplier", args=[account.public_id]),
        ),
        Fact(_("Their number"), bill.supplier_number),
        Fact(_("Our order number"), bill.our_order_number),
        *(Fact(label, formats.day(day) if day else "") for label, day in days.items()),
        Fact(_("Open"), formats.money(bill.open_amount, currency) if bill.open_amount else ""),
        Fact(_("Branch"), bill.branch.name),
        Fact(_("Why refused"), bill.refusal_reason),
    ]


def _entry(request: ScopedRequest, bill: Any) -> list[Fact]:
    entry = bill.journal_entry
    if entry is None or not may(request, "accounting.view_journalentry", bill):
        return []
    return [Fact(_("Entry"), entry.label, reverse("staff:entry", args=[entry.public_id]))]


def _lines(bill: Any) -> Table:
    lines = bill.lines.select_related("tax_code", "expense_account").order_by("line_no")
    currency = bill.currency
    return Table(
        _("Lines"),
        (
            Head(_("Description")),
            Head(_("Account")),
            Head(_("Quantity"), is_number=True),
            Head(_("Price"), is_number=True),
            Head(_("Tax")),
            Head(_("Net"), is_number=True),
        ),
        tuple(
            (
                Value(line.description, note=line.product_code),
                Value(str(line.expense_account)),
                Value(formats.number(line.quantity)),
                Value(formats.money(line.unit_price, currency)),
                Value(line.tax_code.name),
                Value(formats.money(line.net, currency)),
            )
            for line in lines
        ),
        foot=(
            (_("Net"), formats.money(bill.net, currency)),
            (_("Tax"), formats.money(bill.tax, currency)),
            (_("Total"), formats.money(bill.gross, currency)),
        ),
    )
