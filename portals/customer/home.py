"""The customer's home: how the account stands in words, what is due, what was ordered."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.ledger.entries import OpenItem
from erp.formats import day, money
from portals.components.badges import Tone, status_badge
from portals.components.figures import Action, WorkItem, Worklist
from portals.components.formats import due_note
from portals.components.records import PageHeader
from portals.components.tables import Head, Table, Value
from portals.customer.rows import account_of, order_rows
from portals.customer.standing import standings
from portals.gate import ScopedRequest

ITEMS_SHOWN = 6


def home_page(request: ScopedRequest) -> dict[str, object]:
    """Return what the home page is made of; four statements whatever the account holds."""
    account = account_of(request)
    found = standings(request, account)
    owed = [item for standing in found for item in standing.items if item.is_debit]
    new = Action(_("Place an order"), reverse("customer:order_new"), "plus", is_primary=True)
    return {
        "header": PageHeader(
            account.party.name,
            above=_("Customer %(number)s") % {"number": account.number},
            actions=(new,),
        ),
        "sentences": [said for standing in found for said in standing.sentences()],
        "action": Action(_("Pay by transfer"), reverse("customer:pay"), "cash") if owed else None,
        "worklist": _due(request, owed),
        "orders": _orders(request),
    }


def _due(request: ScopedRequest, owed: list[OpenItem]) -> Worklist:
    items = tuple(_item(request, item) for item in owed[:ITEMS_SHOWN])
    more = Action(_("All open invoices"), f"{reverse('customer:invoice_list')}?state=open")
    return Worklist(_("To be paid"), _("Nothing is open. Thank you!"), items, more if items else None)


def _item(request: ScopedRequest, item: OpenItem) -> WorkItem:
    invoice = getattr(item.entry, "invoice", None)
    is_late = item.due_date < request.today
    tone: Tone = "red" if is_late else "blue"
    late = due_note(item.due_date, request.today)
    said = [late if is_late else _("Due %(day)s") % {"day": day(item.due_date)}]
    if invoice and invoice.customer_order_number:
        said.append(_("your order %(number)s") % {"number": invoice.customer_order_number})
    return WorkItem(
        title=invoice.number if invoice else item.entry.external_reference or _("Opening balance"),
        text=" · ".join(said),
        url=reverse("customer:invoice", args=[invoice.public_id]) if invoice else "",
        icon="file-invoice",
        tone=tone,
        amount=money(item.open_amount, item.currency),
    )


def _orders(request: ScopedRequest) -> Table:
    latest = order_rows(request).order_by("-order_date", "-pk")[:ITEMS_SHOWN]
    rows = tuple(
        (
            Value(
                order.number,
                reverse("customer:order", args=[order.public_id]),
                order.customer_order_number,
            ),
            Value(day(order.order_date)),
            Value("", badge=status_badge(order)),
            Value(money(order.net, order.currency)),
        )
        for order in latest
    )
    heads = (Head(_("Order")), Head(_("Ordered")), Head(_("Status")), Head(_("Net"), is_number=True))
    return Table(
        _("Latest orders"),
        heads,
        rows,
        empty_text=_("No orders yet."),
        more_url=reverse("customer:order_list") if rows else "",
        more_label=_("All orders"),
    )
