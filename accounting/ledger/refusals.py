"""Why the ledger says no, in words."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Protocol, Self

from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounting.ledger.entries import JournalEntry
from accounting.ledger.models import Journal, Period
from erp.errors import Refused
from erp.numbering.operations import NoSeries, why_no_number


class Unbalanced(Exception):
    """Raised when debits and credits differ: a bug in the caller, never a user's mistake."""


class NoPeriod(Refused):
    """No accounting period holds the day."""

    code = "no_period"


class PeriodClosed(Refused):
    """The accounting period of the day is closed."""

    code = "period_closed"


class PeriodLocked(Refused):
    """The period is locked for this kind of journal."""

    code = "period_locked"


class AlreadyPosted(Refused):
    """The same act on the same document is in the books already."""

    code = "already_posted"

    @classmethod
    def of(cls, source: str) -> Self:
        """Return the refusal for one source."""
        return cls(_("%(source)s is in the books already.") % {"source": source})


class AlreadyReversed(Refused):
    """An entry is reversed once."""

    code = "already_reversed"

    @classmethod
    def of(cls, label: str) -> Self:
        """Return the refusal for one entry."""
        return cls(_("Entry %(label)s is reversed already.") % {"label": label})


class NothingPosted(Exception):
    """Raised when the books took nothing and no rule explains it: no such journal, or a bug."""


class Draft(Protocol):
    """The part of a draft that decides whether it may be posted."""

    @property
    def company_id(self) -> int: ...
    @property
    def journal_code(self) -> str: ...
    @property
    def entry_date(self) -> datetime.date: ...
    @property
    def period_id(self) -> int | None: ...
    @property
    def source(self) -> str: ...


def why_not_posted(drafts: Sequence[Draft], *, prepared_by_id: int) -> Exception:
    """Return what to raise for drafts that the books did not take: the first rule that they break."""
    first = drafts[0]
    journal = Journal.objects.filter(company_id=first.company_id, code=first.journal_code).first()
    if journal is None:
        return NothingPosted(f"company {first.company_id} has no journal {first.journal_code}")
    for draft in drafts:
        if refusal := _why_not_by_period(draft, journal, prepared_by_id) or _posted_before(draft):
            return refusal
    # Periods take them and they are new, so the series said no: to the last day, or to the first.
    days = [draft.entry_date for draft in drafts]
    refusals = [
        why_no_number(company_id=first.company_id, code=first.journal_code, on=day)
        for day in (max(days), min(days))
    ]
    refusal = next((each for each in refusals if isinstance(each, NoSeries)), refusals[-1])
    if isinstance(refusal, NoSeries) or journal.kind == Journal.Kind.SALES:
        return refusal
    return _closed_in_this_moment()  # and open again since


def why_too_late(error: IntegrityError, draft: Draft) -> Refused | None:
    """
    Return the refusal for what somebody else committed while we posted: the same source, or the end of
    the period; None if the error says something else. Asks the database nothing: it takes no question.
    """
    if "entry_company_source" in str(error):
        return AlreadyPosted.of(draft.source)
    if "no open period holds" in str(error):
        return _closed_in_this_moment()
    return None


def _closed_in_this_moment() -> PeriodClosed:
    return PeriodClosed(_("The accounting period was closed or locked in this very moment."))


def _why_not_by_period(draft: Draft, journal: Journal, prepared_by_id: int) -> Refused | None:
    day = draft.entry_date
    periods = Period.objects.filter(company_id=draft.company_id, start_date__lte=day, end_date__gte=day)
    wanted = {"pk": draft.period_id} if draft.period_id else {"kind": Period.Kind.REGULAR}
    period = periods.filter(**wanted).first()
    if period is None:
        return NoPeriod(_("No accounting period holds %(day)s.") % {"day": day})
    if period.is_closed:
        return PeriodClosed(_("The period %(period)s is closed.") % {"period": period})
    if period.locks(journal.kind) and not period.excepts(prepared_by_id):
        return PeriodLocked(
            _("The period %(period)s is locked for journal %(journal)s.")
            % {"period": period, "journal": journal}
        )
    return None


def _posted_before(draft: Draft) -> Refused | None:
    posted = JournalEntry.objects.filter(company_id=draft.company_id, source=draft.source)
    return AlreadyPosted.of(draft.source) if posted.exists() else None
