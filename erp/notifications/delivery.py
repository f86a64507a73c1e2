"""Claim, commit, send, mark: a message is delivered once, or shown as unknown."""

import datetime
import logging
import smtplib
from collections.abc import Iterable
from contextlib import suppress

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet

from erp.errors import Refused
from erp.events import announce
from erp.notifications.letters import letter_for
from erp.notifications.models import Message

CLAIM_LASTS = datetime.timedelta(minutes=10)  # longer than printing and the mail server's time limits
TRIES_MAX = 12
WAIT_MINUTES_MAX = 360

log = logging.getLogger(__name__)


class NoLongerTrue(Refused):
    """What a message says is no longer so; a listener of "message.sending" raises it with the reason."""

    code = "no_longer_true"


class NotAccepted(Exception):
    """The mail server did not take the message; `is_final` says whether it ever will."""

    def __init__(self, words: str, *, is_final: bool) -> None:
        super().__init__(words)
        self.is_final = is_final


def send_message(*, message_id: int, now: datetime.datetime) -> None:
    """
    Send one waiting message; do nothing if it was sent, is not due, or another worker claimed it.

    Listeners of "message.sending" may cancel what is no longer true. The claim is committed before
    anything leaves the house, and no transaction is open while a document is printed or the mail server
    talks. What the server did not take is tried again later or shown as
    failed. When nobody knows whether it took it, it is shown as unknown; so is the claim of a worker
    that died, by `expire_claims`.

    :raises RuntimeError: if called inside a transaction
    """
    with transaction.atomic(durable=True):
        waiting = _due(now).filter(pk=message_id)
        claimed = waiting.update(
            status=Message.Status.CLAIMED, claimed_at=now, tries=F("tries") + 1, error=""
        )
    if not claimed:
        return
    message = Message.objects.select_related("company").get(pk=message_id)
    try:
        announce("message.sending", message=message)
        letter = letter_for(message, today=message.company.date_at(now))
    except NoLongerTrue as reason:
        _mark(message, Message.Status.CANCELED, error=str(reason))
        return
    except Exception as error:  # whatever it was, nothing was sent, and it shows
        log.exception("message %s cannot be written", message_id)
        words = str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
        _mark(message, Message.Status.FAILED, error=words)
        return
    try:
        hand_over(letter)
    except NotAccepted as refusal:
        _retry_or_fail(message, refusal, now)
    except Exception as error:  # noqa: BLE001 - it may have been taken: only a person can tell
        log.warning("message %s is perhaps sent: %s", message_id, error)
        _mark(message, Message.Status.UNKNOWN, error=f"{type(error).__name__}: {error}")
    else:
        _mark(message, Message.Status.SENT, sent_at=now)


def hand_over(letter: EmailMessage) -> None:
    """
    Give a mail to the mail server.

    :raises NotAccepted: if the server cannot be reached or says no, so that it surely was not taken
    :raises Exception: anything else leaves open whether it was taken
    """
    server = mailers["default"]
    _open(server)
    try:
        server.send_messages([letter])
    except smtplib.SMTPRecipientsRefused as refusal:
        raise _not_accepted(*next(iter(refusal.recipients.values()))) from refusal
    except smtplib.SMTPResponseException as refusal:
        raise _not_accepted(refusal.smtp_code, refusal.smtp_error) from refusal
    except ValueError as problem:  # an address or a header that no mail can have
        raise NotAccepted(str(problem), is_final=True) from problem
    finally:
        with suppress(OSError, smtplib.SMTPException):  # what was taken stays taken
            server.close()


def expire_claims(*, now: datetime.datetime) -> int:
    """
    Settle messages claimed too long ago, by workers that died, and return how many.

    Those that may be resent wait again under their Message-ID; the others are shown as unknown.
    """
    old = Message.objects.filter(status=Message.Status.CLAIMED, claimed_at__lt=now - CLAIM_LASTS)
    again = old.filter(may_resend=True, tries__lt=TRIES_MAX).update(status=Message.Status.QUEUED)
    return again + old.update(status=Message.Status.UNKNOWN)


def ids_of(public_ids: Iterable[str]) -> list[int]:
    """Return the messages so named, oldest first."""
    return list(
        Message.objects.filter(public_id__in=public_ids).order_by("pk").values_list("pk", flat=True)
    )


def due_ids(*, now: datetime.datetime, at_most: int) -> list[int]:
    """Return the messages that wait and are due, oldest first."""
    return list(_due(now).order_by("pk").values_list("pk", flat=True)[:at_most])


def _due(now: datetime.datetime) -> QuerySet[Message]:
    due = Q(not_before=None) | Q(not_before__lte=now)
    return Message.objects.filter(due, status=Message.Status.QUEUED)


def _open(server: BaseEmailBackend) -> None:
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as problem:
        raise NotAccepted(f"{type(problem).__name__}: {problem}", is_final=False) from problem


def _retry_or_fail(message: Message, refusal: NotAccepted, now: datetime.datetime) -> None:
    if refusal.is_final or message.tries >= TRIES_MAX:
        _mark(message, Message.Status.FAILED, error=str(refusal))
        return
    wait = datetime.timedelta(minutes=min(2 ** (message.tries - 1), WAIT_MINUTES_MAX))
    _mark(message, Message.Status.QUEUED, error=str(refusal), not_before=now + wait)


def _mark(message: Message, status: Message.Status, **columns: object) -> None:
    # Only this try's own claim, also when it has been given up meanwhile: what is known now counts.
    mine = Message.objects.filter(
        pk=message.pk,
        tries=message.tries,
        status__in=[Message.Status.CLAIMED, Message.Status.UNKNOWN],
    )
    if "error" in columns:
        columns["error"] = str(columns["error"])[:200]
    mine.update(status=status, **columns)


def _not_accepted(code: int, said: bytes | str) -> NotAccepted:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return NotAccepted(f"{code} {words}", is_final=code >= 500)
