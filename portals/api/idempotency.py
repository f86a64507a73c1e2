"""One act per Idempotency-Key: the first answer is kept in the transaction of the act and replayed."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from erp.errors import Refused
from erp.identity.models import User
from erp.submissions.answers import answer_kept, keep_answer

HEADER = "Idempotency-Key"
KEY_LENGTH_MAX = 64


class KeyUsedForAnother(Refused):
    """The key was used before with another body or address."""

    code = "key_reused"


def answered_once(request: Request, act: Callable[[], tuple[int, Any]]) -> Response:
    """
    Return the kept answer to this key, or act and keep the answer. Needs an open transaction.

    Two at once with one key take turns: an advisory lock on user and key is held until the commit.

    :raises KeyUsedForAnother: if the key came before with another body or to another address
    """
    key = request.headers.get(HEADER, "")
    if not 0 < len(key) <= KEY_LENGTH_MAX:
        raise ValidationError(
            {HEADER: [_("Send a key of your own, 1 to 64 characters, so that a retry changes nothing.")]}
        )
    user = request.user
    if not isinstance(user, User):
        raise TypeError("the door lets only users in")
    _take_turns(user.pk, key)
    fingerprint = hashlib.sha256(json.dumps(request.data, sort_keys=True).encode()).hexdigest()
    kept = answer_kept(user, key=key)
    if kept is not None:
        if (kept.address, kept.body_sha256) != (request.path, fingerprint):
            raise KeyUsedForAnother(_("This key was used before with another body or address."))
        return Response(kept.body, status=kept.status_code, headers={"Idempotent-Replayed": "true"})
    status, answer = act()
    keep_answer(user, key=key, address=request.path, body_sha256=fingerprint, answer=(status, answer))
    return Response(answer, status=status)


def _take_turns(user_id: int, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"api:{user_id}:{key}"])
