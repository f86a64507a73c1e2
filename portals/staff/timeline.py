"""What was said and done about a record: the trail of acts and the messages that left, newest first."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.audit.models import AuditEvent
from erp.notifications.models import Message
from portals.components.badges import Text, Tone
from portals.components.records import Event
from portals.gate import ScopedRequest
from portals.staff.words import action_words

EVENTS_MAX = 40

# By the participle with which an action ends; the tone only helps the eye.
_LOOKS: dict[str, tuple[str, Tone]] = {
    "issued": ("file-invoice", "blue"),
    "created": ("plus", "gray"),
    "confirmed": ("check", "blue"),
    "shipped": ("truck-delivery", "teal"),
    "delivered": ("truck-delivery", "teal"),
    "canceled": ("ban", "orange"),
    "reversed": ("arrow-back-up", "orange"),
    "recorded": ("cash", "green"),
    "posted": ("cash", "green"),
    "allocated": ("link", "green"),
    "refunded": ("cash-banknote", "orange"),
    "written_off": ("trending-down", "orange"),
    "approved": ("circle-check", "green"),
    "declined": ("circle-x", "red"),
    "answered": ("message-circle", "blue"),
}
_LETTERS: dict[str, Text] = {"invoice": gettext_lazy("Invoice"), "reminder": gettext_lazy("Reminder")}
_MESSAGE_TONES: dict[str, Tone] = {"SENT": "green", "FAILED": "red", "UNKNOWN": "orange"}


def timeline_of(request: ScopedRequest, subjects: Iterable[str], party_id: int = 0) -> list[Event]:
    """
    Return the newest events of the records `subjects` ("invoice:42"), or of a party; two statements.

    The caller has shown that the reader may see these records; their trail comes with them.
    """
    about = Q(subject__in=list(subjects)) | (Q(party_id=party_id) if party_id else Q())
    acts = AuditEvent.objects.filter(about, company_id=request.company.pk).select_related("actor")
    acts = acts.exclude(action="activity.noted")  # the note itself says more
    named = Q(document__in=list(subjects)) | (Q(party_id=party_id) if party_id else Q())
    letters = Message.objects.filter(named, company_id=request.company.pk)
    events = [_act(act) for act in acts.order_by("-pk")[:EVENTS_MAX]]
    events += [_letter(letter) for letter in letters.order_by("-pk")[:EVENTS_MAX]]
    return sorted(events, key=lambda event: event.at, reverse=True)[:EVENTS_MAX]


def timeline_about(request: ScopedRequest, person: str) -> list[Event]:
    """Return what was done to the rights of a user ("user:7") in this company; one statement."""
    own = Q(company_id=request.company.pk, detail__user=person)
    made = Q(subject=person, company_id=None)
    acts = AuditEvent.objects.filter(own | made).select_related("actor").order_by("-pk")
    return [_act(act) for act in acts[:EVENTS_MAX]]


def _act(event: AuditEvent) -> Event:
    icon, tone = _LOOKS.get(event.action.rpartition(".")[2], ("circle-dot", "gray"))
    said = (str(event.detail.get(name, "")) for name in ("number", "right", "reason"))
    return Event(
        event.recorded_at,
        action_words(event.action),
        text=" · ".join(filter(None, said)),
        actor=str(event.actor),
        icon=icon,
        tone=tone,
    )


def _letter(message: Message) -> Event:
    return Event(
        message.sent_at or message.queued_at,
        _("%(state)s: %(purpose)s to %(address)s")
        % {
            "state": message.get_status_display(),
            "purpose": _LETTERS.get(message.template, message.template),
            "address": message.address,
        },
        text=message.error,
        icon="mail",
        tone=_MESSAGE_TONES.get(message.status, "gray"),
    )
