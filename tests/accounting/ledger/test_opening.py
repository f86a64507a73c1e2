"""Taking over what the books held elsewhere."""

import datetime
from decimal import Decimal

import pytest

from accounting.ledger.entries import JournalEntry
from accounting.ledger.models import PartyAccount
from accounting.ledger.opening import (
    NotAnOpeningAccount,
    OpeningBalance,
    OpeningItem,
    OpeningNotBalanced,
    confirm_opening,
    opening_difference,
    post_opening_balances,
    post_opening_item,
)
from accounting.ledger.refusals import AlreadyPosted
from erp.access.decisions import AccessDenied
from erp.audit.models import AuditEvent

NEW_YEAR = datetime.date(2026, 1, 1)


@pytest.fixture
def post(scope, company, branch, account):
    def make(*sides, key="books", asking=scope):
        return post_opening_balances(
            asking,
            company_id=company.pk,
            opening_date=NEW_YEAR,
            key=key,
            balances=[
                OpeningBalance(account(code).pk, branch.pk, Decimal(amount)) for code, amount in sides
            ],
        )

    return make


def test_plain_accounts_stand_against_the_opening_account(post):
    entry = post(("1000", "5000"), ("1200", "800.50"), ("3000", "-2500"))

    lines = entry.lines.order_by("line_no").values_list("account__code", "debit", "credit")
    # 5,000.00 + 800.50 - 2,500.00 = 3,300.50
    assert list(lines) == [
        ("1000", Decimal(5000), 0),
        ("1200", Decimal("800.50"), 0),
        ("3000", 0, Decimal(2500)),
        ("3900", 0, Decimal("3300.50")),
    ]
    assert (entry.kind, entry.journal.code, entry.label) == ("OPENING", "OPENING", "OPN-2026-00001")


def test_an_item_keeps_its_number_its_dates_and_its_currency(scope, company, branch, account, new_party):
    account_of_party = PartyAccount.objects.create(
        company=company, party=new_party("Bean Ltd"), control_account=account("2000")
    )
    item = OpeningItem(
        party_account_id=account_of_party.pk,
        branch_id=branch.pk,
        number="B-77",
        document_date=datetime.date(2025, 11, 20),
        due_date=datetime.date(2025, 12, 20),
        amount=Decimal("-92.50"),
        currency="USD",
        currency_amount=Decimal(-100),
    )

    entry = post_opening_item(
        scope, opening_date=NEW_YEAR, source="bill:7:opening", item=item, account=account("2000")
    )

    line = entry.lines.get(party_account=account_of_party)
    assert (line.credit, line.currency, line.currency_amount) == (Decimal("92.50"), "USD", -100)
    assert (entry.external_reference, entry.document_date, line.due_date) == (
        "B-77",
        datetime.date(2025, 11, 20),
        datetime.date(2025, 12, 20),
    )
    assert opening_difference(company.pk) == Decimal("92.50")


def test_a_take_over_that_is_whole_is_confirmed(scope, company, post):
    post(("1000", "5000"), ("3000", "-5000"))

    confirm_opening(scope, company_id=company.pk)

    assert AuditEvent.objects.filter(action="opening.confirmed").exists()


def test_a_take_over_that_is_not_whole_names_what_is_left(scope, company, post):
    post(("1000", "5000"), ("3000", "-4999.99"))

    with pytest.raises(OpeningNotBalanced, match=r"still holds -0\.01 EUR"):
        confirm_opening(scope, company_id=company.pk)

    assert not AuditEvent.objects.filter(action="opening.confirmed").exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("1100", "1100 Trade receivables is opened item by item"),
        ("2000", "2000 Trade payables is opened item by item"),
        ("4000", "4000 Sales begins every year at zero"),
        ("6100", "6100 Rent begins every year at zero"),
    ],
)
def test_control_accounts_and_profit_and_loss_are_refused(post, code, words):
    with pytest.raises(NotAnOpeningAccount, match=words):
        post((code, "10"))

    assert not JournalEntry.objects.exists()


def test_a_take_over_is_posted_once_per_key(post):
    post(("1000", "10"))

    with pytest.raises(AlreadyPosted):
        post(("1000", "10"))


def test_a_stranger_may_not_open(stranger_scope, post):
    with pytest.raises(AccessDenied):
        post(("1000", "10"), asking=stranger_scope)

    assert not JournalEntry.objects.exists()
