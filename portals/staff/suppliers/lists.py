"""The list of suppliers: what is owed to each, and when the first of it falls due."""

from typing import Any

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from accounting.ledger.entries import OpenItem
from accounting.payables.models import SupplierAccount
from portals.components.columns import Column, Due
from portals.components.filters import BooleanFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible

_ITEMS = OpenItem.objects.filter(
    party_account=OuterRef("party_account"), open_amount__gt=0, is_debit=False
).order_by()
_OWED = _ITEMS.values("party_account").annotate(total=Sum("open_base_amount")).values("total")
_FIRST = _ITEMS.values("party_account").annotate(first=Min("due_date")).values("first")

# Whose bills are seen is seen to be owed.
IS_OWED = Q(owed_base__gt=0)


def supplier_rows(request: ScopedRequest) -> QuerySet[SupplierAccount]:
    """Return the visible suppliers with `owed_base` (in the company's currency) and `next_due`."""
    rows = visible(request, SupplierAccount)
    rows = rows.select_related("party", "branch", "company", "payment_term")
    return rows.annotate(owed_base=Subquery(_OWED), next_due=Subquery(_FIRST))


def _due(account: Any) -> Due | None:
    return Due(account.next_due) if account.next_due else None


SPEC = ListSpec(
    columns=(
        Column("name", _("Name"), source="party.name", sort="party__sort_name", is_strong=True),
        Column("number", _("Number"), sort="number"),
        Column("phone", _("Phone"), source="party.phone"),
        Column("email", _("E-mail"), source="party.email", on_phone=False),
        Column("terms", _("Payment terms"), source="payment_term.name", on_phone=False),
        Column(
            "owed", _("We owe"), "money", "owed_base", "owed_base", "company.base_currency",
            is_strong=True,
        ),
        Column("due", _("First due"), "due", _due, "next_due"),
    ),
    default_sort="name",
    export_name=_("Suppliers"),
    search_fields=("party__name", "number", "party__phone", "party__email"),
    filters=(
        BooleanFilter("active", _("Active"), Q(is_active=True)),
        BooleanFilter("owed", _("To pay"), IS_OWED),
    ),
    row_url="staff:supplier",
    empty_title=_("No suppliers yet."),
    empty_text=_("Add the first one, or import them from a file."),
)  # fmt: skip
