"""A payment as its page shows it: facts, and what it settled."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.receivables.models import Payment
from erp.audit.operations import subject_key
from portals.components import formats
from portals.components.badges import status_badge
from portals.components.figures import Action
from portals.components.records import ChainLink, Crumb, Fact, PageHeader
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers
from portals.staff.settlements import settlements_of, settlements_table
from portals.staff.timeline import timeline_of


def payment_record(request: ScopedRequest, payment: Any) -> dict[str, object]:
    """Return what the page of one payment, as `payment_rows` found it, is made of."""
    settlements = settlements_of(payment.journal_entry_id)
    here = ChainLink(payment.get_direction_display(), payment.number, is_current=True)
    return {
        "header": PageHeader(
            payment.number,
            above=payment.get_direction_display(),
            below=payment.party.name,
            badges=(status_badge(payment),),
            crumbs=(Crumb(_("Payments"), reverse("staff:payment_list")),),
            actions=_actions(request, payment),
        ),
        "facts": payment_facts(payment),
        "chain": [*(each.link() for each in settlements), here],
        "tables": [settlements_table(settlements, _("All of it is on account."))],
        "timeline": timeline_of(request, [subject_key(payment)]),
    }


def payment_facts(payment: Any) -> list[Fact]:
    """Return what is known of a payment."""
    account, currency = payment.customer_account, payment.currency
    free = formats.money(payment.on_account, currency) if payment.on_account else ""
    return [
        Fact(
            _("Customer"),
            f"{account.number} {payment.party.name}",
            reverse("staff:customer", args=[account.public_id]),
        ),
        Fact(_("Amount"), formats.money(payment.amount, currency)),
        Fact(_("Not allocated"), free),
        Fact(_("Booked"), formats.day(payment.booked_date)),
        Fact(_("Value date"), formats.day(payment.value_date)),
        Fact(_("Way"), payment.get_method_display()),
        Fact(_("Reference"), payment.reference),
        Fact(_("Branch"), payment.branch.name),
    ]


def _actions(request: ScopedRequest, payment: Any) -> tuple[Action, ...]:
    if payment.status != Payment.Status.POSTED:
        return ()
    found = [Offer("accounting.record_payment", "payment_reverse", _("Reverse"), "arrow-back-up")]
    if payment.on_account:
        here = f"?customer={payment.customer_account.public_id}&payment={payment.public_id}"
        found += [
            Offer("accounting.refund_payment", "payment_refund", _("Refund"), "cash-banknote", here),
            Offer("accounting.allocate_payment", "payment_allocate", _("Allocate"), "link"),
        ]
    return offers(request, found, payment)
