"""The list of receipts: what arrived, and whether its bill has come."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounting.payables.models import Bill
from inventory.purchasing.models import Receipt
from portals.components.badges import Badge
from portals.components.columns import Column
from portals.components.filters import BooleanFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible

IS_BILLED = Q(bill__isnull=False) & ~Q(bill__status__in=Bill.NOT_IN_FORCE)


def receipt_rows(request: ScopedRequest) -> QuerySet[Receipt]:
    """Return the visible receipts."""
    related = ("party", "branch", "bill", "purchase_order__supplier_account")
    return visible(request, Receipt).select_related(*related)


def receipt_badge(receipt: Receipt) -> Badge:
    """Return whether the bill of a receipt has come, in one word."""
    return Badge(_("Billed"), "green") if receipt.is_billed else Badge(_("To bill"), "yellow")


SPEC = ListSpec(
    columns=(
        Column("number", gettext_lazy("Number"), sort="number", is_strong=True),
        Column("party", gettext_lazy("Supplier"), source="party.name", sort="party__sort_name"),
        Column("order", gettext_lazy("Purchase order"), source="purchase_order.number"),
        Column("receipt_date", gettext_lazy("Received"), "date", sort="receipt_date"),
        Column("delivery_note", gettext_lazy("Their delivery note"), on_phone=False),
        Column("bill", gettext_lazy("Bill"), source="bill.number", on_phone=False),
        Column("state", gettext_lazy("Status"), "badge", source=receipt_badge),
    ),
    default_sort="-receipt_date",
    export_name=gettext_lazy("Receipts"),
    search_fields=("number", "party__name", "purchase_order__number", "delivery_note", "bill__number"),
    filters=(
        BooleanFilter("billed", gettext_lazy("Billed"), IS_BILLED),
        DateRangeFilter("received", gettext_lazy("Received"), "receipt_date"),
    ),
    row_url="staff:receipt",
    empty_title=gettext_lazy("No receipts yet."),
    empty_text=gettext_lazy("Receive goods of a purchase order to make one."),
)
