"""The list of customers: what each owes, and since when."""

from typing import Any

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from accounting.ledger.entries import OpenItem
from accounting.receivables.models import CustomerAccount
from portals.components.columns import Column, Due
from portals.components.filters import BooleanFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import may_somewhere, visible

_ITEMS = OpenItem.objects.filter(
    party_account=OuterRef("party_account"), open_amount__gt=0, is_debit=True
).order_by()
_OPEN = _ITEMS.values("party_account").annotate(total=Sum("open_base_amount")).values("total")
_SINCE = _ITEMS.values("party_account").annotate(first=Min("due_date")).values("first")


def customer_rows(request: ScopedRequest) -> QuerySet[CustomerAccount]:
    """Return the visible customers with `open_base` (in the company's currency) and `next_due`."""
    rows = visible(request, CustomerAccount).select_related("party", "branch", "company")
    if not may_somewhere(request, "accounting.view_openitem"):
        return rows
    return rows.annotate(open_base=Subquery(_OPEN), next_due=Subquery(_SINCE))


def customer_list(request: ScopedRequest) -> ListSpec:
    """Return the shape of the list; what customers owe shows to those who may see it."""
    return ListSpec(
        columns=(
            Column("name", _("Name"), source="party.name", sort="party__sort_name", is_strong=True),
            Column("number", _("Number"), sort="number"),
            Column("phone", _("Phone"), source="party.phone"),
            Column("email", _("E-mail"), source="party.email", on_phone=False),
            *(_money(request) if may_somewhere(request, "accounting.view_openitem") else ()),
        ),
        default_sort="name",
        export_name=_("Customers"),
        search_fields=("party__name", "number", "party__phone", "party__email"),
        filters=(BooleanFilter("active", _("Active"), Q(is_active=True)),),
        row_url="staff:customer",
        empty_title=_("No customers yet."),
        empty_text=_("Add the first one, or import them from a file."),
    )


def _money(request: ScopedRequest) -> tuple[Column, ...]:
    currency = "company.base_currency"
    return (
        Column("open", _("Open"), "money", "open_base", "open_base", currency, is_strong=True),
        Column("due", _("Oldest due"), "due", _due, "next_due"),
    )


def _due(account: Any) -> Due | None:
    return Due(account.next_due) if account.next_due else None
