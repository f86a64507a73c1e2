"""The trial balance at any day, beside that of another day."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from accounting.ledger.models import Account, FiscalYear
from accounting.ledger.visibility import visible_branches
from accounting.reports.sums import Part, Sums, sums_on
from erp.access.scope import Scope

ZERO = Decimal(0)
VIEW_REPORTS = "accounting.view_reports"
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TrialBalanceRow:
    """
    One account: what it held before, what moved, what it holds; debits are positive.

    `compared` is what it held on the day compared with, None where no day was given.
    """

    account_id: int
    code: str
    name: str
    type: str
    opening: Decimal
    debit: Decimal
    credit: Decimal
    closing: Decimal
    compared: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """
    Every account that holds or moved something, in the order of the numbers.

    Movements count from `since` to `on`, both inclusive; closing amounts add up to zero.
    """

    since: datetime.date
    on: datetime.date
    compared_on: datetime.date | None
    rows: tuple[TrialBalanceRow, ...]

    @property
    def debit(self) -> Decimal:
        """All debits of the time shown."""
        return sum((row.debit for row in self.rows), ZERO)

    @property
    def credit(self) -> Decimal:
        """All credits of the time shown."""
        return sum((row.credit for row in self.rows), ZERO)

    @property
    def difference(self) -> Decimal:
        """What the accounts hold together: zero, for the whole company."""
        return sum((row.closing for row in self.rows), ZERO)


@dataclass(frozen=True, slots=True)
class TrialBalanceDays:
    """The day asked for; `since` is the first day of its fiscal year unless said otherwise."""

    on: datetime.date
    since: datetime.date | None = None
    compared_on: datetime.date | None = None


def trial_balance(scope: Scope, *, company_id: int, days: TrialBalanceDays) -> TrialBalance:
    """
    Return what each account held, moved and holds; of some branches where only these may be read.

    :raises AccessDenied: if `scope` may not read the company's reports
    """
    branch_ids = visible_branches(scope, VIEW_REPORTS, company_id=company_id)
    part = Part(company_id, branch_ids)
    since = days.since or year_start(company_id, days.on)
    after, before, *beside = sums_on(part, [days.on, since - DAY, *filter(None, [days.compared_on])])
    compared = beside[0] if beside else None
    accounts = Account.objects.filter(company_id=company_id).order_by("code")
    rows = (_row(account, before, after, compared) for account in accounts)
    kept = tuple(row for row in rows if _says_something(row))
    return TrialBalance(since, days.on, days.compared_on, kept)


def year_start(company_id: int, on: datetime.date) -> datetime.date:
    """Return the first day of the fiscal year that holds the day; without one, New Year of the day."""
    years = FiscalYear.objects.filter(company_id=company_id, start_date__lte=on, end_date__gte=on)
    return years.values_list("start_date", flat=True).first() or on.replace(month=1, day=1)


def _row(
    account: Account,
    before: dict[int, Sums],
    after: dict[int, Sums],
    compared: dict[int, Sums] | None,
) -> TrialBalanceRow:
    opening, closing = before.get(account.pk, Sums()), after.get(account.pk, Sums())
    moved = closing - opening
    return TrialBalanceRow(
        account.pk,
        account.code,
        account.name,
        account.type,
        opening.balance,
        moved.debit,
        moved.credit,
        closing.balance,
        None if compared is None else compared.get(account.pk, Sums()).balance,
    )


def _says_something(row: TrialBalanceRow) -> bool:
    return any((row.opening, row.debit, row.credit, row.closing, row.compared))
