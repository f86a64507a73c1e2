"""Manual journals."""

import datetime
from decimal import Decimal

import pytest

from accounting.ledger.entries import JournalEntry
from accounting.ledger.manual_journals import (
    AccountNotManual,
    JournalNotDraft,
    JournalNotPosted,
    Voucher,
    VoucherLine,
    VoucherNotBalanced,
    change_manual_journal,
    copy_manual_journal,
    discard_manual_journal,
    draft_manual_journal,
    post_manual_journal,
    reverse_manual_journal,
)
from accounting.ledger.models import Period
from accounting.ledger.periods import ReasonMissing
from accounting.ledger.refusals import AlreadyReversed, PeriodClosed
from accounting.ledger.vouchers import ManualJournal
from erp.access.decisions import AccessDenied
from erp.access.models import Role
from erp.approvals.models import ApprovalRequest, ApprovalRule
from erp.approvals.operations import decide_request

MARCH_31 = datetime.date(2026, 3, 31)
RENT = (("6100", "900", "0"), ("6110", "100", "0"), ("1000", "0", "1000"))


@pytest.fixture
def voucher(branch, account):
    def make(*lines, **rest):
        rows = [
            VoucherLine(account(code).pk, Decimal(debit), Decimal(credit))
            for code, debit, credit in lines or RENT
        ]
        facts = {"branch_id": branch.pk, "entry_date": MARCH_31, "narration": "Rent of March"}
        return Voucher(lines=rows, reference="V-7", **facts | rest)

    return make


@pytest.fixture
def draft(scope, voucher):
    return lambda *lines, **rest: draft_manual_journal(scope, voucher=voucher(*lines, **rest))


def lines_of(entry):
    return list(entry.lines.order_by("line_no").values_list("account__code", "debit", "credit"))


def test_a_draft_posts_nothing(draft):
    journal = draft()

    assert (journal.status, journal.lines.count()) == ("DRAFT", 3)
    assert not JournalEntry.objects.exists()


def test_posting_without_a_rule_passes_by_itself(scope, draft):
    journal = post_manual_journal(scope, manual_journal_id=draft().pk)

    entry = journal.journal_entry
    assert (journal.status, entry.label, entry.external_reference) == (
        "POSTED",
        "GJ-2026-00001",
        "V-7",
    )
    assert lines_of(entry) == [("6100", 900, 0), ("6110", 100, 0), ("1000", 0, 1000)]
    assert (entry.prepared_by, entry.approved_by) == (scope.actor, None)


@pytest.mark.parametrize(
    "lines",
    [
        [("6100", "10", "0")],
        [("6100", "10", "0"), ("1000", "0", "9.99")],
        [("6100", "10", "10"), ("1000", "0", "0")],
        [("6100", "-10", "0"), ("1000", "0", "-10")],
        [("6100", "0.001", "0"), ("1000", "0", "0.001")],
    ],
)
def test_lines_that_do_not_balance_are_refused(draft, lines):
    with pytest.raises(VoucherNotBalanced):
        draft(*lines)

    assert not ManualJournal.objects.exists()


@pytest.mark.parametrize("code", ["1100", "2000", "2100", "1150", "1300", "2200", "1200"])
def test_accounts_kept_by_documents_take_no_manual_line(draft, code):
    with pytest.raises(AccountNotManual, match="is kept by documents, not by hand"):
        draft((code, "10", "0"), ("1000", "0", "10"))


def test_a_closed_account_takes_no_line(draft, account):
    closed = account("6100")
    closed.is_active = False
    closed.save()

    with pytest.raises(AccountNotManual, match="cannot be posted to"):
        draft()


def test_sales_are_not_written_by_hand(draft):
    with pytest.raises(AccountNotManual, match="no journal SALES for manual lines"):
        draft(journal_code="SALES")


def test_a_draft_may_be_changed_and_thrown_away(scope, draft, voucher):
    journal = draft()

    other = voucher(("6200", "5", "0"), ("1000", "0", "5"), narration="Courier")
    change_manual_journal(scope, manual_journal_id=journal.pk, voucher=other)

    journal.refresh_from_db()
    assert (journal.narration, journal.lines.count()) == ("Courier", 2)
    discard_manual_journal(scope, manual_journal_id=journal.pk)
    assert not ManualJournal.objects.exists()


def test_a_posted_journal_is_neither_changed_nor_thrown_away_nor_posted_again(scope, draft, voucher):
    journal = post_manual_journal(scope, manual_journal_id=draft().pk)

    with pytest.raises(JournalNotDraft):
        change_manual_journal(scope, manual_journal_id=journal.pk, voucher=voucher())
    with pytest.raises(JournalNotDraft):
        discard_manual_journal(scope, manual_journal_id=journal.pk)
    with pytest.raises(JournalNotDraft, match="This journal is Posted"):
        post_manual_journal(scope, manual_journal_id=journal.pk)

    assert JournalEntry.objects.count() == 1


@pytest.fixture
def rule(company, roles):
    return ApprovalRule.objects.create(
        company=company,
        kind="manual_journal",
        amount_min=1000,
        role=Role.objects.get(code="accountant"),
    )


def test_a_large_journal_waits_and_is_posted_by_a_second_person(scope, second_scope, draft, rule, now):
    journal = post_manual_journal(scope, manual_journal_id=draft().pk)
    assert journal.status == "WAITING"
    assert not JournalEntry.objects.exists()

    request = ApprovalRequest.objects.get()
    decide_request(second_scope, request_id=request.pk, approve=True, reason="", now=now)

    journal.refresh_from_db()
    entry = journal.journal_entry
    assert (request.amount, request.currency, journal.status) == (1000, "EUR", "POSTED")
    assert (entry.prepared_by, entry.approved_by) == (scope.actor, second_scope.actor)
    assert journal.approved_by == second_scope.actor


def test_a_declined_journal_is_a_draft_again(scope, second_scope, draft, rule, now):
    journal = post_manual_journal(scope, manual_journal_id=draft().pk)

    request = ApprovalRequest.objects.get()
    decide_request(second_scope, request_id=request.pk, approve=False, reason="Not ours", now=now)

    journal.refresh_from_db()
    assert journal.status == "DRAFT"
    assert not JournalEntry.objects.exists()


def test_a_journal_below_the_rule_does_not_wait(scope, draft, rule):
    journal = draft(("6100", "999.99", "0"), ("1000", "0", "999.99"))

    assert post_manual_journal(scope, manual_journal_id=journal.pk).status == "POSTED"


def test_a_copy_is_a_new_draft_on_another_day(scope, draft):
    journal = post_manual_journal(scope, manual_journal_id=draft().pk)

    copy = copy_manual_journal(
        scope, manual_journal_id=journal.pk, entry_date=datetime.date(2026, 4, 30)
    )

    assert (copy.status, copy.entry_date, copy.narration) == (
        "DRAFT",
        datetime.date(2026, 4, 30),
        "Rent of March",
    )
    rows = copy.lines.order_by("line_no").values_list("account__code", "debit", "credit")
    assert list(rows) == [("6100", 900, 0), ("6110", 100, 0), ("1000", 0, 1000)]


def test_a_reversal_is_the_mirror_and_comes_once(scope, draft):
    journal = post_manual_journal(scope, manual_journal_id=draft().pk)
    april_1 = datetime.date(2026, 4, 1)

    entry = reverse_manual_journal(
        scope, manual_journal_id=journal.pk, entry_date=april_1, reason="Wrong month"
    )

    assert lines_of(entry) == [("6100", 0, 900), ("6110", 0, 100), ("1000", 1000, 0)]
    assert (entry.kind, entry.reverses) == ("REVERSAL", journal.journal_entry)
    with pytest.raises(AlreadyReversed):
        reverse_manual_journal(scope, manual_journal_id=journal.pk, entry_date=april_1, reason="Again")


def test_a_reversal_needs_a_posted_journal_and_a_reason(scope, draft):
    journal = draft()

    with pytest.raises(JournalNotPosted):
        reverse_manual_journal(
            scope, manual_journal_id=journal.pk, entry_date=MARCH_31, reason="Why not"
        )
    with pytest.raises(ReasonMissing):
        reverse_manual_journal(scope, manual_journal_id=journal.pk, entry_date=MARCH_31, reason="")


def test_an_adjustment_goes_into_period_thirteen(scope, draft):
    journal = draft(kind="ADJUSTMENT", entry_date=datetime.date(2026, 12, 31))

    entry = post_manual_journal(scope, manual_journal_id=journal.pk).journal_entry

    assert (entry.kind, entry.period.name) == ("ADJUSTMENT", "2026/13")


def test_a_closed_period_takes_no_journal(scope, draft):
    journal = draft()
    Period.objects.filter(name="2026-03").update(is_closed=True)

    with pytest.raises(PeriodClosed):
        post_manual_journal(scope, manual_journal_id=journal.pk)


def test_a_stranger_writes_and_posts_nothing(stranger_scope, draft, voucher):
    journal = draft()

    with pytest.raises(AccessDenied):
        draft_manual_journal(stranger_scope, voucher=voucher())
    with pytest.raises(AccessDenied):
        post_manual_journal(stranger_scope, manual_journal_id=journal.pk)
    with pytest.raises(AccessDenied):
        reverse_manual_journal(
            stranger_scope, manual_journal_id=journal.pk, entry_date=MARCH_31, reason="No"
        )

    assert ManualJournal.objects.get().status == "DRAFT"
    assert not JournalEntry.objects.exists()
