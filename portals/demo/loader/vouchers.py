"""What no document posts: the costs of each month, by voucher; and which months are closed."""

import datetime
from decimal import Decimal

from accounting.ledger.manual_journals import (
    Voucher,
    VoucherLine,
    draft_manual_journal,
    post_manual_journal,
)
from accounting.ledger.models import Account, FiscalYear, Period
from accounting.ledger.periods import close_period
from accounting.ledger.vouchers import ManualJournal
from accounting.ledger.year_end import close_fiscal_year
from erp.access.scope import Scope
from erp.clock import add_months
from erp.organization.models import Branch, Company
from portals.demo.loader.calendar import Span

# Purpose of the account, text, euros a month; the last line balances the others.
ROASTERY_COSTS = (
    ("salaries", "Wages of the roastery", "5200"),
    ("depreciation", "Roasting machine, straight line", "350"),
    ("accumulated_depreciation", "Roasting machine, straight line", "-350"),
    ("bank", "Wages of the roastery", "-5200"),
)
FRANCHISEE_COSTS = (
    ("salaries", "Wages of three units", "17400"),
    ("rent", "Rent of three units", "7900"),
    ("depreciation", "Fittings, straight line", "210"),
    ("accumulated_depreciation", "Fittings, straight line", "-210"),
    ("bank", "Wages and rent", "-25300"),
)
ACCRUAL = (
    ("professional_fees", "Annual accounts, expected fee", "1800"),
    ("accrued_expenses", "Annual accounts, expected fee", "-1800"),
)
OPEN_MONTHS = 2  # the current month and the one before are still being written

type Costs = tuple[tuple[str, str, str], ...]


class Bookkeeper:
    """Writes and posts the vouchers of one company, and closes its months."""

    def __init__(self, scope: Scope, company: Company, costs: Costs) -> None:
        self.scope, self.company, self.costs = scope, company, costs
        self.branch_id: int = Branch.objects.filter(company=company).order_by("pk")[0].pk
        purposes = {purpose for purpose, *_rest in (*costs, *ACCRUAL)}
        found = Account.objects.filter(company=company, purpose__in=purposes)
        self.account_ids: dict[str, int] = dict(found.values_list("purpose", "pk"))

    def month(self, span: Span, today: datetime.date) -> None:
        """Post the costs of a month on its last day; those of the running month come at its end."""
        if span.end < today:
            month = f"{span.start:%Y-%m}"
            voucher = self._draft(span.end, f"Costs of {month}", f"PR-{month}", self.costs)
            post_manual_journal(self.scope, manual_journal_id=voucher.pk)

    def accrue(self, today: datetime.date) -> None:
        """Leave a voucher on the desk that nobody has posted yet."""
        self._draft(today, "Annual accounts", f"AA-{today.year}", ACCRUAL)

    def close(self, today: datetime.date) -> None:
        """Close the months that are over and done; a year before the months that follow it."""
        running = add_months(today.replace(day=1), 1 - OPEN_MONTHS)
        for year in FiscalYear.objects.filter(company=self.company).order_by("start_date"):
            done = year.periods.filter(kind=Period.Kind.REGULAR, end_date__lt=running)
            for period in done.order_by("start_date"):
                close_period(self.scope, period_id=period.pk)
            if year.end_date < running:
                close_fiscal_year(self.scope, fiscal_year_id=year.pk)

    def _draft(self, day: datetime.date, narration: str, reference: str, costs: Costs) -> ManualJournal:
        amounts = [(self.account_ids[purpose], text, Decimal(amount)) for purpose, text, amount in costs]
        lines = [
            VoucherLine(account_id, max(amount, Decimal(0)), max(-amount, Decimal(0)), text)
            for account_id, text, amount in amounts
        ]
        voucher = Voucher(self.branch_id, day, narration, lines, reference)
        return draft_manual_journal(self.scope, voucher=voucher)
