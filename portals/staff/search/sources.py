"""Where the palette looks; each source honours what the reader may see."""

from functools import reduce

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.receivables.models import CustomerAccount, Invoice, Payment
from crm.sales.models import SalesOrder
from inventory.catalog.models import Product
from portals.components import formats
from portals.components.badges import Text
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers
from portals.staff.rows import visible

FOUND_MAX = 5
LETTERS_MIN = 2

type Item = dict[str, str]
type Group = dict[str, object]


def found(request: ScopedRequest, text: str) -> list[Group]:
    """Return the groups that match `text`; nothing for less than two letters but the acts."""
    sources = (_customers, _invoices, _orders, _products, _payments)
    groups = [source(request, text) for source in sources] if len(text) >= LETTERS_MIN else []
    return [group for group in [*groups, _acts(request, text)] if group["items"]]


def _customers(request: ScopedRequest, text: str) -> Group:
    rows = visible(request, CustomerAccount).select_related("party")
    fields = ("number", "party__name", "party__phone", "party__email", "party__contacts__name")
    return _group(
        _("Customers"),
        [
            _item(row.party.name, "customer", row, "users", f"{row.number} · {row.party.phone}")
            for row in rows.filter(_matches(text, fields)).distinct()[:FOUND_MAX]
        ],
    )


def _invoices(request: ScopedRequest, text: str) -> Group:
    rows = visible(request, Invoice).select_related("party").order_by("-pk")
    fields = ("number", "customer_order_number", "party__name")
    return _group(
        _("Invoices"),
        [
            _item(row.number or _("Draft"), "invoice", row, "file-invoice", row.party.name)
            for row in rows.filter(_matches(text, fields))[:FOUND_MAX]
        ],
    )


def _orders(request: ScopedRequest, text: str) -> Group:
    rows = visible(request, SalesOrder).select_related("party").order_by("-pk")
    fields = ("number", "customer_order_number", "party__name")
    return _group(
        _("Orders"),
        [
            _item(row.number, "order", row, "shopping-cart", row.party.name)
            for row in rows.filter(_matches(text, fields))[:FOUND_MAX]
        ],
    )


def _products(request: ScopedRequest, text: str) -> Group:
    rows = visible(request, Product).filter(is_active=True).order_by("code")
    return _group(
        _("Products"),
        [
            _item(row.name, "product", row, "package", row.code)
            for row in rows.filter(_matches(text, ("code", "name")))[:FOUND_MAX]
        ],
    )


def _payments(request: ScopedRequest, text: str) -> Group:
    rows = visible(request, Payment).select_related("party").order_by("-pk")
    fields = ("number", "reference", "party__name")
    return _group(
        _("Payments"),
        [
            _item(
                row.number,
                "payment",
                row,
                "cash",
                f"{row.party.name} · {formats.money(row.amount, row.currency)}",
            )
            for row in rows.filter(_matches(text, fields))[:FOUND_MAX]
        ],
    )


def _acts(request: ScopedRequest, text: str) -> Group:
    acts = (
        Offer("crm.change_salesorder", "order_new", _("New order"), "shopping-cart"),
        Offer("accounting.add_invoice", "invoice_new", _("New invoice"), "file-invoice"),
        Offer("accounting.record_payment", "payment_new", _("Record payment"), "cash"),
        Offer("accounting.change_customeraccount", "customer_new", _("New customer"), "user-plus"),
        Offer("crm.invoice_salesorder", "billing_run", _("Billing run"), "receipt"),
    )
    return _group(
        _("Acts"),
        [
            {"title": str(act.label), "url": act.url, "icon": act.icon, "subtitle": ""}
            for act in offers(request, acts)
            if text.casefold() in str(act.label).casefold()
        ],
    )


def _matches(text: str, fields: tuple[str, ...]) -> Q:
    """Every word must be in one of the fields."""
    condition = Q()
    for word in text.split()[:5]:
        condition &= reduce(Q.__or__, (Q(**{f"{field}__icontains": word}) for field in fields))
    return condition


def _item(title: str, name: str, row: Model, icon: str, subtitle: str) -> Item:
    public_id = getattr(row, "public_id")  # noqa: B009  every record with a page has one
    url = reverse(f"staff:{name}", args=[public_id])
    return {"title": title, "url": url, "icon": icon, "subtitle": subtitle.strip(" ·")}


def _group(label: Text, items: list[Item]) -> Group:
    return {"label": str(label), "items": items}
