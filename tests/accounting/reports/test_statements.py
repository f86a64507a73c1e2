"""Profit and loss and the balance sheet."""

import datetime

import pytest

from accounting.ledger.year_end import close_fiscal_year
from accounting.reports.statements import Span, balance_sheet, profit_and_loss
from erp.access.decisions import AccessDenied

YEAR_2026 = Span(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
YEAR_2027 = Span(datetime.date(2027, 1, 1), datetime.date(2027, 12, 31))


def rows(section):
    return [(row.code, row.amount) for row in section.rows]


def test_profit_and_loss_of_a_year(scope, traded):
    statement = profit_and_loss(scope, company_id=traded.pk, span=YEAR_2026)

    assert rows(statement.revenue) == [("4000", 1500)]
    assert rows(statement.expense) == [("6100", 300)]
    assert statement.result == 1200


def test_profit_and_loss_of_any_days(scope, traded):
    span = Span(datetime.date(2026, 3, 11), datetime.date(2026, 3, 20))

    assert profit_and_loss(scope, company_id=traded.pk, span=span).result == -300


def test_profit_and_loss_beside_another_year(scope, traded):
    statement = profit_and_loss(scope, company_id=traded.pk, span=YEAR_2027, compared=YEAR_2026)

    assert [(row.code, row.amount, row.compared) for row in statement.revenue.rows] == [
        ("4000", 700, 1500)
    ]
    assert (statement.result, statement.compared_result) == (700, 1200)


def test_a_closed_year_still_shows_its_result(scope, traded, closed_2026):
    close_fiscal_year(scope, fiscal_year_id=closed_2026.pk)

    statement = profit_and_loss(scope, company_id=traded.pk, span=YEAR_2026)

    assert (statement.revenue.total, statement.expense.total, statement.result) == (1500, 300, 1200)


@pytest.mark.parametrize(
    ("on", "assets", "equity", "result"),
    [
        ("2026-01-02", 10000, 10000, 0),
        ("2026-03-15", 11500, 10000, 1500),
        ("2026-12-31", 11200, 10000, 1200),
        ("2027-01-05", 11900, 10000, 1900),
    ],
)
def test_the_balance_sheet_balances_on_any_day(scope, traded, on, assets, equity, result):
    sheet = balance_sheet(scope, company_id=traded.pk, on=datetime.date.fromisoformat(on))

    assert (sheet.assets.total, sheet.equity.total, sheet.result) == (assets, equity, result)
    assert sheet.difference == 0


def test_after_closing_the_result_stands_in_equity(scope, traded, closed_2026):
    close_fiscal_year(scope, fiscal_year_id=closed_2026.pk)

    end = balance_sheet(scope, company_id=traded.pk, on=datetime.date(2026, 12, 31))
    later = balance_sheet(
        scope,
        company_id=traded.pk,
        on=datetime.date(2027, 1, 31),
        compared_on=datetime.date(2026, 12, 31),
    )

    assert (rows(end.equity), end.result, end.difference) == ([("3000", 10000), ("3200", 1200)], 0, 0)
    # 2027 sold for 700
    assert [(row.code, row.amount, row.compared) for row in later.equity.rows] == [
        ("3000", 10000, 10000),
        ("3100", 1200, 0),
        ("3200", 0, 1200),
    ]
    assert (later.result, later.difference) == (700, 0)


def test_a_stranger_reads_nothing(stranger_scope, company):
    with pytest.raises(AccessDenied):
        profit_and_loss(stranger_scope, company_id=company.pk, span=YEAR_2026)
    with pytest.raises(AccessDenied):
        balance_sheet(stranger_scope, company_id=company.pk, on=datetime.date(2026, 3, 31))
