"""What staff do about messages that did not leave, or perhaps did."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit.operations import record
from erp.errors import Refused
from erp.notifications.models import Message
from erp.notifications.notices import tell_workers

PERMISSION = "erp.send_message"
STUCK = (Message.Status.UNKNOWN, Message.Status.FAILED, Message.Status.CANCELED)


class CannotResend(Refused):
    """The message waits or was sent."""

    code = "cannot_resend"


class CannotCancel(Refused):
    """The message is being sent, or was."""

    code = "cannot_cancel"


@transaction.atomic
def resend_message(scope: Scope, *, message_id: int, address: str = "") -> Message:
    """
    Send a message again that failed, was canceled or is perhaps sent, under its own Message-ID.

    An `address` replaces the one that was wrong. Locks the message.

    :raises AccessDenied: if the scope may not send messages of that company
    :raises CannotResend: if it waits or was sent
    """
    message = Message.objects.select_for_update().get(pk=message_id)
    require(scope, PERMISSION, message)
    if message.status not in STUCK:
        raise CannotResend(_("This message waits to be sent, or was sent."))
    before = message.status
    message.status, message.error, message.tries, message.not_before = Message.Status.QUEUED, "", 0, None
    message.address = address or message.address
    message.save(update_fields=["status", "error", "tries", "not_before", "address"])
    record(scope, "message.resent", message, was=before)
    transaction.on_commit(partial(tell_workers, [str(message.public_id)]), robust=True)
    return message


@transaction.atomic
def cancel_message(scope: Scope, *, message_id: int) -> Message:
    """
    Take a message back that has not left. Locks the message.

    :raises AccessDenied: if the scope may not send messages of that company
    :raises CannotCancel: if it is being sent, or was
    """
    message = Message.objects.select_for_update().get(pk=message_id)
    require(scope, PERMISSION, message)
    if message.status not in (Message.Status.QUEUED, Message.Status.FAILED):
        raise CannotCancel(_("This message is being sent, or was sent."))
    message.status = Message.Status.CANCELED
    message.save(update_fields=["status"])
    record(scope, "message.canceled", message)
    return message
