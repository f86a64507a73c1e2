"""The list of payments to suppliers: by which way, and what of each no bill took."""

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from accounting.ledger.entries import OpenItem
from accounting.payables.models import BillPayment
from portals.components.columns import Column
from portals.components.filters import ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible

_OPEN_SUM = (
    OpenItem.objects.filter(entry=OuterRef("journal_entry"), open_amount__gt=0)
    .order_by()
    .values("entry")
    .annotate(total=Sum("open_amount"))
    .values("total")
)

SPEC = ListSpec(
    columns=(
        Column("number", _("Number"), sort="number", is_strong=True),
        Column("party", _("Supplier"), source="party.name", sort="party__sort_name"),
        Column("booked_date", _("Paid"), "date", sort="booked_date"),
        Column("method", _("Way"), source="get_method_display", on_phone=False),
        Column("reference", _("Reference"), on_phone=False),
        Column("amount", _("Amount"), "money", sort="amount", is_strong=True),
        Column("on_account", _("Not allocated"), "money"),
        Column("status", _("Status"), "badge"),
    ),
    default_sort="-booked_date",
    export_name=_("Bill payments"),
    search_fields=("number", "party__name", "reference", "supplier_account__number"),
    filters=(
        ChoiceFilter("status", _("Status"), BillPayment.Status.choices),
        ChoiceFilter("method", _("Way"), BillPayment.Method.choices),
        DateRangeFilter("paid", _("Paid"), "booked_date"),
    ),
    row_url="staff:bill_payment",
    empty_title=_("No payments yet."),
    empty_text=_("Record what was paid to a supplier, and say which bills it settles."),
)


def bill_payment_rows(request: ScopedRequest) -> QuerySet[BillPayment]:
    """Return the visible payments with `on_account`: what of each is not yet allocated."""
    rows = visible(request, BillPayment).select_related("party", "branch", "supplier_account")
    return rows.annotate(on_account=Subquery(_OPEN_SUM))
