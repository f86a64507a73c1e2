"""Money to suppliers."""

import datetime
from decimal import Decimal

import pytest

from accounting.ledger.entries import Allocation, JournalEntry, OpenItem
from accounting.payables.models import Bill, BillPayment
from accounting.payables.operations.paying import (
    BillShare,
    PaymentDraft,
    apply_to_bills,
    pay_bills,
    reverse_bill_payment,
)
from accounting.payables.refusals import (
    BillNotOpen,
    KeyReused,
    NoCheckedAccount,
    NotOfThisCompany,
    PaymentDisagrees,
    PaymentReversed,
)
from erp.access.decisions import AccessDenied
from erp.parties.models import PartyBankAccount
from tests.accounting.payables.conftest import lines_of

MARCH_10 = datetime.date(2026, 3, 10)
MARCH_20 = datetime.date(2026, 3, 20)


@pytest.fixture
def pay(scope, supplier_account):
    def make(amount, *shares, key="p1", asking=scope, **rest):
        return pay_bills(
            asking,
            draft=PaymentDraft(
                supplier_account_id=supplier_account.pk,
                key=key,
                amount=Decimal(amount),
                booked_date=MARCH_10,
                bills=[BillShare(bill.pk, Decimal(part)) for bill, part in shares],
                **rest,
            ),
        )

    return make


def open_of(bill):
    return sum(OpenItem.objects.filter(entry=bill.journal_entry).values_list("open_amount", flat=True))


def test_one_payment_settles_several_bills(pay, approved_bill):
    first, second = approved_bill(), approved_bill(supplier_number="FV-1002")

    payment = pay("300", (first, "238"), (second, "62"))

    assert lines_of(payment.journal_entry) == [("2000", 300, 0), ("1000", 0, 300)]
    assert (payment.number, payment.key) == ("PAY-2026-00001", "p1")
    # 238 each: the first is paid, 238 - 62 = 176 of the second is left
    assert (open_of(first), open_of(second), open_of(payment)) == (0, 176, 0)


def test_what_bills_do_not_take_stays_on_account(pay, approved_bill):
    bill = approved_bill()

    payment = pay("250", (bill, "238"))

    item = OpenItem.objects.get(entry=payment.journal_entry)
    assert (item.is_debit, item.open_amount) == (True, 12)


def test_parts_are_settled_in_the_order_they_fall_due(pay, approved_bill, term):
    bill = approved_bill(("1", "84.03"), payment_term_id=term("THIRDS").pk)

    pay("50", (bill, "50"))

    # 33.33 whole, 16.67 of the next 33.34
    items = OpenItem.objects.filter(entry=bill.journal_entry).order_by("due_date")
    assert list(items.values_list("open_amount", flat=True)) == [
        0,
        Decimal("16.67"),
        Decimal("33.33"),
    ]


def test_the_same_key_pays_once(pay, approved_bill):
    bill = approved_bill()

    assert pay("238", (bill, "238")) == pay("238", (bill, "238"))

    assert BillPayment.objects.count() == 1
    assert JournalEntry.objects.filter(journal__code="PAYMENT").count() == 1


def test_a_key_is_not_used_for_another_payment(pay, approved_bill):
    pay("100", (approved_bill(), "100"))

    with pytest.raises(KeyReused, match="PAY-2026-00001"):
        pay("101")


@pytest.mark.parametrize(
    ("amount", "share"), [("100", "100.01"), ("0", "0"), ("-5", "-5"), ("300", "238.01")]
)
def test_amounts_that_do_not_fit_are_refused(pay, approved_bill, amount, share):
    bill = approved_bill()

    with pytest.raises(PaymentDisagrees):
        pay(amount, (bill, share))

    assert not BillPayment.objects.exists()
    assert open_of(bill) == 238


def test_a_bill_that_is_not_approved_is_not_paid(pay, new_bill):
    with pytest.raises(BillNotOpen):
        pay("238", (new_bill(), "238"))

    assert not JournalEntry.objects.exists()


def test_the_verified_account_of_the_day_is_copied(pay, supplier, approved_bill, scope, second_scope):
    for iban, status, start in [
        ("DE02120300000000202051", "VERIFIED", "2025-01-01"),
        ("DE02500105170137075030", "VERIFIED", "2026-02-01"),
        ("DE88100900001234567892", "UNVERIFIED", "2026-03-01"),
        ("DE75512108001245126199", "VERIFIED", "2026-03-11"),
    ]:
        PartyBankAccount.objects.create(
            party=supplier,
            holder="Finca",
            iban=iban,
            status=status,
            start_date=start,
            added_by=scope.actor,
            verified_by=second_scope.actor if status == "VERIFIED" else None,
            verified_how="letter",
        )

    assert pay("238", (approved_bill(), "238")).payee_iban == "DE02500105170137075030"


def test_a_transfer_needs_a_bank_account_that_was_checked(pay, supplier, approved_bill):
    bill = approved_bill()
    PartyBankAccount.objects.update(status="BLOCKED")

    with pytest.raises(NoCheckedAccount, match="Finca Verde has no checked bank account"):
        pay("238", (bill, "238"))

    assert not BillPayment.objects.exists()
    assert open_of(bill) == 238
    assert pay("238", (bill, "238"), method="DIRECT_DEBIT").payee_iban == ""  # the bank took it


def test_a_stranger_may_not_pay(pay, stranger_scope, approved_bill):
    bill = approved_bill()

    with pytest.raises(AccessDenied):
        pay("238", (bill, "238"), asking=stranger_scope)

    assert open_of(bill) == 238
    assert not BillPayment.objects.exists()


def test_a_payment_taken_back_opens_the_bills_again(scope, pay, approved_bill):
    bill = approved_bill()
    payment = pay("250", (bill, "238"))

    reverse_bill_payment(scope, bill_payment_id=payment.pk, entry_date=MARCH_20, reason="Account closed")

    payment.refresh_from_db()
    assert (payment.status, open_of(bill), open_of(payment)) == ("REVERSED", 238, 0)
    reversal = JournalEntry.objects.get(reverses=payment.journal_entry)
    assert lines_of(reversal) == [("2000", 0, 250), ("1000", 250, 0)]
    with pytest.raises(PaymentReversed):
        reverse_bill_payment(scope, bill_payment_id=payment.pk, entry_date=MARCH_20, reason="Again")


def test_a_credit_settles_a_bill(scope, supplier_account, approved_bill):
    bill = approved_bill()
    credit = approved_bill(("1", "50"), type=Bill.Type.CREDIT, supplier_number="CR-1")
    line = OpenItem.objects.get(entry=credit.journal_entry)

    apply_to_bills(
        scope,
        supplier_account_id=supplier_account.pk,
        debit_line_id=line.pk,
        bills=[BillShare(bill.pk, Decimal("59.50"))],
        allocation_date=MARCH_20,
    )

    # 238.00 - 59.50 = 178.50
    assert (open_of(bill), open_of(credit)) == (Decimal("178.50"), 0)


def test_a_credit_gives_no_more_than_it_holds(scope, supplier_account, approved_bill):
    bill = approved_bill()
    credit = approved_bill(("1", "50"), type=Bill.Type.CREDIT, supplier_number="CR-1")
    line = OpenItem.objects.get(entry=credit.journal_entry)

    with pytest.raises(PaymentDisagrees):
        apply_to_bills(
            scope,
            supplier_account_id=supplier_account.pk,
            debit_line_id=line.pk,
            bills=[BillShare(bill.pk, Decimal("59.51"))],
            allocation_date=MARCH_20,
        )

    assert not Allocation.objects.exists()


def test_a_bill_is_no_credit(scope, supplier_account, approved_bill):
    bill = approved_bill()
    line = OpenItem.objects.get(entry=bill.journal_entry)

    with pytest.raises(NotOfThisCompany):
        apply_to_bills(
            scope,
            supplier_account_id=supplier_account.pk,
            debit_line_id=line.pk,
            bills=[BillShare(bill.pk, Decimal(1))],
            allocation_date=MARCH_20,
        )
