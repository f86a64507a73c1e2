"""The list of inquiries: questions that customers and suppliers asked on their documents."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm.service.models import Inquiry
from portals.components.columns import Column
from portals.components.filters import ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible

SPEC = ListSpec(
    columns=(
        Column("label", _("About"), sort="label", is_strong=True),
        Column("party", _("From"), source="party.name", sort="party__sort_name"),
        Column("door", _("Door"), on_phone=False),
        Column("created_at", _("Asked"), "date", sort="created_at"),
        Column("status", _("Status"), "badge"),
    ),
    default_sort="-created_at",
    export_name=_("Inquiries"),
    search_fields=("label", "party__name"),
    filters=(
        ChoiceFilter("status", _("Status"), Inquiry.Status.choices),
        DateRangeFilter("asked", _("Asked"), "created_at__date"),
    ),
    row_url="staff:inquiry",
    empty_title=_("No questions."),
    empty_text=_("When a customer or supplier asks about a document, it shows here."),
)


def inquiry_rows(request: ScopedRequest) -> QuerySet[Inquiry]:
    """Return the visible inquiries."""
    return visible(request, Inquiry).select_related("party", "branch")
