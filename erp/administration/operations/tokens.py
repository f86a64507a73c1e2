"""Tokens by which a person's own programs act for them at the API."""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from knox.models import AuthToken

from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Refused

LIFETIME = datetime.timedelta(days=90)
TOKENS_MAX = 10


class TooManyTokens(Refused):
    """A person keeps a handful of tokens, so that a forgotten one is noticed."""

    code = "too_many_tokens"


@transaction.atomic
def create_token(scope: Scope, *, now: datetime.datetime) -> tuple[AuthToken, str]:
    """
    Make a token of one's own, good for 90 days; return its row and the token itself, shown only now.

    :raises TooManyTokens: if ten are in force
    """
    if own_tokens(scope, now=now).count() >= TOKENS_MAX:
        raise TooManyTokens(_("You have ten tokens in force. Revoke one that you no longer use."))
    row, token = AuthToken.objects.create(user=scope.actor, expiry=LIFETIME)
    audit.record(scope, "token.created", scope.actor, token=row.token_key)
    return row, token


@transaction.atomic
def revoke_token(scope: Scope, *, token_key: str) -> None:
    """End a token of one's own at once; one that is gone stays gone."""
    deleted, _rows = AuthToken.objects.filter(user=scope.actor, token_key=token_key).delete()
    if deleted:
        audit.record(scope, "token.revoked", scope.actor, token=token_key)


def own_tokens(scope: Scope, *, now: datetime.datetime) -> QuerySet[AuthToken]:
    """Return the tokens of who is asking that are in force, newest first."""
    rows: QuerySet[AuthToken] = AuthToken.objects.filter(user=scope.actor, expiry__gt=now)
    return rows.order_by("-created")
