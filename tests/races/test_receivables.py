"""People press the button at once: issuing, being paid, crediting, taking back."""

from collections import Counter
from dataclasses import replace
from functools import partial

from django.db import transaction

from accounting.ledger.entries import Allocation, JournalEntry
from accounting.receivables.models import Invoice, Payment
from accounting.receivables.operations.crediting import CreditDraft, credit_invoice
from accounting.receivables.operations.issuing import issue_invoice
from accounting.receivables.operations.payments import (
    allocate_payment,
    record_payment,
    record_payments,
)
from accounting.receivables.operations.returns import reverse_payment
from accounting.receivables.payment_drafts import AllocationDraft, ReversalDraft
from accounting.receivables.refusals import (
    AdvanceUsed,
    CreditTooHigh,
    InvoiceNotDraft,
    MoreThanOwed,
    PaymentNotPosted,
)
from tests.races.market import Market, broken, open_amount
from tests.races.race import Act, race
from tests.trading import TODAY, new_customer

PEOPLE = 8


class Rolled(Exception):
    """Somebody changed their mind."""


def issuing(market: Market, invoice: Invoice) -> Act:
    return lambda: issue_invoice(market.scope, invoice_id=invoice.pk, issue_date=TODAY).number


def paying(market: Market, invoice: Invoice, amount: str, key: str = "") -> Act:
    draft = market.payment(amount, key or market.key(), invoice)
    return lambda: record_payment(market.scope, draft=draft).pk


def crediting(market: Market, invoice: Invoice) -> Act:
    credit = CreditDraft(invoice.pk, "RETURN")
    return lambda: credit_invoice(market.scope, credit=credit, issue_date=TODAY).number


def take_back(market: Market, payment: Payment) -> str:
    reversal = ReversalDraft(TODAY, reason="returned")
    return reverse_payment(market.scope, payment_id=payment.pk, reversal=reversal).status


def settled(invoice: Invoice) -> object:
    """What allocations took of an invoice, those taken back left out."""
    rows = Allocation.objects.filter(
        debit_line__entry_id=invoice.journal_entry_id, reverses=None, reversal=None
    )
    return sum(rows.values_list("amount", flat=True))


def numbers(journal_code: str) -> list[int]:
    entries = JournalEntry.objects.filter(journal__code=journal_code)
    return list(entries.order_by("number").values_list("number", flat=True))


def test_one_draft_is_issued_once(market: Market, rounds: int) -> None:
    drafts = [market.draft() for _ in range(rounds)]

    found = race(*[[issuing(market, draft) for draft in drafts]] * PEOPLE)

    for answers, draft in zip(found, drafts, strict=True):
        number = Invoice.objects.get(pk=draft.pk).number
        assert Counter(answers) == {InvoiceNotDraft: PEOPLE - 1, number: 1}
    assert broken() == []


def test_numbers_of_invoices_have_no_gap_and_no_double_though_a_quarter_changes_its_mind(
    market: Market, rounds: int
) -> None:
    before = len(numbers("SALES"))

    def issue(invoice: Invoice, *, is_kept: bool) -> str | None:
        try:
            with transaction.atomic():
                number = issuing(market, invoice)()
                if not is_kept:
                    raise Rolled
                return number
        except Rolled:
            return None

    found = race(
        *[
            [partial(issue, market.draft(), is_kept=(turn + who) % 4 > 0) for turn in range(rounds)]
            for who in range(PEOPLE)
        ]
    )

    kept = [number for answers in found for number in answers if number]
    assert len(kept) == len(set(kept)) == rounds * PEOPLE * 3 // 4
    assert numbers("SALES") == list(range(1, before + len(kept) + 1))
    assert broken() == []


def test_payments_at_once_never_overpay_an_invoice(market: Market, rounds: int) -> None:
    invoices = [market.issued() for _ in range(rounds)]

    found = race(*[[paying(market, each, "50") for each in invoices] for _ in range(PEOPLE)])

    # 119 euros are owed: of eight who bring 50, two are served and 19 stay open
    for answers, invoice in zip(found, invoices, strict=True):
        assert answers.count(MoreThanOwed) == PEOPLE - 2
        assert open_amount(invoice.journal_entry_id) == 19
        assert settled(invoice) == 100
    assert broken() == []


def test_two_payments_of_all_that_is_owed_are_one(market: Market, rounds: int) -> None:
    invoices = [market.issued() for _ in range(rounds)]

    found = race(*[[paying(market, each, "119") for each in invoices] for _ in range(2)])

    for answers, invoice in zip(found, invoices, strict=True):
        assert answers.count(MoreThanOwed) == 1
        assert (open_amount(invoice.journal_entry_id), settled(invoice)) == (0, 119)
    assert broken() == []


def test_one_key_at_once_is_one_payment(market: Market, rounds: int) -> None:
    before = Payment.objects.count()
    invoices = [(market.issued(), market.key()) for _ in range(rounds)]

    found = race(*[[paying(market, each, "119", key) for each, key in invoices]] * PEOPLE)

    assert all(len(set(answers)) == 1 for answers in found)
    assert Payment.objects.count() == before + rounds
    assert {open_amount(invoice.journal_entry_id) for invoice, _ in invoices} == {0}
    assert broken() == []


def test_a_payment_and_a_credit_note_at_once_settle_no_more_than_is_owed(
    market: Market, rounds: int
) -> None:
    invoices = [market.issued() for _ in range(rounds)]

    found = race(
        [paying(market, each, "119") for each in invoices],
        [crediting(market, each) for each in invoices],
    )

    for (paid, credited), invoice in zip(found, invoices, strict=True):
        assert credited.startswith("CN-2026-")
        assert paid is MoreThanOwed or Payment.objects.filter(pk=paid).exists()
        assert (open_amount(invoice.journal_entry_id), settled(invoice)) == (0, 119)
    assert broken() == []


def test_credit_notes_at_once_give_back_no_more_than_was_invoiced(market: Market, rounds: int) -> None:
    invoices = [market.issued() for _ in range(rounds)]

    found = race(*[[crediting(market, each) for each in invoices]] * PEOPLE)

    assert all(answers.count(CreditTooHigh) == PEOPLE - 1 for answers in found)
    assert Invoice.objects.filter(corrects__in=invoices).count() == rounds
    assert broken() == []


def test_an_advance_is_deducted_once_by_invoices_at_once(market: Market, rounds: int) -> None:
    advances = [market.issued(type="ADVANCE") for _ in range(rounds)]
    for advance in advances:
        paying(market, advance, "119")()
    drafts = [[market.draft("1000", advance_ids=[each.pk]) for each in advances] for _ in range(2)]

    found = race(*[[issuing(market, draft) for draft in own] for own in drafts])

    assert all(answers.count(AdvanceUsed) == 1 for answers in found)
    # 1,190 less the advance of 119
    issued = Invoice.objects.filter(pk__in=[each.pk for own in drafts for each in own], status="ISSUED")
    assert [open_amount(each.journal_entry_id) for each in issued] == [1071] * rounds
    assert broken() == []


def test_the_payment_of_an_advance_goes_back_or_is_deducted_but_never_both(
    market: Market, rounds: int
) -> None:
    advances = [market.issued(type="ADVANCE") for _ in range(rounds)]
    payments = [Payment.objects.get(pk=paying(market, advance, "119")()) for advance in advances]
    drafts = [market.draft("1000", advance_ids=[each.pk]) for each in advances]

    found = race(
        [partial(take_back, market, payment) for payment in payments],
        [issuing(market, draft) for draft in drafts],
    )

    for (taken, issued), payment in zip(found, payments, strict=True):
        payment.refresh_from_db()
        if taken == "REVERSED":
            assert issued is AdvanceUsed
        else:
            assert taken is AdvanceUsed
            assert issued.startswith("INV-2026-")
        assert payment.status == ("REVERSED" if taken == "REVERSED" else "POSTED")
    assert broken() == []


def test_blocks_of_payments_in_any_order_never_deadlock(market: Market, rounds: int) -> None:
    accounts = [
        new_customer(market.company, name, number=market.key()) for name in ("Ash", "Elm", "Oak")
    ]
    before = Payment.objects.count()

    def record(turn: int, who: int) -> int:
        one = [
            replace(market.payment("10", f"{turn}:{who}:{each.pk}"), customer_account_id=each.pk)
            for each in accounts
        ]
        return len(record_payments(market.scope, drafts=one if who % 2 else one[::-1]))

    found = race(*[[partial(record, turn, who) for turn in range(rounds)] for who in range(PEOPLE)])

    assert set(found) == {(3,) * PEOPLE}
    assert Payment.objects.count() == before + 3 * rounds * PEOPLE
    assert broken() == []


def test_money_that_goes_back_while_it_is_allocated_settles_nothing(market: Market, rounds: int) -> None:
    invoices = [market.issued() for _ in range(rounds)]
    payments = [
        record_payment(market.scope, draft=market.payment("119", market.key())) for _ in invoices
    ]

    def allocate(payment: Payment, invoice: Invoice) -> int:
        rows = allocate_payment(
            market.scope,
            payment_id=payment.pk,
            allocations=[AllocationDraft(invoice.pk)],
            allocation_date=TODAY,
        )
        return len(rows)

    pairs = list(zip(payments, invoices, strict=True))
    found = race(
        [partial(allocate, *pair) for pair in pairs],
        *[[partial(take_back, market, payment) for payment in payments]] * 2,
    )

    for (allocated, *taken), (payment, invoice) in zip(found, pairs, strict=True):
        assert allocated in (1, PaymentNotPosted)
        assert Counter(taken) == {"REVERSED": 1, PaymentNotPosted: 1}
        assert (open_amount(invoice.journal_entry_id), settled(invoice)) == (119, 0)
        assert open_amount(payment.journal_entry_id) == 0
    assert broken() == []
