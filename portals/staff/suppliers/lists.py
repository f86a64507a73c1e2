"""The list of suppliers, and what one supplier's page shows."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounting.payables.models import SupplierAccount
from portals.components.columns import Column
from portals.components.filters import BooleanFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible

SPEC = ListSpec(
    columns=(
        Column("name", _("Name"), source="party.name", sort="party__sort_name", is_strong=True),
        Column("number", _("Number"), sort="number"),
        Column("phone", _("Phone"), source="party.phone"),
        Column("email", _("E-mail"), source="party.email", on_phone=False),
        Column("terms", _("Payment terms"), source="payment_term.name", on_phone=False),
    ),
    default_sort="name",
    export_name=_("Suppliers"),
    search_fields=("party__name", "number", "party__phone", "party__email"),
    filters=(BooleanFilter("active", _("Active"), Q(is_active=True)),),
    row_url=lambda row: reverse("staff:supplier", args=[row.public_id]),
    empty_title=_("No suppliers yet."),
    empty_text=_("Import them from a file, or add them with their first bill."),
)


def supplier_rows(request: ScopedRequest) -> QuerySet[SupplierAccount]:
    """Return the visible suppliers."""
    rows = visible(request, SupplierAccount)
    return rows.select_related("party", "branch", "company", "payment_term")
