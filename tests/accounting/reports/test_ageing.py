"""What customers owe by age."""

import datetime
from decimal import Decimal

import pytest

from accounting.ledger.allocations import allocate
from accounting.ledger.models import PartyAccount
from accounting.ledger.posting import EntryDraft, Line, post_entry
from accounting.receivables.queries.positions import aged_receivables
from erp.access.decisions import AccessDenied
from erp.money import Money


@pytest.fixture
def owe(scope, company, branch, customer, account):
    """Post what the customer owes (negative: paid) and return the line on its account."""
    party_account = PartyAccount.objects.create(
        company=company, party=customer, control_account=account("1100")
    )

    def make(amount, day, due_date):
        value = Decimal(amount)
        owed = Line(
            account_id=account("1100").pk,
            branch_id=branch.pk,
            debit=max(value, Decimal(0)),
            credit=max(-value, Decimal(0)),
            currency="EUR",
            currency_amount=value,
            party_account_id=party_account.pk,
            due_date=due_date,
        )
        other = Line(account("4000").pk, branch.pk, owed.credit, owed.debit, "EUR", -value)
        draft = EntryDraft(company.pk, "GENERAL", day, day, f"test:{day}:{amount}", [owed, other])
        return post_entry(scope, draft).line_ids[0]

    return make


def march(day):
    return datetime.date(2026, 3, day)


def test_receivables_by_age_and_what_stands_against_them(scope, company, owe):
    for amount, due in [
        ("10", march(31)),  # due today is not yet overdue
        ("20", march(30)),  # 1 day
        ("30", march(1)),  # 30 days
        ("40", datetime.date(2026, 2, 28)),  # 31 days
        ("50", datetime.date(2026, 1, 30)),  # 60 days
        ("60", datetime.date(2025, 12, 31)),  # 90 days
        ("70", datetime.date(2025, 12, 30)),  # 91 days
    ]:
        owe(amount, march(2), due)
    owe("-15", march(3), march(3))

    (row,) = aged_receivables(scope, company_id=company.pk, on=march(31)).rows

    assert (row.not_due, row.days_30, row.days_60, row.days_90, row.older, row.unapplied) == (
        10,
        50,
        90,
        60,
        70,
        15,
    )
    assert (row.overdue, row.total) == (270, 265)


def test_a_past_day_knows_nothing_of_later_payments(scope, company, owe):
    debit, credit = owe("100", march(2), march(10)), owe("-80", march(12), march(12))
    allocate(
        scope,
        debit_line_id=debit,
        credit_line_id=credit,
        amount=Money(Decimal(80), "EUR"),
        allocation_date=march(15),
    )

    def on(day):
        row = aged_receivables(scope, company_id=company.pk, on=march(day)).total
        return row.not_due, row.overdue, row.unapplied, row.total

    assert [on(day) for day in (1, 10, 11, 12, 14, 15)] == [
        (0, 0, 0, 0),
        (100, 0, 0, 100),
        (0, 100, 0, 100),
        (0, 100, 80, 20),
        (0, 100, 80, 20),
        (0, 20, 0, 20),
    ]


def test_a_stranger_reads_no_ageing(stranger_scope, company):
    with pytest.raises(AccessDenied):
        aged_receivables(stranger_scope, company_id=company.pk, on=march(31))
