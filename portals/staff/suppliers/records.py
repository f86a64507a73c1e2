"""A supplier on one page: what is owed, bills, payments."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.payables.models import BillPayment, SupplierAccount
from accounting.payables.queries import supplier_position
from erp.audit.operations import subject_key
from portals.components import formats
from portals.components.badges import status_badge
from portals.components.figures import Action, Figure
from portals.components.records import Crumb, Fact, PageHeader
from portals.gate import ScopedRequest
from portals.staff.bills.lists import bill_badge, bill_rows
from portals.staff.offers import Offer, offers
from portals.staff.rows import visible
from portals.staff.tables import Head, Table, Value
from portals.staff.timeline import timeline_of

ROWS_MAX = 10


def supplier_record(request: ScopedRequest, account: SupplierAccount) -> dict[str, object]:
    """Return what the page of one supplier is made of."""
    return {
        "header": PageHeader(
            account.party.name,
            above=account.number,
            crumbs=(Crumb(_("Suppliers"), reverse("staff:supplier_list")),),
            actions=_actions(request, account),
        ),
        "figures": _figures(request, account),
        "facts": [
            Fact(_("Phone"), account.party.phone),
            Fact(_("E-mail"), account.party.email),
            Fact(_("Payment terms"), account.payment_term.name),
            Fact(_("Currency"), account.currency),
            Fact(_("Our customer number"), account.our_customer_number),
            Fact(_("Branch"), account.branch.name),
        ],
        "tables": [_bills(request, account), _payments(request, account)],
        "timeline": timeline_of(request, [subject_key(account)], party_id=account.party_id),
    }


def _actions(request: ScopedRequest, account: SupplierAccount) -> tuple[Action, ...]:
    here = f"?supplier={account.public_id}"
    candidates = (
        Offer("accounting.pay_bill", "bill_pay", _("Pay"), "cash", here),
        Offer("accounting.change_bill", "bill_new", _("New bill"), "file-invoice", here),
    )
    return offers(request, candidates, account)


def _figures(request: ScopedRequest, account: SupplierAccount) -> list[Figure]:
    positions = supplier_position(account, on=request.today)
    return [
        figure
        for each in positions
        for figure in (
            Figure(_("We owe"), formats.money(each.owed, each.currency)),
            Figure(_("Overdue"), formats.money(each.overdue, each.currency)),
            Figure(_("On account"), formats.money(each.on_account, each.currency)),
            Figure(_("Due next"), formats.day(each.next_due_date) if each.next_due_date else "–"),
        )
    ]


def _bills(request: ScopedRequest, account: SupplierAccount) -> Table:
    bills = bill_rows(request).filter(supplier_account=account).order_by("-received_date", "-pk")
    return Table(
        _("Bills"),
        (Head(_("Number")), Head(_("Received")), Head(_("Status")), Head(_("Amount"), is_number=True)),
        tuple(
            (
                Value(bill.number, reverse("staff:bill", args=[bill.public_id]), bill.supplier_number),
                Value(formats.day(bill.received_date)),
                Value("", badge=bill_badge(bill, request.today)),
                Value(formats.money(bill.gross, bill.currency)),
            )
            for bill in bills[:ROWS_MAX]
        ),
        empty_text=_("No bills yet."),
        more_url=f"{reverse('staff:bill_list')}?q={account.party.name}",
        more_label=_("All bills"),
    )


def _payments(request: ScopedRequest, account: SupplierAccount) -> Table:
    payments = visible(request, BillPayment).filter(supplier_account=account)
    return Table(
        _("Payments"),
        (Head(_("Number")), Head(_("Paid")), Head(_("Status")), Head(_("Amount"), is_number=True)),
        tuple(
            (
                Value(payment.number, note=payment.reference),
                Value(formats.day(payment.booked_date)),
                Value("", badge=status_badge(payment)),
                Value(formats.money(payment.amount, payment.currency)),
            )
            for payment in payments.order_by("-booked_date", "-pk")[:ROWS_MAX]
        ),
        empty_text=_("Nothing was paid yet."),
    )
