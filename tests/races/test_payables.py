"""Clerks pay the same bills at once, and take payments back meanwhile."""

from collections import Counter
from functools import partial

from accounting.ledger.allocations import MoreThanOpen
from accounting.ledger.entries import Allocation, OpenItem
from accounting.payables.models import Bill, BillPayment
from accounting.payables.operations.approving import reverse_bill
from accounting.payables.operations.paying import (
    BillShare,
    apply_to_bills,
    pay_bills,
    reverse_bill_payment,
)
from accounting.payables.refusals import (
    BillNotOpen,
    NotOfThisCompany,
    PaymentDisagrees,
    PaymentReversed,
)
from tests.races.market import Market, broken, open_amount
from tests.races.race import Act, race
from tests.trading import TODAY

PEOPLE = 8


def paying(market: Market, amount: str, *bills: Bill, key: str = "") -> Act:
    draft = market.bill_payment(amount, key or market.key(), *bills)
    return lambda: pay_bills(market.scope, draft=draft).pk


def taking_back(market: Market, payment_id: int) -> Act:
    def act() -> str:
        payment = reverse_bill_payment(
            market.scope, bill_payment_id=payment_id, entry_date=TODAY, reason="wrong"
        )
        return payment.status

    return act


def settled(bill: Bill) -> object:
    """What allocations took of a bill, those taken back left out."""
    rows = Allocation.objects.filter(
        credit_line__entry_id=bill.journal_entry_id, reverses=None, reversal=None
    )
    return sum(rows.values_list("amount", flat=True))


def test_payments_at_once_never_overpay_a_bill(market: Market, rounds: int) -> None:
    bills = [market.approved_bill() for _ in range(rounds)]

    found = race(*[[paying(market, "50", each) for each in bills] for _ in range(PEOPLE)])

    # 119 euros are owed: of eight who pay 50, two do and 19 stay open
    for answers, bill in zip(found, bills, strict=True):
        assert answers.count(PaymentDisagrees) == PEOPLE - 2
        assert (open_amount(bill.journal_entry_id), settled(bill)) == (19, 100)
    assert broken() == []


def test_one_key_at_once_is_one_payment(market: Market, rounds: int) -> None:
    before = BillPayment.objects.count()
    bills = [(market.approved_bill(), market.key()) for _ in range(rounds)]

    found = race(*[[paying(market, "119", each, key=key) for each, key in bills]] * PEOPLE)

    assert all(len(set(answers)) == 1 for answers in found)
    assert BillPayment.objects.count() == before + rounds
    assert {open_amount(bill.journal_entry_id) for bill, _ in bills} == {0}
    assert broken() == []


def test_payments_of_the_same_bills_in_any_order_are_taken_back_without_a_deadlock(
    market: Market, rounds: int
) -> None:
    turns = []
    for _ in range(rounds):
        first, second = market.approved_bill(), market.approved_bill()
        ids = [paying(market, "100", *pair)() for pair in ((first, second), (second, first))]
        turns.append((ids, (first, second)))

    found = race(*[[taking_back(market, ids[who]) for ids, _ in turns] for who in range(2)])

    assert set(found) == {("REVERSED", "REVERSED")}
    assert {open_amount(bill.journal_entry_id) for _, bills in turns for bill in bills} == {119}
    assert broken() == []


def test_money_that_is_taken_back_while_it_is_applied_settles_nothing(
    market: Market, rounds: int
) -> None:
    bills = [market.approved_bill() for _ in range(rounds)]
    payments = [BillPayment.objects.get(pk=paying(market, "119")()) for _ in bills]

    def apply(payment: BillPayment, bill: Bill, line_id: int) -> int:
        rows = apply_to_bills(
            market.scope,
            supplier_account_id=market.supplier.pk,
            debit_line_id=line_id,
            bills=[BillShare(bill.pk, bill.gross)],
            allocation_date=TODAY,
        )
        return len(rows)

    turns = [
        (payment, bill, OpenItem.objects.get(entry=payment.journal_entry).line_id)
        for payment, bill in zip(payments, bills, strict=True)
    ]
    found = race(
        [partial(apply, *turn) for turn in turns],
        *[[taking_back(market, payment.pk) for payment in payments]] * 2,
    )

    for (applied, *taken), (payment, bill, _) in zip(found, turns, strict=True):
        assert applied in (1, PaymentDisagrees, BillNotOpen, NotOfThisCompany)
        assert Counter(taken) == {"REVERSED": 1, PaymentReversed: 1}
        assert (open_amount(bill.journal_entry_id), settled(bill)) == (119, 0)
        assert open_amount(payment.journal_entry_id) == 0
    assert broken() == []


def test_a_bill_is_paid_or_taken_back_but_never_both(market: Market, rounds: int) -> None:
    bills = [market.approved_bill() for _ in range(rounds)]

    def reverse(bill: Bill) -> str:
        return reverse_bill(
            market.scope, bill_id=bill.pk, entry_date=TODAY, reason="billed twice"
        ).status

    found = race(
        [paying(market, "119", each) for each in bills], [partial(reverse, each) for each in bills]
    )

    for (paid, taken), bill in zip(found, bills, strict=True):
        bill.refresh_from_db()
        if taken == "REVERSED":
            assert paid in (BillNotOpen, PaymentDisagrees)
        else:
            assert taken is MoreThanOpen
            assert BillPayment.objects.filter(pk=paid).exists()
        assert bill.status == ("REVERSED" if taken == "REVERSED" else "APPROVED")
        assert open_amount(bill.journal_entry_id) == 0
    assert broken() == []
