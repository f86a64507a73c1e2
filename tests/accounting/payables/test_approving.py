"""Bills are approved and posted, or taken back."""

import datetime
from decimal import Decimal

import pytest

from accounting.currencies.models import ExchangeRate
from accounting.ledger.allocations import MoreThanOpen
from accounting.ledger.entries import JournalEntry, OpenItem
from accounting.ledger.models import Period
from accounting.ledger.refusals import PeriodLocked
from accounting.payables.models import Bill
from accounting.payables.operations.approving import approve_bill, reverse_bill
from accounting.payables.operations.paying import BillShare, PaymentDraft, pay_bills
from accounting.payables.operations.receiving import refuse_bill
from accounting.payables.refusals import BillNotOpen
from accounting.taxes.models import TaxCode, TaxLine
from erp.access.decisions import AccessDenied
from erp.approvals.models import ApprovalRequest, ApprovalRule
from erp.approvals.operations import decide_request
from tests.accounting.payables.conftest import lines_of

MARCH_5 = datetime.date(2026, 3, 5)


def test_a_bill_posts_expense_tax_and_payable(approved_bill):
    bill = approved_bill(("10", "20"), ("1", "100", "IN_REDUCED", "6400"))

    # 200 at 19 % and 100 at 7 %: net 300, tax 38 + 7 = 45, gross 345
    assert lines_of(bill.journal_entry) == [
        ("5000", 200, 0),
        ("6400", 100, 0),
        ("1310", 7, 0),
        ("1300", 38, 0),
        ("2000", 0, 345),
    ]
    item = OpenItem.objects.get(entry=bill.journal_entry)
    assert (item.open_amount, item.is_debit, item.due_date) == (345, False, datetime.date(2026, 4, 1))
    assert (bill.status, bill.due_date, bill.journal_entry.label) == (
        "APPROVED",
        datetime.date(2026, 4, 1),
        "PUR-2026-00001",
    )
    assert bill.journal_entry.external_reference == "FV-1001"


def test_each_part_is_one_payable_line(approved_bill, term):
    bill = approved_bill(("1", "84.03"), payment_term_id=term("THIRDS").pk)

    # 84.03 + 15.97 = 100.00; running thirds 33.33, 66.67, 100.00
    items = OpenItem.objects.filter(entry=bill.journal_entry).order_by("due_date")
    assert list(items.values_list("due_date", "amount")) == [
        (datetime.date(2026, 4, 1), Decimal("33.33")),
        (datetime.date(2026, 5, 1), Decimal("33.34")),
        (datetime.date(2026, 5, 31), Decimal("33.33")),
    ]


def test_a_reverse_charged_bill_owes_and_deducts_its_tax(approved_bill):
    bill = approved_bill(("1", "500", "IN_REVERSE"))

    # 19 % of 500 is 95, on both sides; the supplier gets 500
    assert lines_of(bill.journal_entry) == [
        ("5000", 500, 0),
        ("1320", 95, 0),
        ("2220", 0, 95),
        ("2000", 0, 500),
    ]
    taxes = TaxLine.objects.filter(entry=bill.journal_entry).order_by("direction")
    assert list(
        taxes.values_list("direction", "category", "rate_percent", "base", "tax", "line_no")
    ) == [
        ("INPUT", "AE", 19, 500, 95, 2),
        ("OUTPUT", "AE", 19, 500, 95, 3),
    ]


def test_tax_that_is_not_deductible_becomes_a_cost(approved_bill, company):
    TaxCode.objects.filter(code="IN_STANDARD").update(deductible_percent=Decimal(40))

    bill = approved_bill(("1", "99.99"))

    # 19 % of 99.99 = 18.9981 -> 19.00; 40 % of it 7.60, the rest 11.40
    assert lines_of(bill.journal_entry) == [
        ("5000", Decimal("99.99"), 0),
        ("1300", Decimal("7.60"), 0),
        ("6660", Decimal("11.40"), 0),
        ("2000", 0, Decimal("118.99")),
    ]
    tax = TaxLine.objects.get(entry=bill.journal_entry)
    assert (tax.tax, tax.deductible_percent, tax.line_no) == (19, 40, 2)


def test_a_bill_without_tax_has_a_tax_line_all_the_same(approved_bill):
    bill = approved_bill(("1", "75", "IN_EXEMPT"))

    assert lines_of(bill.journal_entry) == [("5000", 75, 0), ("2000", 0, 75)]
    tax = TaxLine.objects.get(entry=bill.journal_entry)
    assert (tax.category, tax.base, tax.tax, tax.line_no) == ("E", 75, 0, None)


def test_a_supplier_credit_posts_the_other_way_round(approved_bill):
    credit = approved_bill(("1", "50"), type=Bill.Type.CREDIT)

    assert lines_of(credit.journal_entry) == [
        ("5000", 0, 50),
        ("1300", 0, Decimal("9.50")),
        ("2000", Decimal("59.50"), 0),
    ]
    assert credit.journal_entry.label == "SCN-2026-00001"
    tax = TaxLine.objects.get(entry=credit.journal_entry)
    assert (tax.base, tax.tax) == (-50, Decimal("-9.50"))
    assert OpenItem.objects.get(entry=credit.journal_entry).is_debit


def test_a_foreign_bill_is_converted_once_and_shared(approved_bill):
    ExchangeRate.objects.create(
        base_currency="EUR",
        quote_currency="USD",
        rate_date=datetime.date(2026, 3, 4),
        rate=Decimal("1.1"),
        source="test",
    )

    bill = approved_bill(("1", "100", "IN_NONE"), ("1", "200", "IN_NONE", "6400"), currency="USD")

    # 1 / 1.1 = 0.90909091; 300 x it = 272.727273 -> 272.73; running: 100 -> 90.91, 300 -> 272.73
    assert bill.exchange_rate == Decimal("0.90909091")
    entry_lines = bill.journal_entry.lines.order_by("line_no")
    assert list(entry_lines.values_list("account__code", "debit", "credit", "currency_amount")) == [
        ("5000", Decimal("90.91"), 0, 100),
        ("6400", Decimal("181.82"), 0, 200),
        ("2000", 0, Decimal("272.73"), -300),
    ]


def test_a_bill_is_approved_once(scope, approved_bill):
    bill = approved_bill()

    with pytest.raises(BillNotOpen, match="was decided before"):
        approve_bill(scope, bill_id=bill.pk, posting_date=MARCH_5)

    assert JournalEntry.objects.count() == 1


def test_a_refused_bill_is_not_approved(scope, new_bill):
    bill = refuse_bill(scope, bill_id=new_bill().pk, reason="Not ordered")

    with pytest.raises(BillNotOpen):
        approve_bill(scope, bill_id=bill.pk, posting_date=MARCH_5)

    assert not JournalEntry.objects.exists()


def test_a_lock_on_purchases_stops_it(scope, new_bill):
    bill = new_bill()
    Period.objects.filter(name="2026-03").update(is_purchases_locked=True)

    with pytest.raises(PeriodLocked):
        approve_bill(scope, bill_id=bill.pk, posting_date=MARCH_5)


def test_a_stranger_may_not_approve(stranger_scope, new_bill):
    with pytest.raises(AccessDenied):
        approve_bill(stranger_scope, bill_id=new_bill().pk, posting_date=MARCH_5)

    assert not JournalEntry.objects.exists()
    assert Bill.objects.get().status == "RECEIVED"


@pytest.fixture
def rule(company, roles):
    from_200 = {"company": company, "kind": "bill", "amount_min": 200}
    return ApprovalRule.objects.create(role=role_named("accountant"), **from_200)


def role_named(code):
    return ApprovalRule._meta.get_field("role").related_model.objects.get(code=code)


def test_a_large_bill_waits_for_a_second_person(scope, second_scope, new_bill, rule, now):
    bill = approve_bill(scope, bill_id=new_bill().pk, posting_date=MARCH_5)
    assert bill.status == "RECEIVED"
    assert not JournalEntry.objects.exists()

    request = ApprovalRequest.objects.get()
    decide_request(second_scope, request_id=request.pk, approve=True, reason="", now=now)

    bill.refresh_from_db()
    assert (bill.status, bill.approved_by) == ("APPROVED", second_scope.actor)
    entry = bill.journal_entry
    assert (entry.prepared_by, entry.approved_by) == (scope.actor, second_scope.actor)
    assert entry.entry_date == datetime.date(2026, 3, 31)


def test_a_small_bill_passes_by_itself(scope, new_bill, rule):
    bill = approve_bill(scope, bill_id=new_bill(("1", "100")).pk, posting_date=MARCH_5)

    assert bill.status == "APPROVED"
    assert not ApprovalRequest.objects.exists()


def test_a_declined_bill_stays_received(scope, second_scope, new_bill, rule, now):
    bill = approve_bill(scope, bill_id=new_bill().pk, posting_date=MARCH_5)

    request = ApprovalRequest.objects.get()
    decide_request(second_scope, request_id=request.pk, approve=False, reason="Too dear", now=now)

    bill.refresh_from_db()
    assert bill.status == "RECEIVED"
    assert not JournalEntry.objects.exists()


def test_a_bill_taken_back_leaves_nothing_open(scope, approved_bill):
    bill = approved_bill()

    reverse_bill(scope, bill_id=bill.pk, entry_date=datetime.date(2026, 3, 20), reason="Sent twice")

    bill.refresh_from_db()
    assert bill.status == "REVERSED"
    assert not OpenItem.objects.filter(open_amount__gt=0).exists()
    reversal = JournalEntry.objects.get(reverses=bill.journal_entry)
    assert lines_of(reversal) == [("5000", 0, 200), ("1300", 0, 38), ("2000", 238, 0)]
    taxes = TaxLine.objects.filter(entry=reversal)
    assert list(taxes.values_list("base", "tax")) == [(-200, -38)]


def test_a_bill_partly_paid_is_not_taken_back(scope, approved_bill):
    bill = approved_bill()
    pay_bills(
        scope,
        draft=PaymentDraft(
            supplier_account_id=bill.supplier_account_id,
            key="p1",
            amount=Decimal(100),
            booked_date=datetime.date(2026, 3, 10),
            bills=[BillShare(bill.pk, Decimal(100))],
        ),
    )

    with pytest.raises(MoreThanOpen):
        reverse_bill(scope, bill_id=bill.pk, entry_date=datetime.date(2026, 3, 20), reason="No")
