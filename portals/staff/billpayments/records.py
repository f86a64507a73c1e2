"""A payment to a supplier as its page shows it: facts, the bills it settled, and its entry."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.payables.models import BillPayment
from accounting.payables.queries import SettledBill, settled_bills
from erp.audit.operations import subject_key
from portals.components import formats
from portals.components.badges import status_badge
from portals.components.figures import Action
from portals.components.records import ChainLink, Crumb, Fact, PageHeader
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers
from portals.staff.rows import may
from portals.staff.timeline import timeline_of

PAY, LOOK = "accounting.pay_bill", "accounting.view_billpayment"


def bill_payment_record(request: ScopedRequest, payment: Any) -> dict[str, object]:
    """Return what the page of one payment, as `bill_payment_rows` found it, is made of."""
    settled = settled_bills(payment)
    here = ChainLink(_("Payment"), payment.number, is_current=True)
    return {
        "header": PageHeader(
            payment.number,
            above=_("Payment to a supplier"),
            below=payment.party.name,
            badges=(status_badge(payment),),
            crumbs=(Crumb(_("Bill payments"), reverse("staff:bill_payment_list")),),
            actions=_actions(request, payment),
        ),
        "facts": _facts(request, payment),
        "chain": [*(_link(each) for each in settled), here],
        "tables": [_bills(payment, settled)],
        "timeline": timeline_of(request, [subject_key(payment)]),
    }


def _actions(request: ScopedRequest, payment: Any) -> tuple[Action, ...]:
    if payment.status != BillPayment.Status.POSTED:
        return ()
    back = Offer(PAY, "bill_payment_reverse", _("Take back"), "arrow-back-up")
    use = Offer(PAY, "bill_payment_allocate", _("Allocate"), "link")
    paper = Offer(LOOK, "bill_payment_pdf", _("Remittance advice"), "file-download")
    return offers(request, [back, use, paper] if payment.on_account else [back, paper], payment)


def _facts(request: ScopedRequest, payment: Any) -> list[Fact]:
    account, currency, entry = payment.supplier_account, payment.currency, payment.journal_entry
    free = formats.money(payment.on_account, currency) if payment.on_account else ""
    reads_books = may(request, "accounting.view_journalentry", payment)
    return [
        Fact(
            _("Supplier"),
            f"{account.number} {payment.party.name}",
            reverse("staff:supplier", args=[account.public_id]),
        ),
        Fact(_("Amount"), formats.money(payment.amount, currency)),
        Fact(_("Not allocated"), free),
        Fact(_("Paid"), formats.day(payment.booked_date)),
        Fact(_("Value date"), formats.day(payment.value_date)),
        Fact(_("Way"), payment.get_method_display()),
        Fact(_("From"), payment.journal.name),
        Fact(_("To account"), payment.payee_iban),
        Fact(_("Reference"), payment.reference),
        Fact(_("Branch"), payment.branch.name),
        Fact(
            _("Entry"),
            entry.label if reads_books else "",
            reverse("staff:entry", args=[entry.public_id]),
        ),
    ]


def _link(settled: SettledBill) -> ChainLink:
    bill = settled.bill
    return ChainLink(bill.get_type_display(), bill.number, reverse("staff:bill", args=[bill.public_id]))


def _bills(payment: Any, settled: list[SettledBill]) -> Table:
    currency = payment.currency
    rows = tuple(
        (
            Value(
                each.bill.number,
                reverse("staff:bill", args=[each.bill.public_id]),
                each.bill.supplier_number,
            ),
            Value(formats.day(each.bill.issue_date)),
            Value(formats.money(each.bill.gross, currency)),
            Value(formats.money(each.discount, currency) if each.discount else ""),
            Value(formats.money(each.amount, currency)),
        )
        for each in settled
    )
    names = (_("Amount"), _("Cash discount"), _("Paid"))
    return Table(
        _("Settled bills"),
        (Head(_("Bill")), Head(_("Date")), *(Head(name, is_number=True) for name in names)),
        rows,
        foot=((_("Paid"), formats.money(payment.amount, currency)),) if rows else (),
        empty_text=_("All of it is on account.") if payment.on_account else _("It settles nothing."),
    )
