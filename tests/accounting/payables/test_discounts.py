"""Discount kept for paying early: the price falls, and the input tax with it."""

import datetime
from decimal import Decimal

import pytest

from accounting.ledger.entries import Allocation, JournalEntry, OpenItem
from accounting.payables.models import BillPayment
from accounting.payables.operations.paying import (
    BillShare,
    PaymentDraft,
    pay_bills,
    reverse_bill_payment,
)
from accounting.payables.queries import settled_bills
from accounting.payables.refusals import PaymentDisagrees
from accounting.taxes.models import TaxLine
from tests.accounting.payables.conftest import lines_of

MARCH_10 = datetime.date(2026, 3, 10)
MARCH_20 = datetime.date(2026, 3, 20)


@pytest.fixture
def pay(scope, supplier_account):
    def make(amount, *shares):
        bills = [BillShare(bill.pk, Decimal(part), Decimal(discount)) for bill, part, discount in shares]
        draft = PaymentDraft(supplier_account.pk, "p1", Decimal(amount), MARCH_10, bills=bills)
        return pay_bills(scope, draft=draft)

    return make


def open_of(bill):
    return sum(OpenItem.objects.filter(entry=bill.journal_entry).values_list("open_amount", flat=True))


def discount_entry():
    return JournalEntry.objects.get(source__contains=":discount:", reverses=None)


def test_the_tax_falls_with_the_price(pay, approved_bill):
    bill = approved_bill()  # 10 x 20 = 200.00 net, 19 % of it 38.00: 238.00

    payment = pay("233.24", (bill, "233.24", "4.76"))

    # 2 % of 238.00 is 4.76: 4.00 net and 0.76 tax
    assert lines_of(payment.journal_entry) == [
        ("2000", Decimal("233.24"), 0),
        ("1000", 0, Decimal("233.24")),
    ]
    assert lines_of(discount_entry()) == [
        ("5700", 0, Decimal("4.00")),
        ("1300", 0, Decimal("0.76")),
        ("2000", Decimal("4.76"), 0),
    ]
    tax = TaxLine.objects.get(entry=discount_entry())
    assert (tax.base, tax.tax, tax.direction) == (Decimal("-4.00"), Decimal("-0.76"), "INPUT")
    assert (tax.return_period, open_of(bill)) == ("2026-03", 0)
    kept = Allocation.objects.get(difference_kind="DISCOUNT")
    assert (kept.amount, kept.debit_line.entry) == (Decimal("4.76"), discount_entry())
    (settled,) = settled_bills(payment)
    assert (settled.amount, settled.discount) == (Decimal("233.24"), Decimal("4.76"))


def test_it_is_shared_over_the_taxes_of_the_bill(pay, approved_bill):
    # 100.00 at 19 % and 100.00 at 7 %: 119.00 and 107.00, together 226.00
    bill = approved_bill(("1", "100", "IN_STANDARD"), ("1", "100", "IN_REDUCED"))

    pay("215", (bill, "215", "11"))

    # 11.00 of 226.00: nets 11 x 100/226 = 4.87 twice; of taxes 0.92 and 0.34
    taxes = TaxLine.objects.filter(entry=discount_entry()).order_by("tax_code__code")
    assert list(taxes.values_list("tax_code__code", "base", "tax")) == [
        ("IN_REDUCED", Decimal("-4.87"), Decimal("-0.34")),
        ("IN_STANDARD", Decimal("-4.87"), Decimal("-0.92")),
    ]
    assert open_of(bill) == 0


def test_under_reverse_charge_what_is_owed_falls_as_what_is_deducted(pay, approved_bill):
    bill = approved_bill(("1", "1000", "IN_REVERSE"))

    pay("980", (bill, "980", "20"))

    # nothing was charged: all of the 20.00 is price; 19 % of it, 3.80, is neither owed nor deducted
    taxes = TaxLine.objects.filter(entry=discount_entry()).order_by("direction")
    assert list(taxes.values_list("direction", "base", "tax")) == [
        ("INPUT", Decimal("-20.00"), Decimal("-3.80")),
        ("OUTPUT", Decimal("-20.00"), Decimal("-3.80")),
    ]
    assert sum(debit for _code, debit, _credit in lines_of(discount_entry())) == Decimal("23.80")


def test_a_payment_taken_back_takes_its_discount_back(scope, pay, approved_bill):
    bill = approved_bill()
    payment = pay("233.24", (bill, "233.24", "4.76"))

    reverse_bill_payment(scope, bill_payment_id=payment.pk, entry_date=MARCH_20, reason="Too late")

    assert open_of(bill) == 238
    assert not settled_bills(payment)
    taxes = TaxLine.objects.filter(entry__source__contains=":discount:").values_list("tax", flat=True)
    mirrored = TaxLine.objects.filter(entry__reverses=discount_entry()).values_list("tax", flat=True)
    assert (list(taxes), list(mirrored)) == ([Decimal("-0.76")], [Decimal("0.76")])


@pytest.mark.parametrize(("part", "discount"), [("234", "4.01"), ("238", "0.01"), ("1", "-1")])
def test_more_than_is_open_is_refused_and_changes_nothing(pay, approved_bill, part, discount):
    bill = approved_bill()

    with pytest.raises(PaymentDisagrees):
        pay("238", (bill, part, discount))

    assert open_of(bill) == 238
    assert not BillPayment.objects.exists()
