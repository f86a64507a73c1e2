"""A question as its page shows it: what was said, by whom."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.service.models import Inquiry
from portals.components.badges import status_badge
from portals.components.figures import Action
from portals.components.records import Crumb, Event, PageHeader
from portals.gate import ScopedRequest


def inquiry_record(request: ScopedRequest, inquiry: Inquiry) -> dict[str, object]:
    """Return the words said so far, oldest first; a closed inquiry takes no more."""
    reply = Action(
        _("Reply"),
        reverse("customer:inquiry_reply", args=[inquiry.public_id]),
        "message-circle",
        is_primary=True,
    )
    events = [
        Event(
            message.created_at,
            message.author_name,
            text=message.text,
            actor=request.company.name if message.is_from_company else "",
            icon="message-circle",
            tone="blue" if message.is_from_company else "gray",
        )
        for message in inquiry.messages.order_by("pk")
    ]
    is_open = inquiry.status != Inquiry.Status.CLOSED
    return {
        "header": PageHeader(
            inquiry.label,
            above=_("Question"),
            badges=(status_badge(inquiry),),
            crumbs=(Crumb(_("Questions"), reverse("customer:inquiry_list")),),
            actions=(reply,) if is_open else (),
        ),
        "timeline": events,
    }
