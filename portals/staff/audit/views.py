"""The trail of acts at the staff door."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from erp.access.decisions import require
from erp.audit.queries import TrailFilter, trail
from portals.components import formats
from portals.components.columns import Column
from portals.components.filters import ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.components.records import PageHeader
from portals.gate import DOORS, ScopedRequest, portal, reading
from portals.staff.pages import list_page
from portals.staff.words import action_words

SPEC = ListSpec(
    columns=(
        Column("at", gettext_lazy("When"), source=lambda row: formats.moment(row.recorded_at)),
        Column("actor", gettext_lazy("Who"), source="actor", is_strong=True),
        Column("action", gettext_lazy("What"), source=lambda row: action_words(row.action)),
        Column("subject", gettext_lazy("Record")),
        Column("door", gettext_lazy("Door"), on_phone=False),
        Column("newest", gettext_lazy("Order"), "number", source="pk", sort="pk", on_phone=False),
    ),
    default_sort="-newest",
    export_name=gettext_lazy("Audit"),
    search_fields=("action", "subject", "actor__name"),
    filters=(
        ChoiceFilter("door", gettext_lazy("Door"), [(door, door) for door in (*DOORS, "system")]),
        DateRangeFilter("recorded", gettext_lazy("Day"), "recorded_at__date"),
    ),
    empty_title=gettext_lazy("Nothing was done yet."),
)


@portal("staff", "erp.view_auditevent")
@require_GET
def audit_list(request: ScopedRequest) -> HttpResponse:
    """Show who did what, when and by which door."""
    require(request.scope, "erp.view_auditevent", request.company)
    with reading(request.scope):
        rows = trail(TrailFilter(frozenset({request.company.pk})))
        return list_page(request, PageHeader(_("Audit")), SPEC, rows)
