"""Acts wait for a second person here, and go on or end when that person decides."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from erp.access.decisions import AccessDenied, require
from erp.access.models import Grant
from erp.access.scope import Scope
from erp.approvals.models import ApprovalRequest, ApprovalRule
from erp.approvals.registry import kind_named
from erp.audit.operations import record, subject_key
from erp.errors import Refused


class AlreadyDecided(Refused):
    """Somebody decided before."""

    code = "already_decided"


class OwnRequest(Refused):
    """Who asked may not decide."""

    code = "own_request"


class ReasonMissing(Refused):
    """A request is declined with a reason, in words for who asked."""

    code = "reason_missing"


@dataclass(frozen=True, slots=True)
class Question:
    """What waits: a kind of act on a record, in one line for who decides; the amount in its currency."""

    kind: str
    subject: Model
    summary: str
    amount: Decimal | None = None
    currency: str = ""


def rule_for(*, company_id: int, kind: str, amount: Decimal | None = None) -> ApprovalRule | None:
    """
    Return the rule that makes an act of this kind and amount wait, or None: then it passes by itself.

    The rule with the highest `amount_min` not above the amount rules. An act without an amount meets
    only rules from zero on.
    """
    rules = ApprovalRule.objects.filter(
        company_id=company_id, kind=kind, is_active=True, amount_min__lte=amount or 0
    )
    return rules.select_related("role").order_by("-amount_min").first()


def request_approval(scope: Scope, *, rule: ApprovalRule, question: Question) -> ApprovalRequest:
    """
    Let an act wait for the role that `rule` names. Asking again while it waits returns the same request.
    """
    subject = question.subject
    request, is_new = ApprovalRequest.objects.get_or_create(
        company_id=rule.company_id,
        kind=question.kind,
        subject=subject_key(subject),
        status=ApprovalRequest.Status.WAITING,
        defaults={
            "branch_id": getattr(subject, "branch_id", None),
            "party_id": getattr(subject, "party_id", None),
            "summary": question.summary,
            "amount": question.amount,
            "currency": question.currency,
            "role": rule.role,
            "requested_by": scope.actor,
        },
    )
    if is_new:
        record(scope, "approval.requested", request, about=request.subject, kind=request.kind)
    return request


@transaction.atomic
def decide_request(
    scope: Scope, *, request_id: int, approve: bool, reason: str, now: datetime.datetime
) -> ApprovalRequest:
    """
    Approve or decline what waits, and carry on with the act. Locks the request.

    :raises AccessDenied: if the actor does not hold the role that the request waits for
    :raises AlreadyDecided: if it waits no longer
    :raises OwnRequest: if the actor asked for it
    :raises ReasonMissing: if it is declined without a reason
    """
    request = ApprovalRequest.objects.select_for_update().select_related("role").get(pk=request_id)
    require(scope, "erp.view_approvalrequest", request)
    _require_role(scope, request, now.date())
    if request.status != ApprovalRequest.Status.WAITING:
        raise AlreadyDecided(_("%(decider)s decided this before.") % {"decider": request.decided_by})
    if request.requested_by_id == scope.actor.pk:
        raise OwnRequest(_("You asked for this approval, so somebody else must decide."))
    if not approve and not reason.strip():
        raise ReasonMissing(_("Give a reason, so that who asked knows what to change."))
    statuses = ApprovalRequest.Status
    request.status = statuses.APPROVED if approve else statuses.DECLINED
    request.decided_by, request.decided_at, request.reason = scope.actor, now, reason.strip()
    request.save(update_fields=["status", "decided_by", "decided_at", "reason"])
    kind = kind_named(request.kind)
    (kind.on_approved if approve else kind.on_declined)(scope, request, now)
    record(scope, f"approval.{request.status.lower()}", request, about=request.subject)
    return request


def _require_role(scope: Scope, request: ApprovalRequest, today: datetime.date) -> None:
    place = Q(company_id=request.company_id) | Q(branch_id=request.branch_id, branch__isnull=False)
    held = Grant.objects.in_force(today).filter(place, user=scope.actor, role=request.role)
    if not held.exists():
        raise AccessDenied(_("This waits for somebody in the role %(role)s.") % {"role": request.role})
