"""Bills arrive and are refused."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounting.payables.models import Bill
from accounting.payables.operations.receiving import receive_bill, refuse_bill
from accounting.payables.refusals import (
    BillAsksNothing,
    BillDisagrees,
    BillKnown,
    BillNotOpen,
    NotOfThisCompany,
)
from erp.access.decisions import AccessDenied
from erp.audit.models import AuditEvent
from erp.numbering.models import Series


def test_a_bill_gets_our_number_and_keeps_theirs(new_bill):
    bill = new_bill(("3", "33.335"), ("1", "0.01"), gross=Decimal("119.02"))

    # 3 x 33.335 = 100.005 -> 100.01; with 0.01 net 100.02; 19 % of it 19.0038 -> 19.00
    assert (bill.net, bill.tax, bill.gross) == (
        Decimal("100.02"),
        Decimal("19.00"),
        Decimal("119.02"),
    )
    assert (bill.number, bill.supplier_number, bill.status) == ("BILL-2026-00001", "FV-1001", "RECEIVED")
    assert list(bill.lines.values_list("line_no", "net", "expense_account__code")) == [
        (1, Decimal("100.01"), "5000"),
        (2, Decimal("0.01"), "5000"),
    ]
    assert AuditEvent.objects.get(action="bill.received").detail == {"number": "BILL-2026-00001"}


def test_payment_is_expected_when_the_terms_say(new_bill):
    # 2 March and 30 days is 1 April
    assert new_bill().expected_payment_date == datetime.date(2026, 4, 1)


def test_payment_is_never_expected_before_the_receipt(new_bill):
    bill = new_bill(issue_date=datetime.date(2026, 1, 2))

    # due on 1 February, received on 5 March
    assert bill.expected_payment_date == datetime.date(2026, 3, 5)


def test_payment_in_parts_is_expected_with_the_last_part(new_bill, term):
    bill = new_bill(payment_term_id=term("THIRDS").pk)

    # 2 March and 90 days is 31 May
    assert bill.expected_payment_date == datetime.date(2026, 5, 31)


def test_a_reverse_charged_bill_charges_no_tax(new_bill):
    bill = new_bill(("1", "500", "IN_REVERSE"))

    assert (bill.net, bill.tax, bill.gross) == (500, 0, 500)


def test_the_same_paper_twice_is_refused_and_names_ours(new_bill):
    new_bill()

    with pytest.raises(BillKnown, match="FV-1001 was received before: it is our BILL-2026-00001"):
        new_bill()

    assert Bill.objects.count() == 1
    assert Series.objects.get(code="BILL").last_number == 1


def test_a_bill_that_was_refused_may_be_written_down_anew(scope, new_bill):
    refused = refuse_bill(scope, bill_id=new_bill().pk, reason="Typed wrong")

    anew = new_bill()

    assert (anew.supplier_number, anew.status) == (refused.supplier_number, "RECEIVED")
    with pytest.raises(BillKnown, match=anew.number):
        new_bill()
    with pytest.raises(IntegrityError, match="bill_once_per_supplier_year"), transaction.atomic():
        Bill.objects.filter(pk=refused.pk).update(status="RECEIVED", refusal_reason="")


def test_the_same_number_in_another_year_is_another_paper(new_bill):
    new_bill()

    assert new_bill(issue_date=datetime.date(2025, 12, 30)).number == "BILL-2026-00002"


def test_lines_must_meet_the_paper(new_bill):
    with pytest.raises(BillDisagrees, match=r"come to 238\.00 EUR, the paper says 238\.01 EUR"):
        new_bill(gross=Decimal("238.01"))

    assert not Bill.objects.exists()


@pytest.mark.parametrize("lines", [[("0", "20")], [("1", "20"), ("-1", "20")]])
def test_a_bill_that_asks_nothing_is_refused(new_bill, lines):
    with pytest.raises(BillAsksNothing):
        new_bill(*lines)


@pytest.mark.parametrize("code", ["1000", "1100", "2000", "1300"])
def test_control_accounts_take_no_bill_lines(new_bill, code):
    with pytest.raises(NotOfThisCompany, match="an account of this company"):
        new_bill(("1", "20", "IN_STANDARD", code))


def test_output_tax_is_not_deducted(new_bill):
    with pytest.raises(NotOfThisCompany, match="not one of this company's purchases"):
        new_bill(("1", "20", "STANDARD"))


def test_a_refused_bill_tells_why(scope, new_bill):
    bill = refuse_bill(scope, bill_id=new_bill().pk, reason="Not ordered")

    assert (bill.status, bill.refusal_reason) == ("REFUSED", "Not ordered")


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_bill_is_not_refused_without_words(scope, new_bill, reason):
    with pytest.raises(BillNotOpen, match="Tell the supplier why"):
        refuse_bill(scope, bill_id=new_bill().pk, reason=reason)

    assert Bill.objects.get().status == "RECEIVED"


def test_a_bill_is_decided_once(scope, new_bill):
    bill = refuse_bill(scope, bill_id=new_bill().pk, reason="Not ordered")

    with pytest.raises(BillNotOpen, match="was decided before"):
        refuse_bill(scope, bill_id=bill.pk, reason="Again")


def test_a_stranger_may_neither_receive_nor_refuse(stranger_scope, draft_bill, new_bill):
    bill = new_bill()

    with pytest.raises(AccessDenied):
        receive_bill(stranger_scope, draft=draft_bill(supplier_number="FV-1002"))
    with pytest.raises(AccessDenied):
        refuse_bill(stranger_scope, bill_id=bill.pk, reason="Not ordered")

    assert Bill.objects.get().status == "RECEIVED"
