"""Status by badge and word: one tone per stored code, in colors that meet 4.5:1 in both themes."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

type Tone = Literal["gray", "blue", "green", "yellow", "orange", "red", "purple", "teal"]
type Text = str | Promise

TONES: dict[Tone, str] = {
    "gray": "DRAFT NEW ARCHIVED CANCELLED CANCELED INACTIVE REVERSED SUPERSEDED ENDED",
    "blue": "ISSUED SENT CONFIRMED ORDERED RECEIVED POSTED SUBMITTED IN_PROGRESS OPEN",
    "green": "PAID ACCEPTED ACTIVE APPROVED CLOSED DELIVERED DONE INVOICED MATCHED SETTLED VERIFIED",
    "yellow": "WAITING PENDING DUE DUE_SOON QUEUED CLAIMED UNVERIFIED PARTLY_DELIVERED",
    "orange": "DISPUTED BLOCKED ON_HOLD UNKNOWN PARTIAL RETURNED",
    "red": "OVERDUE REFUSED REJECTED FAILED LOCKED CHARGED_BACK WRITTEN_OFF",
    "purple": "PARTLY_PAID PLANNED ON_PLAN CREDITED",
    "teal": "SHIPPED PROMISED RESERVED ON_ACCOUNT",
}
_TONE_OF = {code: tone for tone, codes in TONES.items() for code in codes.split()}


@dataclass(frozen=True, slots=True)
class Badge:
    """A word in a tone; the word alone says everything, the tone only helps the eye."""

    label: Text
    tone: Tone = "gray"


def tone_of(code: str) -> Tone:
    """Return the tone of a stored code; gray for one without a tone of its own."""
    return _TONE_OF.get(code, "gray")


def status_badge(row: object, field: str = "status") -> Badge:
    """Return the badge of a choice field of `row`, labeled as the field's choices say."""
    code = getattr(row, field)
    label = getattr(row, f"get_{field}_display", None)
    return Badge(label() if label else code, tone_of(code))
