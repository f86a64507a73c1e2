"""Where the palette looks on the side of purchases."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from accounting.payables.models import Bill, BillPayment, SupplierAccount
from inventory.purchasing.models import PurchaseOrder, Receipt
from portals.components import formats
from portals.gate import ScopedRequest
from portals.staff.offers import Offer
from portals.staff.rows import visible
from portals.staff.search.groups import FOUND_MAX, Group, group, item, matches


def acts() -> tuple[Offer, ...]:
    """Return what can be begun here."""
    return (
        Offer("inventory.order_purchase", "purchase_order_new", _("New purchase order"), "truck"),
        Offer("accounting.change_bill", "bill_new", _("New bill"), "receipt"),
        Offer("accounting.pay_bill", "bill_pay", _("Pay bills"), "cash"),
        Offer("accounting.change_supplieraccount", "supplier_new", _("New supplier"), "building-store"),
    )


def _suppliers(request: ScopedRequest, text: str) -> Group:
    rows = visible(request, SupplierAccount).select_related("party")
    fields = ("number", "party__name", "party__phone", "party__email", "party__contacts__name")
    return group(
        _("Suppliers"),
        [
            item(row.party.name, "supplier", row, "building-store", f"{row.number} · {row.party.phone}")
            for row in rows.filter(matches(text, fields)).distinct()[:FOUND_MAX]
        ],
    )


def _orders(request: ScopedRequest, text: str) -> Group:
    rows = visible(request, PurchaseOrder).select_related("party").order_by("-pk")
    return group(
        _("Purchase orders"),
        [
            item(str(row), "purchase_order", row, "truck", row.party.name)
            for row in rows.filter(matches(text, ("number", "party__name")))[:FOUND_MAX]
        ],
    )


def _receipts(request: ScopedRequest, text: str) -> Group:
    rows = visible(request, Receipt).select_related("party").order_by("-pk")
    return group(
        _("Receipts"),
        [
            item(row.number, "receipt", row, "checklist", f"{row.party.name} · {row.delivery_note}")
            for row in rows.filter(matches(text, ("number", "delivery_note")))[:FOUND_MAX]
        ],
    )


def _bills(request: ScopedRequest, text: str) -> Group:
    rows = visible(request, Bill).select_related("party").order_by("-pk")
    fields = ("number", "supplier_number", "our_order_number", "party__name")
    return group(
        _("Bills"),
        [
            item(row.number, "bill", row, "receipt", f"{row.party.name} · {row.supplier_number}")
            for row in rows.filter(matches(text, fields))[:FOUND_MAX]
        ],
    )


def _payments(request: ScopedRequest, text: str) -> Group:
    rows = visible(request, BillPayment).select_related("party").order_by("-pk")
    return group(
        _("Bill payments"),
        [
            item(
                row.number,
                "bill_payment",
                row,
                "cash",
                f"{row.party.name} · {formats.money(row.amount, row.currency)}",
            )
            for row in rows.filter(matches(text, ("number", "reference", "party__name")))[:FOUND_MAX]
        ],
    )


SOURCES: tuple[Callable[[ScopedRequest, str], Group], ...] = (
    _suppliers,
    _orders,
    _receipts,
    _bills,
    _payments,
)
