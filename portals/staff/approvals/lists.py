"""The list of approvals: acts that wait for a second person."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from erp.approvals.models import ApprovalRequest
from portals.components.columns import Column
from portals.components.filters import ChoiceFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible

SPEC = ListSpec(
    columns=(
        Column("summary", _("What"), is_strong=True),
        Column("party", _("About"), source="party.name"),
        Column("amount", _("Amount"), "money", sort="amount"),
        Column("requested_by", _("Asked by"), source="requested_by.name"),
        Column("requested_at", _("Asked"), "date", sort="requested_at"),
        Column("role", _("Waits for"), source="role.name", on_phone=False),
        Column("status", _("Status"), "badge"),
    ),
    default_sort="-requested_at",
    export_name=_("Approvals"),
    search_fields=("summary", "party__name"),
    filters=(ChoiceFilter("status", _("Status"), ApprovalRequest.Status.choices),),
    row_url="staff:approval",
    empty_title=_("Nothing waits."),
    empty_text=_("Acts above the limits of their rules wait here for a second person."),
)


def approval_rows(request: ScopedRequest) -> QuerySet[ApprovalRequest]:
    """Return the visible approval requests."""
    rows = visible(request, ApprovalRequest)
    return rows.select_related("party", "role", "requested_by", "decided_by")
