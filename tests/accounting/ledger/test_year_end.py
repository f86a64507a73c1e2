"""Closing a fiscal year and carrying its result forward."""

import datetime
from decimal import Decimal

import pytest

from accounting.ledger.entries import Balance, JournalEntry
from accounting.ledger.models import Account, FiscalYear, Period
from accounting.ledger.periods import EarlierPeriodOpen, YearClosed
from accounting.ledger.year_end import NoNextYear, close_fiscal_year
from accounting.setup.operations import open_fiscal_year
from erp.access.decisions import AccessDenied
from erp.audit.models import AuditEvent
from erp.organization.models import Branch
from tests.accounting.posting import post_plain

MARCH = datetime.date(2026, 3, 1)


@pytest.fixture
def year(company):
    return FiscalYear.objects.get(company=company, name="2026")


@pytest.fixture
def traded_year(scope, company, branch, year):
    """Sold for 1,000.00, bought for 350.00, paid 250.00 rent: a profit of 400.00; all months closed."""
    post_plain(scope, branch, MARCH, ("1000", "1000"), ("4000", "-1000"))
    post_plain(scope, branch, MARCH, ("5000", "350"), ("6100", "250"), ("1000", "-600"))
    open_fiscal_year(scope, company_id=company.pk, start_date=datetime.date(2027, 1, 1))
    year.periods.filter(kind=Period.Kind.REGULAR).update(is_closed=True)
    return year


def lines_of(entry):
    return list(entry.lines.order_by("line_no").values_list("account__code", "debit", "credit"))


def test_closing_moves_profit_and_loss_to_the_result(scope, traded_year):
    close_fiscal_year(scope, fiscal_year_id=traded_year.pk)

    entry = JournalEntry.objects.get(source=f"fiscalyear:{traded_year.pk}:close")
    assert (entry.kind, entry.entry_date, entry.period.name) == (
        "CLOSING",
        datetime.date(2026, 12, 31),
        "2026/13",
    )
    # 1,000 - 350 - 250 = 400 profit, a credit
    assert lines_of(entry) == [
        ("4000", Decimal(1000), 0),
        ("5000", 0, Decimal(350)),
        ("6100", 0, Decimal(250)),
        ("3200", 0, Decimal(400)),
    ]


def test_the_result_is_carried_into_the_next_year(scope, traded_year):
    close_fiscal_year(scope, fiscal_year_id=traded_year.pk)

    entry = JournalEntry.objects.get(source=f"fiscalyear:{traded_year.pk}:carry-forward")
    assert (entry.kind, entry.entry_date) == ("OPENING", datetime.date(2027, 1, 1))
    assert lines_of(entry) == [("3200", Decimal(400), 0), ("3100", 0, Decimal(400))]


def test_a_loss_is_carried_on_the_other_side(scope, company, branch, year):
    post_plain(scope, branch, MARCH, ("6100", "250.55"), ("1000", "-250.55"))
    open_fiscal_year(scope, company_id=company.pk, start_date=datetime.date(2027, 1, 1))
    year.periods.filter(kind=Period.Kind.REGULAR).update(is_closed=True)

    close_fiscal_year(scope, fiscal_year_id=year.pk)

    entry = JournalEntry.objects.get(source=f"fiscalyear:{year.pk}:carry-forward")
    assert lines_of(entry) == [("3200", 0, Decimal("250.55")), ("3100", Decimal("250.55"), 0)]


def test_each_branch_keeps_its_own_result(scope, company, traded_year, year):
    second = Branch.objects.create(company=company, code="NORTH", name="North")
    year.periods.filter(name="2026-12").update(is_closed=False)
    post_plain(scope, second, datetime.date(2026, 12, 5), ("1000", "70"), ("4000", "-70"))
    year.periods.filter(name="2026-12").update(is_closed=True)

    close_fiscal_year(scope, fiscal_year_id=year.pk)

    entry = JournalEntry.objects.get(source=f"fiscalyear:{year.pk}:close")
    kept = entry.lines.filter(account__code="3200")
    assert sorted(kept.values_list("branch__code", "credit")) == [("HQ", 400), ("NORTH", 70)]


def test_afterwards_profit_and_loss_is_empty_and_the_year_closed(scope, traded_year):
    close_fiscal_year(scope, fiscal_year_id=traded_year.pk)

    held = {}
    for balance in Balance.objects.filter(account__type__in=["REVENUE", "EXPENSE"]):
        held[balance.account_id] = held.get(balance.account_id, 0) + balance.debit - balance.credit
    assert set(held.values()) == {0}
    traded_year.refresh_from_db()
    assert traded_year.is_closed
    assert not traded_year.periods.filter(is_closed=False).exists()
    assert AuditEvent.objects.get(action="fiscal_year.closed").detail == {"year": "2026"}


def test_a_year_closes_once(scope, traded_year):
    close_fiscal_year(scope, fiscal_year_id=traded_year.pk)
    before = JournalEntry.objects.count()

    with pytest.raises(YearClosed):
        close_fiscal_year(scope, fiscal_year_id=traded_year.pk)

    assert JournalEntry.objects.count() == before


def test_a_year_with_an_open_month_stays_open(scope, traded_year):
    traded_year.periods.filter(name="2026-07").update(is_closed=False)

    with pytest.raises(EarlierPeriodOpen, match="Close the period 2026-07 first"):
        close_fiscal_year(scope, fiscal_year_id=traded_year.pk)

    assert not JournalEntry.objects.filter(kind="CLOSING").exists()


def test_the_next_year_must_be_there(scope, year):
    year.periods.filter(kind=Period.Kind.REGULAR).update(is_closed=True)

    with pytest.raises(NoNextYear):
        close_fiscal_year(scope, fiscal_year_id=year.pk)


def test_a_year_without_trade_posts_nothing(scope, company, year):
    open_fiscal_year(scope, company_id=company.pk, start_date=datetime.date(2027, 1, 1))
    year.periods.filter(kind=Period.Kind.REGULAR).update(is_closed=True)

    close_fiscal_year(scope, fiscal_year_id=year.pk)

    assert not JournalEntry.objects.exists()


def test_a_stranger_may_not_close_a_year(stranger_scope, traded_year):
    with pytest.raises(AccessDenied):
        close_fiscal_year(stranger_scope, fiscal_year_id=traded_year.pk)

    assert not FiscalYear.objects.filter(is_closed=True).exists()


def test_the_accounts_used_are_those_of_the_chart(account):
    assert Account.objects.get(purpose="result") == account("3200")
    assert Account.objects.get(purpose="retained_earnings") == account("3100")
