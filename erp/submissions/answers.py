"""Answers of the API that are kept, so that a retry is answered alike."""

from typing import Any

from erp.identity.models import User
from erp.submissions.models import IdempotentAnswer


def answer_kept(user: User, *, key: str) -> IdempotentAnswer | None:
    """Return what a user was answered under `key`, or None."""
    return IdempotentAnswer.objects.filter(user=user, key=key).first()


def keep_answer(
    user: User, *, key: str, address: str, body_sha256: str, answer: tuple[int, Any]
) -> IdempotentAnswer:
    """Keep the status and the JSON of an answer; call it in the transaction of the act."""
    return IdempotentAnswer.objects.create(
        user=user,
        key=key,
        address=address,
        body_sha256=body_sha256,
        status_code=answer[0],
        body=answer[1],
    )
