"""The list of vouchers written by hand."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounting.ledger.models import Journal
from accounting.ledger.vouchers import ManualJournal
from portals.components.columns import Column
from portals.components.filters import ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible

SPEC = ListSpec(
    columns=(
        Column("voucher", _("Voucher"), source=str, is_strong=True),
        Column("entry_date", _("Date"), "date", sort="entry_date"),
        Column("narration", _("Text")),
        Column("journal", _("Journal"), source="journal.name", on_phone=False),
        Column("prepared_by", _("Prepared by"), source="prepared_by.name", on_phone=False),
        Column("status", _("Status"), "badge"),
    ),
    default_sort="-entry_date",
    export_name=_("Vouchers"),
    search_fields=("reference", "narration"),
    filters=(
        ChoiceFilter("status", _("Status"), ManualJournal.Status.choices),
        DateRangeFilter("dated", _("Date"), "entry_date"),
    ),
    row_url="staff:journal",
    empty_title=_("No vouchers yet."),
    empty_text=_("What no document posts is written here by hand."),
)


def journal_rows(request: ScopedRequest) -> QuerySet[ManualJournal]:
    """Return the visible vouchers."""
    rows = visible(request, ManualJournal)
    return rows.select_related("branch", "journal", "prepared_by", "approved_by", "journal_entry")


def general_journals(request: ScopedRequest) -> QuerySet[Journal]:
    """Return the journals that vouchers may be written in."""
    found = Journal.objects.filter(company=request.company, kind=Journal.Kind.GENERAL)
    return found.order_by("pk")
