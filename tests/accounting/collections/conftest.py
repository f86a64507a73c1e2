"""Invoices to remind of; the levels are those that books are opened with: -3, 7, 14 and 30 days."""

import datetime
from decimal import Decimal

import pytest

from accounting.collections.operations import run_reminders
from accounting.receivables.operations.payments import record_payment
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft
from erp.money import Money
from tests.accounting.receivables import conftest as receivables

customer = receivables.customer
draft = receivables.draft
issued = receivables.issued
new_customer = receivables.new_customer


MARCH_31 = datetime.date(2026, 3, 31)


def march(day: int) -> datetime.date:
    return datetime.date(2026, 3, day)


@pytest.fixture
def late(issued):
    """An invoice of 119.00, issued on 1 March and due at the end of the month."""
    return issued(issue_date=march(1))


@pytest.fixture
def run(scope, company):
    """Run the reminders of a day, so many days after 31 March."""

    def make(days, asking=scope):
        today = march(31) + datetime.timedelta(days)
        return run_reminders(asking, company_id=company.pk, today=today).count

    return make


@pytest.fixture
def pay(scope, customer):
    def make(invoice, amount, day=MARCH_31, key="p1"):
        part = Money(Decimal(amount), "EUR")
        return record_payment(
            scope,
            draft=PaymentDraft(
                customer_account_id=customer.pk,
                key=key,
                amount=part,
                booked_date=day,
                allocations=[AllocationDraft(invoice.pk, part)],
            ),
        )

    return make
