"""Messages enter the outbox here, inside the transaction of the business act."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import partial
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils.translation import gettext as _

from erp.notifications.models import Message
from erp.notifications.tasks import deliver

_history: ContextVar[datetime.datetime | None] = ContextVar("history", default=None)

ONCE = ("company_id", "recipient", "document", "purpose")


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
    the broker down the sweep finds it later. One SQL statement.
    """
    message = _row(new)
    message.pk = _insert(message)
    if message.pk is None:
        return Message.objects.get(**{name: getattr(message, name) for name in ONCE})
    if message.status == Message.Status.QUEUED:
        transaction.on_commit(partial(deliver.delay, message_id=message.pk), robust=True)
    return message


def queue_all(news: Iterable[NewMessage]) -> int:
    """
    Put many messages in the outbox by one statement; return how many were asked for.

    Those said before change nothing. The sweep sends them: a run of thousands needs no notice for each.
    """
    rows = [_row(new) for new in news]
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return len(rows)


def _row(new: NewMessage) -> Message:
    public_id = uuid4()
    sent_at = new.sent_at or _history.get()
    problem = "" if sent_at else _problem_of(new.address)
    status = Message.Status.SENT if sent_at else Message.Status.QUEUED
    return Message(
        public_id=public_id,
        company_id=new.company_id,
        branch_id=new.branch_id,
        party_id=new.party_id,
        recipient=new.recipient,
        document=new.document,
        purpose=new.purpose,
        address=new.address,
        language=new.language,
        template=new.template,
        context=dict(new.context),
        documents=list(new.documents),
        internet_id=f"<{public_id}@{_domain()}>",
        may_resend=new.may_resend,
        status=Message.Status.FAILED if problem else status,
        error=problem,
        not_before=new.not_before,
        sent_at=sent_at,
    )


def _problem_of(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        return _("There is no valid e-mail address.")
    return ""


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _insert(message: Message) -> int | None:
    """Insert unless it is there; Django's own bulk insert does not tell which of the two happened."""
    fields = [each for each in Message._meta.concrete_fields if not each.primary_key]
    values = [each.get_db_prep_save(each.pre_save(message, add=True), connection) for each in fields]
    columns = ", ".join(f'"{each.column}"' for each in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = (
        f"INSERT INTO {Message._meta.db_table} ({columns}) VALUES ({places})"  # noqa: S608 - own names
        f" ON CONFLICT ({', '.join(ONCE)}) DO NOTHING RETURNING id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchone()
    return found[0] if found else None
