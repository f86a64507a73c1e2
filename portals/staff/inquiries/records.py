"""An inquiry as its page shows it: what it is about, and what was said on both sides."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.service.models import Inquiry
from erp.audit.operations import subject_key
from portals.components.badges import status_badge
from portals.components.figures import Action
from portals.components.records import Crumb, Event, Fact, PageHeader
from portals.gate import ScopedRequest
from portals.staff.inquiries.forms import AnswerForm
from portals.staff.offers import Offer, offers
from portals.staff.rows import may
from portals.staff.subjects import subject_url
from portals.staff.timeline import timeline_of

ANSWER = "crm.answer_inquiry"


def inquiry_record(request: ScopedRequest, inquiry: Inquiry, form: AnswerForm) -> dict[str, object]:
    """Return what the page of one inquiry is made of."""
    is_closed = inquiry.status == Inquiry.Status.CLOSED
    return {
        "header": PageHeader(
            inquiry.label,
            above=_("Question"),
            below=inquiry.party.name,
            badges=(status_badge(inquiry),),
            crumbs=(Crumb(_("Inquiries"), reverse("staff:inquiry_list")),),
            actions=() if is_closed else _actions(request, inquiry),
        ),
        "facts": [
            Fact(_("From"), inquiry.party.name),
            Fact(_("Document"), inquiry.label, subject_url(request, inquiry.subject)),
            Fact(_("Branch"), inquiry.branch.name),
        ],
        "conversation": _conversation(inquiry),
        "inquiry": inquiry,
        "form": form if not is_closed and may(request, ANSWER, inquiry) else None,
        "timeline": timeline_of(request, [subject_key(inquiry)]),
    }


def _actions(request: ScopedRequest, inquiry: Inquiry) -> tuple[Action, ...]:
    close = Offer(ANSWER, "inquiry_close", _("Close"), "check", posts=True)
    return offers(request, [close], inquiry)


def _conversation(inquiry: Inquiry) -> list[Event]:
    return [
        Event(
            said.created_at,
            said.author_name,
            said.text,
            icon="message-circle",
            tone="blue" if said.is_from_company else "yellow",
        )
        for said in inquiry.messages.order_by("pk")
    ]
