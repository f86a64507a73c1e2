"""Closes, locks and reopens periods. Every act waits for who is posting into the period."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounting.ledger.models import Period, PeriodException
from accounting.ledger.refusals import PeriodClosed
from accounting.ledger.vouchers import ManualJournal
from erp.access.decisions import ScopedQuerySet, require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Refused
from erp.events import announce


class PeriodOpen(Refused):
    """The period is open already."""

    code = "period_open"


class EarlierPeriodOpen(Refused):
    """Periods close in the order of the calendar."""

    code = "earlier_period_open"


class LaterPeriodClosed(Refused):
    """Periods reopen in the reverse order of the calendar."""

    code = "later_period_closed"


class YearClosed(Refused):
    """The fiscal year is closed."""

    code = "year_closed"


class JournalsWaiting(Refused):
    """Manual journals of the period wait for approval."""

    code = "journals_waiting"


class SecondPersonNeeded(Refused):
    """Another person than the one who did it must undo it, or allow it."""

    code = "second_person_needed"


class ReasonMissing(Refused):
    """The act must be given a reason."""

    code = "reason_missing"


class AlreadyExpired(Refused):
    """An exception must end in the future."""

    code = "already_expired"


@dataclass(frozen=True, slots=True)
class Locks:
    """Which kinds of entries a period refuses although it is open."""

    sales: bool = False
    purchases: bool = False
    tax: bool = False


@transaction.atomic
def close_period(scope: Scope, *, period_id: int) -> Period:
    """
    Close a period for everybody. Locks the period, and so waits for entries being posted into it.

    :raises AccessDenied: if `scope` may not close it
    :raises PeriodClosed: if it is closed already
    :raises EarlierPeriodOpen: if an earlier regular period of the company is open
    :raises JournalsWaiting: if a manual journal of these days waits for approval
    """
    period = _locked(period_id)
    require(scope, "accounting.close_period", period)
    if period.is_closed:
        raise PeriodClosed(_("The period %(period)s is closed.") % {"period": period})
    _require_earlier_closed(period)
    _require_nothing_waits(period)
    announce("period.closing", scope=scope, period=period)
    period.is_closed, period.closed_by = True, scope.actor
    period.save(update_fields=["is_closed", "closed_by"])
    audit.record(scope, "period.closed", period, period=period.name)
    return period


@transaction.atomic
def reopen_period(scope: Scope, *, period_id: int, reason: str) -> Period:
    """
    Open a closed period again, by another person than the one who closed it. Locks the period.

    :raises AccessDenied: if `scope` may not do it
    :raises ReasonMissing: if no reason is given
    :raises PeriodOpen: if it is open
    :raises SecondPersonNeeded: if the same person closed it
    :raises YearClosed: if its fiscal year is closed
    :raises LaterPeriodClosed: if a later regular period of the company is closed
    """
    period = _locked(period_id)
    require(scope, "accounting.close_period", period)
    require_reason(reason)
    if not period.is_closed:
        raise PeriodOpen(_("The period %(period)s is open.") % {"period": period})
    if period.closed_by_id == scope.actor.pk:
        raise SecondPersonNeeded(
            _("You closed the period %(period)s: another person must reopen it.") % {"period": period}
        )
    if period.fiscal_year.is_closed:
        raise YearClosed(_("The fiscal year %(year)s is closed.") % {"year": period.fiscal_year})
    later = _regular(period).filter(start_date__gt=period.end_date, is_closed=True)
    if period.kind == Period.Kind.REGULAR and (last := later.order_by("-start_date").first()):
        raise LaterPeriodClosed(_("Reopen the period %(period)s first.") % {"period": last})
    period.is_closed, period.closed_by = False, None
    period.save(update_fields=["is_closed", "closed_by"])
    audit.record(scope, "period.reopened", period, period=period.name, reason=reason)
    return period


@transaction.atomic
def lock_period(scope: Scope, *, period_id: int, locks: Locks) -> Period:
    """
    Set what an open period refuses: all three locks as given. Locks the row, and so waits for posters.

    :raises AccessDenied: if `scope` may not lock it
    :raises PeriodClosed: if it is closed
    """
    period = _locked(period_id)
    require(scope, "accounting.lock_period", period)
    if period.is_closed:
        raise PeriodClosed(_("The period %(period)s is closed.") % {"period": period})
    period.is_sales_locked = locks.sales
    period.is_purchases_locked = locks.purchases
    period.is_tax_locked = locks.tax
    period.save(update_fields=["is_sales_locked", "is_purchases_locked", "is_tax_locked"])
    audit.record(
        scope,
        "period.locked",
        period,
        period=period.name,
        sales=locks.sales,
        purchases=locks.purchases,
        tax=locks.tax,
    )
    return period


@dataclass(frozen=True, slots=True)
class Leave:
    """Who may post into a locked period, until when and why."""

    user_id: int
    expires_at: datetime.datetime
    reason: str


@transaction.atomic
def grant_exception(
    scope: Scope, *, period_id: int, leave: Leave, now: datetime.datetime
) -> PeriodException:
    """
    Let another person post into a locked period until a moment. Locks the period.

    :raises AccessDenied: if `scope` may not lock periods
    :raises ReasonMissing: if no reason is given
    :raises SecondPersonNeeded: if somebody grants it to themselves
    :raises AlreadyExpired: if it ends before it begins
    """
    period = _locked(period_id)
    require(scope, "accounting.lock_period", period)
    require_reason(leave.reason)
    if leave.user_id == scope.actor.pk:
        raise SecondPersonNeeded(_("Nobody grants an exception to themselves."))
    if leave.expires_at <= now:
        raise AlreadyExpired(_("An exception must end in the future."))
    exception = PeriodException.objects.create(
        company_id=period.company_id,
        period=period,
        user_id=leave.user_id,
        expires_at=leave.expires_at,
        reason=leave.reason,
        granted_by=scope.actor,
    )
    audit.record(
        scope,
        "period.exception_granted",
        period,
        period=period.name,
        user=str(leave.user_id),
        until=leave.expires_at.isoformat(),
        reason=leave.reason,
    )
    return exception


def require_reason(reason: str) -> None:
    """
    Let the caller go on only with a reason in words.

    :raises ReasonMissing: if there is none
    """
    if not reason.strip():
        raise ReasonMissing(_("Please give a reason."))


def _locked(period_id: int) -> Period:
    rows = Period.objects.select_for_update(of=["self"]).select_related("fiscal_year")
    return rows.get(pk=period_id)


def _regular(period: Period) -> ScopedQuerySet[Period]:
    return Period.objects.filter(company_id=period.company_id, kind=Period.Kind.REGULAR)


def _require_earlier_closed(period: Period) -> None:
    earlier = _regular(period).filter(end_date__lt=period.start_date, is_closed=False)
    if first := earlier.order_by("start_date").first():
        raise EarlierPeriodOpen(_("Close the period %(period)s first.") % {"period": first})


def _require_nothing_waits(period: Period) -> None:
    waiting = ManualJournal.objects.filter(
        company_id=period.company_id,
        status=ManualJournal.Status.WAITING,
        entry_date__range=(period.start_date, period.end_date),
    ).count()
    if waiting:
        raise JournalsWaiting(
            ngettext(
                "%(count)s manual journal of this period waits for approval.",
                "%(count)s manual journals of this period wait for approval.",
                waiting,
            )
            % {"count": waiting}
        )
