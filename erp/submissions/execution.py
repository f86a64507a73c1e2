"""A worker carries out what the outside asked, under the rights the submitter has at that moment."""

import datetime

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from erp.access.decisions import require
from erp.access.operations import system_user
from erp.access.queries import scope_of
from erp.access.scope import Scope
from erp.audit.operations import record
from erp.errors import Refused
from erp.submissions.models import Submission
from erp.submissions.registry import Outcome, kind_named, understood

TRIES_MAX = 5


@transaction.atomic
def take_up(*, submission_id: int, now: datetime.datetime) -> Submission:
    """
    Carry out one act in the scope that its submitter has now. Locks the row; once is enough.

    A refusal is an answer, in the submitter's language; whatever the act had written by then is undone.
    """
    submission = (
        Submission.objects.select_for_update(of=("self",)).select_related("user").get(pk=submission_id)
    )
    if submission.status != Submission.Status.RECEIVED:
        return submission
    user = submission.user
    executor = system_user("submissions")
    scope = scope_of(user, door=submission.door, on=now.date(), executor=executor)
    with translation.override(user.language):
        try:
            with transaction.atomic():
                outcome = _carried_out(scope, submission, now)
        except Refused as refusal:
            _finish(scope, submission, Submission.Status.REFUSED, Outcome(str(refusal)), now)
        except (PermissionDenied, ObjectDoesNotExist):
            words = _("Something this refers to does not exist, or is no longer open to you.")
            _finish(scope, submission, Submission.Status.REFUSED, Outcome(words), now)
        else:
            statuses = Submission.Status
            _finish(
                scope,
                submission,
                statuses.WAITING if outcome.is_waiting else statuses.ACCEPTED,
                outcome,
                now,
            )
    return submission


@transaction.atomic
def settle_waiting(
    scope: Scope, *, submission_id: int, is_accepted: bool, answer: str, now: datetime.datetime
) -> Submission:
    """
    End a submission that waited for approval; `answer` is for the submitter. Locks the row.

    One that waits no longer stays as it is.
    """
    submission = Submission.objects.select_for_update().get(pk=submission_id)
    if submission.status == Submission.Status.WAITING:
        status = Submission.Status.ACCEPTED if is_accepted else Submission.Status.REFUSED
        _finish(scope, submission, status, Outcome(answer, submission.result), now)
    return submission


@transaction.atomic
def note_failure(*, submission_id: int, now: datetime.datetime) -> None:
    """Count a try that ended in an error of ours; after the last one the submitter is told."""
    Submission.objects.filter(pk=submission_id).update(tries=F("tries") + 1)
    submission = Submission.objects.select_for_update().get(pk=submission_id)
    if submission.tries < TRIES_MAX or submission.status != Submission.Status.RECEIVED:
        return
    with translation.override(submission.user.language):
        words = _("This could not be carried out because of an error on our side. Please contact us.")
    scope = Scope(system_user("submissions"), "system", ())
    _finish(scope, submission, Submission.Status.REFUSED, Outcome(words), now)


def received_ids(*, before: datetime.datetime) -> list[int]:
    """Return the submissions that no worker has answered, oldest first: what a lost broker forgot."""
    waiting = Submission.objects.filter(status=Submission.Status.RECEIVED, created_at__lt=before)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:500])


def _carried_out(scope: Scope, submission: Submission, now: datetime.datetime) -> Outcome:
    kind = kind_named(submission.kind)
    require(scope, "erp.submit", submission)
    require(scope, kind.permission, submission)
    return kind.handler(scope, submission, understood(kind, submission.payload), now)


def _finish(
    scope: Scope, submission: Submission, status: str, outcome: Outcome, now: datetime.datetime
) -> None:
    submission.status, submission.answer, submission.result = status, outcome.answer, outcome.result
    submission.executor = scope.executor
    submission.finished_at = None if status == Submission.Status.WAITING else now
    submission.save(update_fields=["status", "answer", "result", "executor", "finished_at"])
    record(scope, f"submission.{status.lower()}", submission, kind=submission.kind)
