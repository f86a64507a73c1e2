"""The list of submissions: what came from outside, what became of it, and why."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from erp.submissions.models import Submission
from portals.components.columns import Column
from portals.components.filters import ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec
from portals.gate import ScopedRequest
from portals.staff.rows import visible
from portals.staff.words import SUBMISSION_KINDS, submission_words


def _kind(submission: Submission) -> str:
    return str(submission_words(submission.kind))


SPEC = ListSpec(
    columns=(
        Column("kind", _("Kind"), source=_kind, sort="kind", is_strong=True),
        Column("party", _("From"), source="party.name", sort="party__sort_name"),
        Column("user", _("By"), source="user.name", on_phone=False),
        Column("created_at", _("Received"), "date", sort="created_at"),
        Column("answer", _("Answer")),
        Column("status", _("Status"), "badge"),
    ),
    default_sort="-created_at",
    export_name=_("Submissions"),
    search_fields=("party__name", "answer"),
    filters=(
        ChoiceFilter("kind", _("Kind"), list(SUBMISSION_KINDS.items())),
        ChoiceFilter("status", _("Status"), Submission.Status.choices),
        DateRangeFilter("received", _("Received"), "created_at__date"),
    ),
    row_url="staff:submission",
    empty_title=_("Nothing came from outside yet."),
    empty_text=_("Orders, changes and questions handed in at the portals show here."),
)


def submission_rows(request: ScopedRequest) -> QuerySet[Submission]:
    """Return the visible submissions."""
    return visible(request, Submission).select_related("party", "user")
