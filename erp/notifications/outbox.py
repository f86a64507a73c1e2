"""Messages enter the outbox here, inside the transaction of the business act."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import lru_cache, partial
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from erp.notifications.models import Message
from erp.notifications.notices import tell_workers
from erp.writes import rows_of, write

_history: ContextVar[datetime.datetime | None] = ContextVar("history", default=None)

ONCE = ("company_id", "recipient", "document", "purpose")
QUEUE = "SELECT queue_messages(%s)"  # a function of the database (migration 0004)
TOLD_MAX = 20


@dataclass(frozen=True, slots=True)
class NewMessage:
    """
    A message to be sent, in the recipient's language, by the layouts `templates/messages/<template>.*`.

    `recipient` ("party:5"), `document` ("invoice:42") and `purpose` ("issue") make it unique in the
    company. `documents` names kinds to attach, printed from the record `document` when it is sent.
    With `sent_at` it is history taken over: on record as sent then, and never sent.
    """

    company_id: int
    recipient: str
    document: str
    purpose: str
    address: str
    template: str
    language: str = "en"
    context: Mapping[str, object] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    branch_id: int | None = None
    party_id: int | None = None
    may_resend: bool = False
    not_before: datetime.datetime | None = None
    sent_at: datetime.datetime | None = None


@contextmanager
def history(sent_at: datetime.datetime) -> Iterator[None]:
    """
    Put on record as sent at `sent_at` whatever is queued inside: documents that are taken over.

    Their recipients had them long ago, so nothing leaves the house and no worker is asked.
    """
    token = _history.set(sent_at)
    try:
        yield
    finally:
        _history.reset(token)


def queue(new: NewMessage) -> Message:
    """
    Put a message in the outbox; a worker sends it once the caller's transaction has committed.

    The second time for a recipient, document and purpose returns the row of the first and changes
    nothing. An address that cannot be right stops no business: the message is on record as failed. With
    the broker down the sweep finds it later.
    """
    queue_all([new], at_once=True)
    return Message.objects.get(**{name: getattr(new, name) for name in ONCE})


def queue_all(news: Iterable[NewMessage], *, at_once: bool = False) -> int:
    """
    Put many messages in the outbox by one statement; return how many were asked for.

    Those said before change nothing. The sweep sends them within a minute; `at_once` lets workers know
    after the commit, unless they are so many that a notice for each would help nobody.
    """
    rows = [_row(new) for new in news]
    if rows:
        write(QUEUE, [rows_of(rows)])
    waiting = [row["public_id"] for row in rows if row["status"] == Message.Status.QUEUED]
    if at_once and 0 < len(waiting) <= TOLD_MAX:
        transaction.on_commit(partial(tell_workers, waiting), robust=True)
    return len(rows)


def _row(new: NewMessage) -> dict[str, Any]:
    public_id = str(uuid4())
    sent_at = new.sent_at or _history.get()
    problem = "" if sent_at else _problem_of(new.address)
    status = Message.Status.SENT if sent_at else Message.Status.QUEUED
    return {
        "public_id": public_id,
        "company_id": new.company_id,
        "branch_id": new.branch_id,
        "party_id": new.party_id,
        "recipient": new.recipient,
        "document": new.document,
        "purpose": new.purpose,
        "channel": Message.Channel.EMAIL,
        "address": new.address,
        "language": new.language,
        "template": new.template,
        "context": new.context,
        "documents": new.documents,
        "internet_id": f"<{public_id}@{_domain(settings.DEFAULT_FROM_EMAIL)}>",
        "may_resend": new.may_resend,
        "status": Message.Status.FAILED if problem else status,
        "error": problem,
        "not_before": new.not_before,
        "sent_at": sent_at,
    }


def _problem_of(address: str) -> str:
    return "" if _is_address(address) else _("There is no valid e-mail address.")


@lru_cache(maxsize=4096)
def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


@lru_cache(maxsize=8)
def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"
