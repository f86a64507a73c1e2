"""An approval request as its page shows it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from erp.approvals.models import ApprovalRequest
from portals.components import formats
from portals.components.badges import status_badge
from portals.components.records import Crumb, Fact, PageHeader
from portals.gate import ScopedRequest
from portals.staff.approvals.forms import DecisionForm
from portals.staff.timeline import timeline_of


def approval_record(
    request: ScopedRequest, asked: ApprovalRequest, form: DecisionForm
) -> dict[str, object]:
    """Return what the page of one request is made of."""
    header = PageHeader(
        asked.summary,
        above=_("Approval"),
        badges=(status_badge(asked),),
        crumbs=(Crumb(_("Approvals"), reverse("staff:approval_list")),),
    )
    waits = asked.status == ApprovalRequest.Status.WAITING
    is_own = asked.requested_by_id == request.user.pk
    return {
        "header": header,
        "facts": _facts(asked),
        "asked": asked,
        "form": form if waits and not is_own else None,
        "must_wait": waits and is_own,
        "timeline": timeline_of(request, [asked.subject, f"approvalrequest:{asked.pk}"]),
    }


def _facts(asked: ApprovalRequest) -> list[Fact]:
    amount = "" if asked.amount is None else formats.money(asked.amount, asked.currency)
    return [
        Fact(_("About"), asked.party.name if asked.party else ""),
        Fact(_("Amount"), amount),
        Fact(_("Asked by"), str(asked.requested_by)),
        Fact(_("Asked"), formats.moment(asked.requested_at)),
        Fact(_("Waits for"), asked.role.name),
        Fact(_("Decided by"), str(asked.decided_by or "")),
        Fact(_("Decided"), formats.moment(asked.decided_at) if asked.decided_at else ""),
        Fact(_("Reason"), asked.reason),
    ]
