"""The outside asks here: one row is written, and a worker takes it from there."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from erp.access.decisions import require
from erp.access.scope import Scope
from erp.errors import Refused
from erp.submissions.models import Submission
from erp.submissions.registry import kind_named, understood
from erp.submissions.tasks import take_up


class KeyReused(Refused):
    """The key was used before for something else."""

    code = "key_reused"


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """One act as asked: its kind and payload, the caller's key, and for whom."""

    kind: str
    key: str
    payload: dict[str, Any]
    company_id: int
    party_id: int
    branch_id: int | None = None


@transaction.atomic
def submit(scope: Scope, *, new: NewSubmission) -> Submission:
    """
    Put an act on record for a worker; the row is all that is written. Asking again returns the first.

    :raises AccessDenied: if the scope may not submit for the party, or not this kind of act
    :raises Invalid: if the payload does not fit the kind
    :raises KeyReused: if the key was used for another act or payload
    """
    kind = kind_named(new.kind)
    asked = Submission(
        company_id=new.company_id,
        branch_id=new.branch_id,
        party_id=new.party_id,
        user=scope.actor,
        door=scope.door,
        kind=new.kind,
        key=new.key,
        payload=new.payload,
    )
    require(scope, "erp.submit", asked)
    require(scope, kind.permission, asked)
    understood(kind, new.payload)
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError:
        return _first(asked)
    transaction.on_commit(partial(take_up.delay, submission_id=asked.pk), robust=True)
    return asked


def _first(asked: Submission) -> Submission:
    first = Submission.objects.get(company_id=asked.company_id, party_id=asked.party_id, key=asked.key)
    if (first.kind, first.payload) != (asked.kind, asked.payload):
        raise KeyReused(_("This key was used before for something else."))
    return first
