"""Many payments in one act: each as if it came alone, in the order given, and all of them or none."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounting.ledger.entries import Allocation, JournalEntry
from accounting.receivables.models import Payment
from accounting.receivables.operations.payments import record_payments
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft
from accounting.receivables.refusals import KeyReused, MoreThanOwed, NotOfThisCustomer
from erp.access.decisions import AccessDenied
from erp.audit.models import AuditEvent
from erp.money import Money
from tests.accounting.receivables import books

pytestmark = pytest.mark.django_db
APRIL_10 = datetime.date(2026, 4, 10)
APRIL_20 = datetime.date(2026, 4, 20)


def euros(amount):
    return Money(Decimal(amount), "EUR")


def draft_of(account, paid, *invoices, key, day=APRIL_10, **part):
    return PaymentDraft(
        account.pk,
        euros(paid),
        day,
        key,
        allocations=[AllocationDraft(invoice.pk, **part) for invoice in invoices],
    )


@pytest.fixture
def other(new_customer):
    return new_customer("Green Ltd")


def test_each_finds_open_what_those_before_it_left(scope, customer, other, issued):
    mine, theirs = issued(), issued(customer_account_id=other.pk)

    first, second, third = record_payments(
        scope,
        drafts=[
            draft_of(customer, "100", mine, key="a"),
            draft_of(other, "119", theirs, key="b"),
            draft_of(customer, "50", mine, key="c", day=APRIL_20),
        ],
    )

    assert [first.number, second.number, third.number] == [f"RCT-2026-0000{n}" for n in (1, 2, 3)]
    assert books.open_amounts(mine.journal_entry) == books.open_amounts(theirs.journal_entry) == [0]
    # 119 - 100 = 19 are left for the third payment of 50, and 31 of it stay on account
    assert books.open_amounts(third.journal_entry) == [31]
    assert list(Allocation.objects.order_by("pk").values_list("amount", "allocation_date")) == [
        (100, APRIL_10),
        (119, APRIL_10),
        (19, APRIL_20),
    ]
    recorded = AuditEvent.objects.filter(action="payment.recorded").order_by("pk")
    assert [event.detail["amount"] for event in recorded] == ["100.00 EUR", "119.00 EUR", "50.00 EUR"]


def test_what_one_gives_up_is_not_open_to_the_next(scope, customer, issued):
    invoice = issued()
    given_up = {"amount": euros("116"), "difference": euros("3"), "difference_kind": "BANK_FEE"}
    drafts = [
        draft_of(customer, "116", invoice, key="a", **given_up),
        draft_of(customer, "3", invoice, key="b", amount=euros("3")),
    ]

    with pytest.raises(MoreThanOwed, match=r"0.00 EUR open; 3.00 EUR is more"):
        record_payments(scope, drafts=drafts)

    assert not Payment.objects.exists()
    record_payments(scope, drafts=drafts[:1])
    assert books.open_amounts(invoice.journal_entry) == [0]


@pytest.mark.parametrize("wrong", ["too much", "foreign invoice"])
def test_one_that_is_refused_leaves_none_recorded(scope, customer, other, issued, wrong):
    invoice, foreign = issued(), issued(customer_account_id=other.pk)
    entries = JournalEntry.objects.count()
    bad = {
        "too much": draft_of(customer, "500", invoice, key="b", amount=euros("119.01")),
        "foreign invoice": draft_of(customer, "119", foreign, key="b"),
    }[wrong]

    with pytest.raises((MoreThanOwed, NotOfThisCustomer)):
        record_payments(scope, drafts=[draft_of(other, "119", foreign, key="a"), bad])

    assert (Payment.objects.count(), JournalEntry.objects.count()) == (0, entries)
    assert books.open_amounts(foreign.journal_entry) == [119]


def test_who_may_not_record_for_one_customer_records_for_none(scope, stranger_scope, customer, other):
    drafts = [draft_of(customer, "5", key="a"), draft_of(other, "5", key="b")]

    with pytest.raises(AccessDenied, match=r"accounting\.record_payment"):
        record_payments(stranger_scope, drafts=drafts)

    assert not Payment.objects.exists()
    assert not JournalEntry.objects.exists()


def test_known_keys_are_answered_with_the_first_payment(scope, customer, issued):
    invoice = issued()
    (first,) = record_payments(scope, drafts=[draft_of(customer, "100", invoice, key="a")])

    again, new = record_payments(
        scope,
        drafts=[
            draft_of(customer, "100", invoice, key="a"),
            draft_of(customer, "19", invoice, key="b"),
        ],
    )

    assert (again.pk, Payment.objects.count()) == (first.pk, 2)
    assert books.open_amounts(invoice.journal_entry) == [0]
    assert new.number == "RCT-2026-00002"


def test_a_known_key_for_another_amount_stops_all(scope, customer):
    record_payments(scope, drafts=[draft_of(customer, "100", key="a")])

    with pytest.raises(KeyReused):
        record_payments(
            scope, drafts=[draft_of(customer, "7", key="b"), draft_of(customer, "101", key="a")]
        )

    assert Payment.objects.count() == 1


def test_two_of_one_key_are_a_mistake_of_the_caller(scope, customer):
    with pytest.raises(ValueError, match="a key for each"):
        record_payments(scope, drafts=[draft_of(customer, "5", key="a")] * 2)

    assert not Payment.objects.exists()


def test_no_payments_are_recorded_as_none(scope):
    assert record_payments(scope, drafts=[]) == []


def test_many_cost_no_more_statements_than_one(scope, customer, other, issued):
    pairs = [(account, issued(customer_account_id=account.pk)) for account in (customer, other) * 5]
    drafts = [draft_of(account, "119", one, key=str(one.pk)) for account, one in pairs]

    with CaptureQueriesContext(connection) as captured:
        record_payments(scope, drafts=drafts)

    assert len([q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]) <= 11
    assert Payment.objects.count() == 10
