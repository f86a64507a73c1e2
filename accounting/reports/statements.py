"""Profit and loss, and the balance sheet."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from accounting.ledger.models import Account
from accounting.ledger.visibility import visible_branches
from accounting.reports.sums import Part, Sums, sums_between, sums_on
from accounting.reports.trial_balance import VIEW_REPORTS
from erp.access.scope import Scope

ZERO = Decimal(0)
TYPES = Account.Type


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One account on its own side, positive there; `compared` None where nothing is compared."""

    account_id: int
    code: str
    name: str
    amount: Decimal
    compared: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The accounts of one type, in the order of their numbers."""

    type: str
    rows: tuple[StatementRow, ...]

    @property
    def total(self) -> Decimal:
        """All rows together."""
        return sum((row.amount for row in self.rows), ZERO)

    @property
    def compared_total(self) -> Decimal:
        """All compared amounts together; zero where nothing is compared."""
        return sum((row.compared or ZERO for row in self.rows), ZERO)


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, both inclusive."""

    since: datetime.date
    until: datetime.date


@dataclass(frozen=True, slots=True)
class ProfitAndLoss:
    """What was earned and spent. Closing entries are left out, so a closed year shows its result."""

    span: Span
    compared: Span | None
    revenue: Section
    expense: Section

    @property
    def result(self) -> Decimal:
        """Revenue less expense: a profit is positive."""
        return self.revenue.total - self.expense.total

    @property
    def compared_result(self) -> Decimal:
        """The result of the span compared with."""
        return self.revenue.compared_total - self.expense.compared_total


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """
    What the company has and owes on a day.

    `result` is what profit and loss holds that no closing has moved to equity yet: a profit is positive.
    """

    on: datetime.date
    compared_on: datetime.date | None
    assets: Section
    liabilities: Section
    equity: Section
    result: Decimal
    compared_result: Decimal

    @property
    def difference(self) -> Decimal:
        """Assets less liabilities, equity and result: zero, for the whole company."""
        return self.assets.total - self.liabilities.total - self.equity.total - self.result


def profit_and_loss(
    scope: Scope, *, company_id: int, span: Span, compared: Span | None = None
) -> ProfitAndLoss:
    """
    Return revenue and expense of a span of days, beside those of another.

    :raises AccessDenied: if `scope` may not read the company's reports
    """
    branch_ids = visible_branches(scope, VIEW_REPORTS, company_id=company_id)
    part = Part(company_id, branch_ids, without_closing=True)
    moved = sums_between(part, span.since, span.until)
    beside = sums_between(part, compared.since, compared.until) if compared else None
    sections = _sections(company_id, moved, beside)
    return ProfitAndLoss(span, compared, sections[TYPES.REVENUE], sections[TYPES.EXPENSE])


def balance_sheet(
    scope: Scope, *, company_id: int, on: datetime.date, compared_on: datetime.date | None = None
) -> BalanceSheet:
    """
    Return assets, liabilities and equity on a day, beside those of another.

    :raises AccessDenied: if `scope` may not read the company's reports
    """
    branch_ids = visible_branches(scope, VIEW_REPORTS, company_id=company_id)
    part = Part(company_id, branch_ids)
    held, *beside = sums_on(part, [on, *filter(None, [compared_on])])
    sections = _sections(company_id, held, beside[0] if beside else None)
    revenue, expense = sections[TYPES.REVENUE], sections[TYPES.EXPENSE]
    return BalanceSheet(
        on,
        compared_on,
        sections[TYPES.ASSET],
        sections[TYPES.LIABILITY],
        sections[TYPES.EQUITY],
        revenue.total - expense.total,
        revenue.compared_total - expense.compared_total,
    )


def _sections(
    company_id: int, sums: dict[int, Sums], compared: dict[int, Sums] | None
) -> dict[str, Section]:
    rows: dict[str, list[StatementRow]] = {type_: [] for type_ in TYPES.values}
    for account in Account.objects.filter(company_id=company_id).order_by("code"):
        sign = 1 if account.type in (TYPES.ASSET, TYPES.EXPENSE) else -1
        amount = sign * sums.get(account.pk, Sums()).balance
        beside = None if compared is None else sign * compared.get(account.pk, Sums()).balance
        if amount or beside:
            rows[account.type].append(
                StatementRow(account.pk, account.code, account.name, amount, beside)
            )
    return {type_: Section(type_, tuple(found)) for type_, found in rows.items()}
