"""A submission as its page shows it: who handed in what, and what became of it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from erp.audit.operations import subject_key
from erp.submissions.models import Submission
from portals.components import formats
from portals.components.badges import status_badge
from portals.components.records import Crumb, Fact, PageHeader
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.timeline import timeline_of
from portals.staff.words import submission_words


def submission_record(request: ScopedRequest, submission: Submission) -> dict[str, object]:
    """Return what the page of one submission is made of."""
    about = [subject_key(submission), *([submission.result] if submission.result else [])]
    return {
        "header": PageHeader(
            submission_words(submission.kind),
            above=_("Submission"),
            below=submission.party.name,
            badges=(status_badge(submission),),
            crumbs=(Crumb(_("Submissions"), reverse("staff:submission_list")),),
        ),
        "facts": _facts(submission),
        "tables": [_payload(submission)],
        "timeline": timeline_of(request, about),
    }


def _facts(submission: Submission) -> list[Fact]:
    finished = formats.moment(submission.finished_at) if submission.finished_at else ""
    return [
        Fact(_("From"), submission.party.name),
        Fact(_("By"), str(submission.user)),
        Fact(_("Door"), submission.door),
        Fact(_("Received"), formats.moment(submission.created_at)),
        Fact(_("Finished"), finished),
        Fact(_("Answer"), submission.answer),
        Fact(_("Key"), submission.key),
    ]


def _payload(submission: Submission) -> Table:
    return Table(
        _("As handed in"),
        (Head(_("Field")), Head(_("Value"))),
        tuple((Value(name), Value(value)) for name, value in _flat("", submission.payload)),
        empty_text=_("Nothing was filled in."),
    )


def _flat(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Walk a payload and yield each plain value with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}" if name else str(key), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _flat(f"{name} {number}", inner)
    elif value not in (None, ""):
        yield name, str(value)
