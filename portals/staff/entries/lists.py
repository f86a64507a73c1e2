"""The list of journal entries."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounting.ledger.entries import EntryKind, JournalEntry
from accounting.ledger.models import Journal
from portals.components.columns import Column
from portals.components.filters import ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible


def entry_rows(request: ScopedRequest) -> QuerySet[JournalEntry]:
    """Return the visible entries."""
    rows = visible(request, JournalEntry)
    return rows.select_related("series", "journal", "period", "prepared_by", "approved_by", "reverses")


def entry_list(request: ScopedRequest) -> ListSpec:
    """Return the shape of the list."""
    journals = Journal.objects.filter(company=request.company).order_by("name")
    return ListSpec(
        columns=(
            Column("number", _("Number"), source="label", is_strong=True),
            Column("journal", _("Journal"), source="journal.name", sort="journal__name"),
            Column("entry_date", _("Date"), "date", sort="entry_date"),
            Column("narration", _("Text")),
            Column("reference", _("Reference"), source="external_reference", on_phone=False),
            Column("kind", _("Kind"), source="get_kind_display", on_phone=False),
        ),
        default_sort="-entry_date",
        export_name=_("Journal entries"),
        search_fields=("narration", "external_reference", "source"),
        filters=(
            ChoiceFilter("journal", _("Journal"), [(str(each.pk), str(each.name)) for each in journals]),
            ChoiceFilter("kind", _("Kind"), EntryKind.choices),
            DateRangeFilter("dated", _("Date"), "entry_date"),
        ),
        row_url="staff:entry",
        empty_title=_("Nothing was posted yet."),
        empty_text=_("Documents post when they are issued, approved or paid."),
    )
