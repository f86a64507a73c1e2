"""The trial balance at any day."""

import datetime
from decimal import Decimal

import pytest

from accounting.ledger.posting import reverse_entry
from accounting.ledger.year_end import close_fiscal_year
from accounting.reports.trial_balance import TrialBalanceDays, trial_balance
from erp.access.decisions import AccessDenied
from erp.organization.models import Branch
from tests.accounting.posting import post_plain


@pytest.fixture
def at(scope, traded):
    def make(on, since=None, compared_on=None, asking=scope):
        day = datetime.date.fromisoformat
        days = TrialBalanceDays(day(on), since and day(since), compared_on and day(compared_on))
        return trial_balance(asking, company_id=traded.pk, days=days)

    return make


def closing(balance):
    return {row.code: row.closing for row in balance.rows if row.closing}


@pytest.mark.parametrize(
    ("on", "held"),
    [
        ("2026-01-01", {}),
        ("2026-01-02", {"1000": 10000, "3000": -10000}),
        ("2026-01-31", {"1000": 10000, "3000": -10000}),
        ("2026-02-14", {"1000": 10000, "3000": -10000}),
        ("2026-02-15", {"1000": 11000, "3000": -10000, "4000": -1000}),
        ("2026-03-19", {"1000": 11500, "3000": -10000, "4000": -1500}),
        ("2026-03-20", {"1000": 11200, "3000": -10000, "4000": -1500, "6100": 300}),
        ("2026-12-31", {"1000": 11200, "3000": -10000, "4000": -1500, "6100": 300}),
        ("2027-01-05", {"1000": 11900, "3000": -10000, "4000": -2200, "6100": 300}),
    ],
)
def test_what_accounts_hold_on_any_day_adds_up_to_zero(at, on, held):
    balance = at(on)

    assert closing(balance) == held
    assert balance.difference == 0


def test_movements_count_from_the_start_of_the_fiscal_year(at):
    balance = at("2027-01-31")

    bank = balance.rows[0]
    assert (balance.since, bank.code) == (datetime.date(2027, 1, 1), "1000")
    assert (bank.opening, bank.debit, bank.credit, bank.closing) == (11200, 700, 0, 11900)
    assert (balance.debit, balance.credit) == (700, 700)


def test_movements_of_any_days(at):
    balance = at("2026-03-20", since="2026-02-16")

    bank = balance.rows[0]
    # 500 in and 300 out since 16 February
    assert (bank.opening, bank.debit, bank.credit, bank.closing) == (11000, 500, 300, 11200)


def test_beside_another_day(at):
    rows = {
        row.code: (row.closing, row.compared) for row in at("2026-03-31", compared_on="2026-02-28").rows
    }

    assert rows["1000"] == (11200, 11000)
    assert rows["6100"] == (300, 0)


def test_a_closed_year_begins_the_next_with_empty_profit_and_loss(scope, at, closed_2026):
    close_fiscal_year(scope, fiscal_year_id=closed_2026.pk)

    # profit 1,500 - 300 = 1,200 stands in retained earnings on New Year
    assert closing(at("2026-12-31")) == {"1000": 11200, "3000": -10000, "3200": -1200}
    assert closing(at("2027-01-01")) == {"1000": 11200, "3000": -10000, "3100": -1200}


def test_a_storno_subtracts_on_its_side(scope, at, traded, branch):
    traded.uses_storno = True
    traded.save()
    entry = post_plain(scope, branch, datetime.date(2026, 3, 25), ("6100", "40"), ("1000", "-40"))

    reverse_entry(scope, entry_id=entry.pk, entry_date=datetime.date(2026, 3, 26), source="test:back")

    for on in ("2026-03-30", "2026-03-31"):  # within the period, and at its end
        rent = next(row for row in at(on).rows if row.code == "6100")
        assert (rent.debit, rent.credit, rent.closing) == (300, 0, 300)


def test_who_sees_one_branch_gets_its_part(scope, at, traded, branch, new_user, grant, scope_at):
    north = Branch.objects.create(company=traded, code="NORTH", name="North")
    post_plain(scope, north, datetime.date(2026, 3, 21), ("1000", "70"), ("4000", "-70"))
    user = new_user("Northern accountant")
    grant(user, role="accountant", branch=north)

    assert closing(at("2026-03-31", asking=scope_at(user))) == {
        "1000": Decimal(70),
        "4000": Decimal(-70),
    }


def test_a_stranger_reads_nothing(at, stranger_scope):
    with pytest.raises(AccessDenied):
        at("2026-03-31", asking=stranger_scope)
