"""What payables say."""

import datetime
from decimal import Decimal

import pytest

from accounting.payables.models import Bill
from accounting.payables.operations.approving import reverse_bill
from accounting.payables.operations.paying import (
    BillShare,
    PaymentDraft,
    pay_bills,
    reverse_bill_payment,
)
from accounting.payables.operations.receiving import refuse_bill
from accounting.payables.queries import (
    BillState,
    aged_payables,
    in_state,
    payments_of,
    settled_bills,
    standing_of,
    supplier_position,
    with_standing,
)
from erp.access.decisions import AccessDenied
from erp.organization.models import Branch

MARCH_10 = datetime.date(2026, 3, 10)
MARCH_31 = datetime.date(2026, 3, 31)
APRIL_1 = datetime.date(2026, 4, 1)


@pytest.fixture
def pay(scope, supplier_account):
    def make(amount, *shares, on=MARCH_10, key="p1"):
        draft = PaymentDraft(
            supplier_account_id=supplier_account.pk,
            key=key,
            amount=Decimal(amount),
            booked_date=on,
            bills=[BillShare(bill.pk, Decimal(part)) for bill, part in shares],
        )
        return pay_bills(scope, draft=draft)

    return make


def standing(bill, today=MARCH_31):
    return standing_of(with_standing(Bill.objects.all()).get(pk=bill.pk), today=today)


def test_a_bill_goes_from_received_to_paid(new_bill, scope, approved_bill, pay):
    received = standing(new_bill(supplier_number="FV-9"))
    assert (received.state, received.expected_payment_date) == ("RECEIVED", APRIL_1)

    bill = approved_bill()
    assert standing(bill).state == "APPROVED"
    assert standing(bill, APRIL_1).state == "DUE"

    pay("100", (bill, "100"))
    part = standing(bill)
    assert (part.state, part.open_amount, part.next_due_date) == ("PARTLY_PAID", 138, APRIL_1)

    pay("138", (bill, "138"), on=datetime.date(2026, 3, 12), key="p2")
    paid = standing(bill)
    assert (paid.state, paid.open_amount, paid.paid_date, paid.expected_payment_date) == (
        "PAID",
        0,
        datetime.date(2026, 3, 12),
        None,
    )


def test_refused_and_taken_back_are_said_so(scope, new_bill, approved_bill):
    refused = refuse_bill(scope, bill_id=new_bill().pk, reason="Not ordered")
    back = approved_bill(supplier_number="FV-1002")
    reverse_bill(scope, bill_id=back.pk, entry_date=MARCH_10, reason="Sent twice")

    assert (standing(refused).state, standing(back).state) == ("REFUSED", "REVERSED")
    assert standing(back).paid_date is None


def test_the_bills_in_a_state_are_those_that_say_so(
    scope, new_bill, approved_bill, pay, django_assert_num_queries
):
    waiting, refused = new_bill(supplier_number="FV-1"), new_bill(supplier_number="FV-2")
    refuse_bill(scope, bill_id=refused.pk, reason="Not ordered")
    back, part, paid = (approved_bill(supplier_number=f"FV-{number}") for number in (3, 4, 5))
    reverse_bill(scope, bill_id=back.pk, entry_date=MARCH_10, reason="Sent twice")
    late = approved_bill(supplier_number="FV-6", issue_date=datetime.date(2026, 1, 10))
    open_bill = approved_bill(supplier_number="FV-7")
    pay("338", (part, "100"), (paid, "238"))

    found = {
        state: [
            row.pk for row in with_standing(Bill.objects.all()).filter(in_state(state, today=MARCH_31))
        ]
        for state in BillState
    }

    assert found == {
        BillState.RECEIVED: [waiting.pk],
        BillState.APPROVED: [open_bill.pk],
        BillState.DUE: [late.pk],
        BillState.PARTLY_PAID: [part.pk],
        BillState.PAID: [paid.pk],
        BillState.REFUSED: [refused.pk],
        BillState.REVERSED: [back.pk],
    }
    with django_assert_num_queries(1):
        rows = list(with_standing(Bill.objects.all()))
        said = {row.pk: standing_of(row, today=MARCH_31).state for row in rows}
    assert said == {pk: state for state, (pk,) in found.items()}


def test_a_bill_lists_what_paid_it(approved_bill, pay, scope):
    bill, other = approved_bill(), approved_bill(supplier_number="FV-1002")
    pay("138", (bill, "100"), (other, "38"))
    pay("40", (bill, "40"), on=datetime.date(2026, 3, 12), key="p2")
    back = pay("50", (bill, "50"), key="p3")
    reverse_bill_payment(scope, bill_payment_id=back.pk, entry_date=MARCH_31, reason="Account closed")

    parts = [(part.number, part.booked_date, part.amount) for part in payments_of(bill)]

    assert parts == [
        ("PAY-2026-00001", MARCH_10, 100),
        ("PAY-2026-00002", datetime.date(2026, 3, 12), 40),
    ]
    assert payments_of(approved_bill(supplier_number="FV-1003")) == []


def test_the_position_of_a_supplier(supplier_account, approved_bill, pay):
    approved_bill()
    approved_bill(supplier_number="FV-1002", issue_date=datetime.date(2026, 1, 10))
    approved_bill(("1", "50"), supplier_number="CR-1", type=Bill.Type.CREDIT)
    pay("20")

    (position,) = supplier_position(supplier_account, on=MARCH_31)

    # two bills of 238.00, one due on 9 February; to our credit 59.50 and 20.00
    assert (position.owed, position.overdue, position.on_account, position.balance) == (
        476,
        238,
        Decimal("79.50"),
        Decimal("396.50"),
    )
    assert (position.next_due_date, position.last_payment_date) == (
        datetime.date(2026, 2, 9),
        MARCH_10,
    )


def test_payables_by_age(scope, company, approved_bill):
    for number, issued in [("A", "2026-03-02"), ("B", "2026-01-31"), ("C", "2025-12-15")]:
        approved_bill(supplier_number=number, issue_date=datetime.date.fromisoformat(issued))

    (row,) = aged_payables(scope, company_id=company.pk, on=MARCH_31).rows

    # due on 1 April (not yet), 2 March (29 days) and 14 January (76 days)
    assert (row.party_name, row.not_due, row.days_30, row.days_60, row.days_90, row.older) == (
        "Finca Verde",
        238,
        238,
        0,
        238,
        0,
    )
    assert (row.overdue, row.total) == (476, 714)


def test_payables_as_they_were_on_a_day_that_has_passed(scope, company, approved_bill, pay):
    bill = approved_bill()
    payment = pay("238", (bill, "238"), on=MARCH_10)

    def total(day):
        return aged_payables(scope, company_id=company.pk, on=day).total.total

    # posted on 5 March, paid on the 10th, the payment taken back on the 20th
    reverse_bill_payment(
        scope, bill_payment_id=payment.pk, entry_date=datetime.date(2026, 3, 20), reason="Returned"
    )
    assert [total(datetime.date(2026, 3, day)) for day in (4, 5, 9, 10, 19, 20, 31)] == [
        0,
        238,
        238,
        0,
        0,
        238,
        238,
    ]


def test_ageing_of_one_branch_is_all_that_a_branch_accountant_sees(
    company, approved_bill, new_user, grant, scope_at
):
    approved_bill()
    north = Branch.objects.create(company=company, code="NORTH", name="North")
    approved_bill(supplier_number="FV-2", branch_id=north.pk)
    user = new_user("Northern accountant")
    grant(user, role="accountant", branch=north)

    assert aged_payables(scope_at(user), company_id=company.pk, on=MARCH_31).total.total == 238


def test_a_stranger_reads_no_ageing(stranger_scope, company):
    with pytest.raises(AccessDenied, match=r"no grant of accounting\.view_reports"):
        aged_payables(stranger_scope, company_id=company.pk, on=MARCH_31)


def test_lists_sort_by_what_is_open(approved_bill, new_bill, pay):
    first, second = approved_bill(), approved_bill(supplier_number="FV-1002")
    new_bill(supplier_number="FV-1003")
    pay("38", (second, "38"))

    rows = with_standing(Bill.objects.all()).order_by("-open_amount", "pk")

    assert list(rows.values_list("supplier_number", "open_amount")) == [
        (first.supplier_number, 238),
        ("FV-1002", 200),
        ("FV-1003", 0),
    ]


def test_a_payment_lists_what_it_settles(approved_bill, pay):
    first, second = approved_bill(), approved_bill(supplier_number="FV-1002")

    payment = pay("300", (first, "238"), (second, "62"))

    rows = [(row.bill.number, row.bill.supplier_number, row.amount) for row in settled_bills(payment)]
    assert rows == [("BILL-2026-00001", "FV-1001", 238), ("BILL-2026-00002", "FV-1002", 62)]
