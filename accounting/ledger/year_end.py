"""Closes a fiscal year: its result leaves profit and loss and is carried into the next year."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from accounting.ledger.entries import Balance, EntryKind, JournalEntry
from accounting.ledger.models import Account, FiscalYear, Journal, Period
from accounting.ledger.periods import EarlierPeriodOpen, YearClosed
from accounting.ledger.posting import EntryDraft, Line, post_entry
from accounting.ledger.queries import account_for
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Refused

ZERO = Decimal(0)


class NoNextYear(Refused):
    """The year that takes over the result is not open yet."""

    code = "no_next_year"


@dataclass(frozen=True, slots=True)
class AccountTotal:
    """What an account holds at a branch; debits are positive, credits negative."""

    account_id: int
    branch_id: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class YearEnd:
    """
    What closing a year would move, and what stands in its way; read before and after it.

    `totals` is empty once the year is closed; `entries` are what closing posted, close first.
    """

    totals: tuple[AccountTotal, ...]
    open_periods: tuple[Period, ...]
    following: FiscalYear | None
    entries: tuple[JournalEntry, ...]

    @property
    def result(self) -> Decimal:
        """What would be carried to equity: a profit is positive."""
        return -sum((total.amount for total in self.totals), ZERO)


def year_end_of(year: FiscalYear) -> YearEnd:
    """Return how a year stands before its close, or after it; four statements."""
    regular = Period.objects.filter(fiscal_year=year, kind=Period.Kind.REGULAR, is_closed=False)
    sources = [_source(year, purpose) for purpose in ("close", "carry-forward")]
    entries = JournalEntry.objects.filter(company=year.company_id, source__in=sources)
    return YearEnd(
        tuple(profit_and_loss_totals(year)),
        tuple(regular.order_by("start_date")),
        following_year(year),
        tuple(entries.select_related("series").order_by("entry_date", "pk")),
    )


@transaction.atomic
def close_fiscal_year(scope: Scope, *, fiscal_year_id: int) -> FiscalYear:
    """
    Close a year: move profit and loss to the result account, and the result to retained earnings.

    The first entry has kind CLOSING and stands in the adjustment period on the year's last day; the
    second, kind OPENING, on the first day of the next year. Accounts of the balance sheet run on by
    themselves. A year without profit and loss posts nothing. Locks: the year, its periods, then
    series and period.

    :raises AccessDenied: if `scope` may not close years
    :raises YearClosed: if it is closed already
    :raises EarlierPeriodOpen: if one of its regular periods is open
    :raises NoNextYear: if the next year is not open yet
    """
    year = (
        FiscalYear.objects.select_for_update(of=["self"])
        .select_related("company")
        .get(pk=fiscal_year_id)
    )
    require(scope, "accounting.close_year", year)
    if year.is_closed:
        raise YearClosed(_("The fiscal year %(year)s is closed.") % {"year": year})
    adjustment = _adjustment_period(year)
    following = following_year(year)
    if following is None:
        raise NoNextYear(_("Open the year after %(year)s first.") % {"year": year})
    totals = profit_and_loss_totals(year)
    if totals:
        _post_closing(scope, year, adjustment, totals)
        _carry_forward(scope, year, following, totals)
    Period.objects.filter(fiscal_year=year, is_closed=False).update(
        is_closed=True, closed_by=scope.actor
    )
    year.is_closed = True
    year.save(update_fields=["is_closed"])
    audit.record(scope, "fiscal_year.closed", year, year=year.name)
    return year


def profit_and_loss_totals(year: FiscalYear) -> list[AccountTotal]:
    """Return what each account of profit and loss holds at each branch; those at zero are left out."""
    rows = (
        Balance.objects.filter(
            company=year.company_id,
            period__fiscal_year=year,
            account__type__in=[Account.Type.REVENUE, Account.Type.EXPENSE],
        )
        .values("account_id", "branch_id", code=F("account__code"))
        .annotate(amount=Sum(F("debit") - F("credit")))
        .exclude(amount=0)
        .order_by("code", "branch_id")
    )
    return [AccountTotal(row["account_id"], row["branch_id"], row["amount"]) for row in rows]


def _adjustment_period(year: FiscalYear) -> Period:
    # Locked: who posts into one of them is waited for, so the totals read afterwards are final.
    periods = list(
        Period.objects.select_for_update().filter(fiscal_year=year).order_by("start_date", "pk")
    )
    for period in periods:
        if period.kind == Period.Kind.REGULAR and not period.is_closed:
            raise EarlierPeriodOpen(_("Close the period %(period)s first.") % {"period": period})
    return next(period for period in periods if period.kind == Period.Kind.ADJUSTMENT)


def following_year(year: FiscalYear) -> FiscalYear | None:
    """Return the year that takes over the result, if it is open."""
    later = FiscalYear.objects.filter(company=year.company_id, start_date__gt=year.end_date)
    return later.order_by("start_date").first()


def _source(year: FiscalYear, purpose: str) -> str:
    return f"fiscalyear:{year.pk}:{purpose}"


def _post_closing(
    scope: Scope, year: FiscalYear, adjustment: Period, totals: list[AccountTotal]
) -> JournalEntry:
    result = account_for(year.company_id, "result")
    cleared = [_line(year, total.account_id, total.branch_id, -total.amount) for total in totals]
    kept = [_line(year, result.pk, branch, amount) for branch, amount in _by_branch(totals)]
    return post_entry(
        scope,
        EntryDraft(
            company_id=year.company_id,
            journal_code=_journal_code(year, Journal.Kind.CLOSING),
            entry_date=year.end_date,
            document_date=year.end_date,
            source=_source(year, "close"),
            lines=[*cleared, *kept],
            narration=year.name,
            kind=EntryKind.CLOSING,
            period_id=adjustment.pk,
        ),
    )


def _carry_forward(
    scope: Scope, year: FiscalYear, following: FiscalYear, totals: list[AccountTotal]
) -> None:
    result = account_for(year.company_id, "result")
    retained = account_for(year.company_id, "retained_earnings")
    lines = [
        _line(year, account.pk, branch, sign * amount)
        for branch, amount in _by_branch(totals)
        for account, sign in ((result, -1), (retained, 1))
    ]
    if not lines:
        return  # revenue and expense were equal
    post_entry(
        scope,
        EntryDraft(
            company_id=year.company_id,
            journal_code=_journal_code(year, Journal.Kind.OPENING),
            entry_date=following.start_date,
            document_date=following.start_date,
            source=_source(year, "carry-forward"),
            lines=lines,
            narration=year.name,
            kind=EntryKind.OPENING,
        ),
    )


def _by_branch(totals: list[AccountTotal]) -> list[tuple[int, Decimal]]:
    sums: dict[int, Decimal] = {}
    for total in totals:
        sums[total.branch_id] = sums.get(total.branch_id, ZERO) + total.amount
    return [(branch, amount) for branch, amount in sums.items() if amount]


def _line(year: FiscalYear, account_id: int, branch_id: int, amount: Decimal) -> Line:
    return Line(
        account_id=account_id,
        branch_id=branch_id,
        debit=max(amount, ZERO),
        credit=max(-amount, ZERO),
        currency=year.company.base_currency,
        currency_amount=amount,
    )


def _journal_code(year: FiscalYear, kind: str) -> str:
    journals = Journal.objects.filter(company=year.company_id, kind=kind).order_by("pk")
    return journals.values_list("code", flat=True)[0]
