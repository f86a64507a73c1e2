"""What service does when something was said: an answer is mailed to those who asked."""

import datetime
from collections.abc import Iterator

from crm.service.models import Inquiry, InquiryMessage
from erp.access.decisions import decide
from erp.access.queries import scope_of
from erp.audit.operations import subject_key
from erp.events import subscribe
from erp.identity.models import User
from erp.notifications import outbox
from erp.notifications.outbox import NewMessage

TEMPLATE = "answer"


def listen() -> None:
    """Register what service listens to."""
    subscribe("inquiry.answered")(mail_answer)


def mail_answer(*, inquiry: Inquiry, message: InquiryMessage, now: datetime.datetime) -> None:
    """
    Mail an answer, each in their language, to all outside who spoke in the inquiry and may read it.

    Each answer goes to each of them once. Grants, one statement for each who asked, count on the day of
    the answer: who left in the meantime learns nothing more.
    """
    for asker in _askers(inquiry, on=inquiry.company.date_at(now)):
        outbox.queue(
            NewMessage(
                company_id=inquiry.company_id,
                branch_id=inquiry.branch_id,
                party_id=inquiry.party_id,
                recipient=subject_key(asker),
                document=subject_key(inquiry),
                purpose=f"answer:{message.pk}",
                address=asker.email,
                language=asker.language,
                template=TEMPLATE,
                context={
                    "label": inquiry.label,
                    "text": message.text,
                    "page": f"/{inquiry.door}/questions/{inquiry.public_id}/",
                },
            )
        )


def _askers(inquiry: Inquiry, *, on: datetime.date) -> Iterator[User]:
    spoke = inquiry.messages.filter(is_from_company=False).values("author")
    for user in User.objects.filter(pk__in=spoke, is_system=False).order_by("pk"):
        scope = scope_of(user, door=inquiry.door, on=on)
        if decide(scope, "crm.view_inquiry", inquiry).allowed:
            yield user
