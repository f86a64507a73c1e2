"""The parts of a supplier's page: money, bills, payments, orders, bank accounts."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Sum, When
from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.payables.models import Bill, BillPayment, SupplierAccount
from accounting.payables.queries import SupplierPosition, supplier_position
from erp.clock import add_months
from erp.parties.models import PartyBankAccount
from inventory.purchasing.models import PurchaseOrder
from portals.components import formats
from portals.components.badges import Badge, status_badge
from portals.components.figures import Figure
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.bills.lists import bill_badge, bill_rows
from portals.staff.rows import may, visible

ROWS_MAX = 6
VERIFY = "erp.verify_bank_account"


@dataclass(frozen=True, slots=True)
class BankRow:
    """A bank account of a supplier; with `check_url` the reader may say whether it is right."""

    account: PartyBankAccount
    badge: Badge
    check_url: str


def money_figures(request: ScopedRequest, account: SupplierAccount) -> list[Figure]:
    """Return what is owed, currency by currency, and how much was bought."""
    nothing = SupplierPosition(account.currency, Decimal(0), Decimal(0), Decimal(0), None, None)
    positions = supplier_position(account, on=request.today) or [nothing]
    found = [figure for position in positions for figure in _position(account, position)]
    return [*found, _bought(request, account)]


def bills_table(request: ScopedRequest, account: SupplierAccount) -> Table:
    """Return the newest bills, with what is open of each."""
    bills: Any = bill_rows(request).filter(supplier_account=account).order_by("-received_date", "-pk")
    return Table(
        _("Bills"),
        (
            Head(_("Number")),
            Head(_("Due")),
            Head(_("Status")),
            Head(_("Amount"), is_number=True),
            Head(_("Open"), is_number=True),
        ),
        tuple(_bill(bill, request) for bill in bills[:ROWS_MAX]),
        empty_text=_("No bills yet."),
        more_url=f"{reverse('staff:bill_list')}?q={account.number}",
        more_label=_("All bills"),
    )


def payments_table(request: ScopedRequest, account: SupplierAccount) -> Table:
    """Return the newest payments."""
    payments = visible(request, BillPayment).filter(supplier_account=account)
    return Table(
        _("Payments"),
        (Head(_("Number")), Head(_("Paid")), Head(_("Status")), Head(_("Amount"), is_number=True)),
        tuple(
            (
                Value(
                    payment.number,
                    reverse("staff:bill_payment", args=[payment.public_id]),
                    payment.reference,
                ),
                Value(formats.day(payment.booked_date)),
                Value("", badge=status_badge(payment)),
                Value(formats.money(payment.amount, payment.currency)),
            )
            for payment in payments.order_by("-booked_date", "-pk")[:ROWS_MAX]
        ),
        empty_text=_("Nothing was paid yet."),
        more_url=f"{reverse('staff:bill_payment_list')}?q={account.number}",
        more_label=_("All payments"),
    )


def orders_table(request: ScopedRequest, account: SupplierAccount) -> Table:
    """Return the newest purchase orders."""
    orders = visible(request, PurchaseOrder).filter(supplier_account=account)
    return Table(
        _("Purchase orders"),
        (Head(_("Number")), Head(_("Ordered")), Head(_("Status")), Head(_("Net"), is_number=True)),
        tuple(
            (
                Value(str(order), reverse("staff:purchase_order", args=[order.public_id])),
                Value(formats.day(order.order_date)),
                Value("", badge=status_badge(order)),
                Value(formats.money(order.net, order.currency)),
            )
            for order in orders.order_by("-order_date", "-pk")[:ROWS_MAX]
        ),
        empty_text=_("Nothing was ordered yet."),
        more_url=f"{reverse('staff:purchase_order_list')}?q={account.number}",
        more_label=_("All orders"),
    )


def bank_rows(request: ScopedRequest, account: SupplierAccount) -> list[BankRow]:
    """Return the bank accounts in force; who entered one does not check it."""
    is_checker = may(request, VERIFY, account)
    rows = PartyBankAccount.objects.filter(party=account.party_id, end_date=None).order_by("-pk")
    return [
        BankRow(row, status_badge(row), _check_url(account, row))
        if is_checker and row.added_by_id != request.user.pk
        else BankRow(row, status_badge(row), "")
        for row in rows
    ]


def _check_url(account: SupplierAccount, row: PartyBankAccount) -> str:
    return reverse("staff:supplier_bank_check", args=[account.public_id, row.public_id])


def _position(account: SupplierAccount, position: SupplierPosition) -> tuple[Figure, ...]:
    currency = position.currency
    on_account = formats.money(position.on_account, currency)
    return (
        Figure(
            _("We owe"),
            formats.money(position.owed, currency),
            _("%(amount)s on account") % {"amount": on_account},
            f"{reverse('staff:bill_list')}?q={account.number}&unpaid=yes",
        ),
        Figure(
            _("Overdue"),
            formats.money(position.overdue, currency),
            badge=Badge(_("Overdue"), "red") if position.overdue else None,
        ),
        Figure(
            _("Due next"),
            formats.day(position.next_due_date) if position.next_due_date else "–",
            account.payment_term.name,
        ),
    )


def _bought(request: ScopedRequest, account: SupplierAccount) -> Figure:
    today, currency = request.today, account.company.base_currency
    year, before = (add_months(today, -months) for months in (12, 24))
    worth = F("net") * F("exchange_rate")
    signed = Case(When(type=Bill.Type.CREDIT, then=-worth), default=worth)
    bills = visible(request, Bill).filter(supplier_account=account, status=Bill.Status.APPROVED)
    sums = bills.filter(issue_date__gt=before, issue_date__lte=today).aggregate(
        now=Sum(Case(When(issue_date__gt=year, then=signed))),
        then=Sum(Case(When(issue_date__lte=year, then=signed))),
    )
    now, then = (formats.money(sums[name] or Decimal(0), currency) for name in ("now", "then"))
    return Figure(_("Bought in 12 months"), now, _("%(amount)s the year before") % {"amount": then})


def _bill(bill: Any, request: ScopedRequest) -> tuple[Value, ...]:
    due = bill.next_due or bill.due_date
    is_late = bill.next_due is not None and bill.next_due < request.today
    note = formats.due_note(bill.next_due, request.today) if is_late else ""
    left = formats.money(bill.open_amount, bill.currency) if bill.open_amount else ""
    return (
        Value(bill.number, reverse("staff:bill", args=[bill.public_id]), bill.supplier_number),
        Value(formats.day(due) if due else "", note=note, is_late=is_late),
        Value("", badge=bill_badge(bill, request.today)),
        Value(formats.money(bill.gross, bill.currency)),
        Value(left),
    )
