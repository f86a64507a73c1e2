"""A customer on one page: money, orders, service, people and everything said and done."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.ledger.entries import OpenItem
from accounting.receivables.models import CustomerAccount
from crm.customers.models import Activity
from erp.audit.operations import subject_key
from portals.components import formats
from portals.components.badges import Badge
from portals.components.figures import Action
from portals.components.records import Crumb, Event, Fact, PageHeader
from portals.components.tables import Table
from portals.gate import ScopedRequest
from portals.staff.customers import sections
from portals.staff.customers.forms import NoteForm
from portals.staff.customers.standing import open_items_of, standing_of
from portals.staff.offers import Offer, offers
from portals.staff.parties.cards import Names, party_cards
from portals.staff.rows import may, visible
from portals.staff.timeline import EVENTS_MAX, timeline_of

CHANGE = "accounting.change_customeraccount"
NAMES = Names("customer_edit", "contact_new", "contact_edit", "address_new", "tax_number_new")


def customer_record(
    request: ScopedRequest, account: CustomerAccount, note: NoteForm
) -> dict[str, object]:
    """Return what the page of one customer is made of; what the reader may not see is left out."""
    may_see = may(request, "accounting.view_openitem", account)
    items = open_items_of(account) if may_see else []
    return {
        **party_cards(request, account, NAMES),
        "header": _header(request, account, items),
        **(_money(request, account, items) if may_see else {}),
        "tables": _tables(request, account),
        "terms": _terms(account),
        "changes": offers(request, [Offer(CHANGE, "customer_terms", _("Change"))], account),
        "note_form": note if may(request, "crm.change_activity", account) else None,
        "timeline": _timeline(request, account),
    }


def _header(request: ScopedRequest, account: CustomerAccount, items: Sequence[OpenItem]) -> PageHeader:
    retired = () if account.is_active else (Badge(_("Inactive"), "gray"),)
    return PageHeader(
        account.party.name,
        above=account.number,
        badges=retired,
        crumbs=(Crumb(_("Customers"), reverse("staff:customer_list")),),
        actions=_actions(request, account, has_credit=any(not item.is_debit for item in items)),
    )


def _actions(
    request: ScopedRequest, account: CustomerAccount, *, has_credit: bool
) -> tuple[Action, ...]:
    here = f"?customer={account.public_id}"
    refund = Offer("accounting.refund_payment", "payment_refund", _("Refund"), "cash-banknote", here)
    return offers(
        request,
        (
            Offer("accounting.view_statement", "customer_statement", _("Statement"), "report-money"),
            *([refund] if has_credit else []),
            Offer("accounting.record_payment", "payment_new", _("Record payment"), "cash", here),
            Offer("accounting.add_invoice", "invoice_new", _("New invoice"), "file-invoice", here),
            Offer("crm.change_salesorder", "order_new", _("New order"), "shopping-cart", here),
        ),
        account,
    )


def _money(
    request: ScopedRequest, account: CustomerAccount, items: Sequence[OpenItem]
) -> dict[str, object]:
    standing = standing_of(account, items, request.today)
    return {
        "figures": sections.money_figures(account, standing),
        "open_items": sections.open_table(items, account.number, request.today),
    }


def _tables(request: ScopedRequest, account: CustomerAccount) -> list[Table]:
    offered = (
        ("crm.view_salesorder", sections.orders_table),
        ("accounting.view_payment", sections.payments_table),
        ("crm.view_inquiry", sections.service_table),
    )
    return [make(request, account) for permission, make in offered if may(request, permission, account)]


def _terms(account: CustomerAccount) -> list[Fact]:
    limit, base = account.credit_limit, account.company.base_currency
    return [
        Fact(_("Payment terms"), account.payment_term.name),
        Fact(_("Credit limit"), "" if limit is None else formats.money(limit, base)),
        Fact(_("Currency"), account.currency),
        Fact(_("Salesperson"), str(account.salesperson or "")),
        Fact(_("Branch"), account.branch.name),
        Fact(_("Order number"), _("required") if account.requires_order_number else ""),
        Fact(_("Reminders"), "" if account.is_reminded else _("none")),
    ]


def _timeline(request: ScopedRequest, account: CustomerAccount) -> list[Event]:
    events = timeline_of(request, [subject_key(account)], party_id=account.party_id)
    notes = visible(request, Activity).filter(party_id=account.party_id).select_related("created_by")
    icons = {"CALL": "phone", "VISIT": "map-pin", "NOTE": "note"}
    events += [
        Event(
            note.happened_at,
            note.get_kind_display(),
            note.text,
            str(note.created_by),
            icon=icons[note.kind],
            tone="purple",
        )
        for note in notes.order_by("-happened_at")[:EVENTS_MAX]
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)[:EVENTS_MAX]
