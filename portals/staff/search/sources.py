"""Where the palette looks; each source honours what the reader may see."""

from django.utils.translation import gettext as _

from accounting.receivables.models import CustomerAccount, Invoice, Payment
from crm.sales.models import SalesOrder
from inventory.catalog.models import Product
from portals.components import formats
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers
from portals.staff.rows import visible
from portals.staff.search import administration, purchases
from portals.staff.search.groups import FOUND_MAX, Group, group, item, matches

LETTERS_MIN = 2


def found(request: ScopedRequest, text: str) -> list[Group]:
    """Return the groups that match `text`; nothing for less than two letters but the acts."""
    own = (_customers, _invoices, _orders, _products, _payments)
    sources = (*own, *purchases.SOURCES, *administration.SOURCES)
    groups = [source(request, text) for source in sources] if len(text) >= LETTERS_MIN else []
    return [each for each in [*groups, _acts(request, text)] if each["items"]]


def _customers(request: ScopedRequest, text: str) -> Group:
    rows = visible(request, CustomerAccount).select_related("party")
    fields = ("number", "party__name", "party__phone", "party__email", "party__contacts__name")
    return group(
        _("Customers"),
        [
            item(row.party.name, "customer", row, "users", f"{row.number} · {row.party.phone}")
            for row in rows.filter(matches(text, fields)).distinct()[:FOUND_MAX]
        ],
    )


def _invoices(request: ScopedRequest, text: str) -> Group:
    rows = visible(request, Invoice).select_related("party").order_by("-pk")
    fields = ("number", "customer_order_number", "party__name")
    return group(
        _("Invoices"),
        [
            item(row.number or _("Draft"), "invoice", row, "file-invoice", row.party.name)
            for row in rows.filter(matches(text, fields))[:FOUND_MAX]
        ],
    )


def _orders(request: ScopedRequest, text: str) -> Group:
    rows = visible(request, SalesOrder).select_related("party").order_by("-pk")
    fields = ("number", "customer_order_number", "party__name")
    return group(
        _("Orders"),
        [
            item(row.number, "order", row, "shopping-cart", row.party.name)
            for row in rows.filter(matches(text, fields))[:FOUND_MAX]
        ],
    )


def _products(request: ScopedRequest, text: str) -> Group:
    rows = visible(request, Product).filter(is_active=True).order_by("code")
    return group(
        _("Products"),
        [
            item(row.name, "product", row, "package", row.code)
            for row in rows.filter(matches(text, ("code", "name")))[:FOUND_MAX]
        ],
    )


def _payments(request: ScopedRequest, text: str) -> Group:
    rows = visible(request, Payment).select_related("party").order_by("-pk")
    fields = ("number", "reference", "party__name")
    return group(
        _("Payments"),
        [
            item(
                row.number,
                "payment",
                row,
                "cash",
                f"{row.party.name} · {formats.money(row.amount, row.currency)}",
            )
            for row in rows.filter(matches(text, fields))[:FOUND_MAX]
        ],
    )


def _acts(request: ScopedRequest, text: str) -> Group:
    acts = (
        Offer("crm.change_salesorder", "order_new", _("New order"), "shopping-cart"),
        Offer("accounting.add_invoice", "invoice_new", _("New invoice"), "file-invoice"),
        Offer("accounting.record_payment", "payment_new", _("Record payment"), "cash"),
        Offer("accounting.change_customeraccount", "customer_new", _("New customer"), "user-plus"),
        Offer("crm.invoice_salesorder", "billing_run", _("Billing run"), "receipt"),
        *purchases.acts(),
        *administration.acts(),
    )
    return group(
        _("Acts"),
        [
            {"title": str(act.label), "url": act.url, "icon": act.icon, "subtitle": ""}
            for act in offers(request, acts)
            if text.casefold() in str(act.label).casefold()
        ],
    )
