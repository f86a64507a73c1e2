"""What is written: invoices one by one and by the thousand, and payments that settle them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import cycle, islice
from typing import Any
from uuid import uuid4

from accounting.receivables.drafts import InvoiceDraft, LineDraft
from accounting.receivables.models import Invoice
from accounting.receivables.operations.drafting import draft_invoices
from accounting.receivables.operations.issuing import issue_invoice, issue_invoices
from accounting.receivables.operations.payments import record_payment
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft
from erp.money import Money
from tests.bench.company import Books


def plain_drafts(books: Books, how_many: int) -> list[int]:
    """Draft invoices of two lines on two accounts: with tax and receivable, an entry of four lines."""
    lines = (
        LineDraft("Espresso beans", Decimal(10), Decimal("12.50")),
        LineDraft("Carriage", Decimal(1), Decimal("4.90"), revenue_account_id=books.accounts["freight"]),
    )
    return _drafted(books, how_many, lines)


def plain_invoice(books: Books) -> int:
    """Issue one such invoice and return its id."""
    (invoice_id,) = plain_drafts(books, 1)
    return issue_invoice(books.scope, invoice_id=invoice_id, issue_date=books.today).pk


def rich_drafts(books: Books, how_many: int) -> list[int]:
    """Draft invoices of five lines, two rates and two due dates, in dollars."""
    codes = cycle([books.taxes["STANDARD"], books.taxes["REDUCED"]])
    lines = tuple(
        LineDraft(f"Beans no. {number}", Decimal(number), Decimal("11.37"), tax_code_id=code)
        for number, code in zip(range(1, 6), codes, strict=False)
    )
    term = books.terms["HALVES"]
    return _drafted(books, how_many, lines, currency="USD", payment_term_id=term)


def _drafted(books: Books, how_many: int, lines: Sequence[LineDraft], **rest: Any) -> list[int]:
    customers = islice(cycle(books.customers), how_many)
    drafts = [InvoiceDraft(customer_account_id=each.pk, lines=lines, **rest) for each in customers]
    return [each.pk for each in draft_invoices(books.scope, drafts=drafts, today=books.today)]


def begin_business(books: Books, how_many: int) -> None:
    """Do some of everything, so that nothing is measured on empty tables."""
    for work in (
        Issuing(books, how_many),
        Issuing(books, how_many, is_rich=True),
        BillingRun(books, how_many),
        Paying(books, how_many),
    ):
        work.prepare()
        work.run()


@dataclass(slots=True)
class Issuing:
    """Invoices issued one by one, each in a transaction of its own."""

    books: Books
    how_many: int
    is_rich: bool = False
    ids: list[int] = field(default_factory=list)

    def prepare(self) -> None:
        """Write the drafts."""
        self.ids = (rich_drafts if self.is_rich else plain_drafts)(self.books, self.how_many)

    def run(self) -> int:
        """Issue them."""
        for invoice_id in self.ids:
            issue_invoice(self.books.scope, invoice_id=invoice_id, issue_date=self.books.today)
        return len(self.ids)


@dataclass(slots=True)
class BillingRun:
    """Invoices issued by one run, up to a thousand per transaction."""

    books: Books
    how_many: int
    ids: list[int] = field(default_factory=list)

    def prepare(self) -> None:
        """Write the drafts."""
        self.ids = plain_drafts(self.books, self.how_many)

    def run(self) -> int:
        """Issue them."""
        done = issue_invoices(self.books.scope, invoice_ids=self.ids, issue_date=self.books.today)
        if done.refused:
            raise RuntimeError(f"refused: {done.refused}")
        return len(done.issued)


@dataclass(slots=True)
class Paying:
    """Payments that come in, each settling one invoice whole."""

    books: Books
    how_many: int
    drafts: list[PaymentDraft] = field(default_factory=list)

    def prepare(self) -> None:
        """Issue the invoices that will be paid."""
        ids = plain_drafts(self.books, self.how_many)
        issue_invoices(self.books.scope, invoice_ids=ids, issue_date=self.books.today)
        self.drafts = [
            PaymentDraft(
                invoice.customer_account_id,
                Money(invoice.payable, invoice.currency),
                self.books.today,
                uuid4().hex,
                (AllocationDraft(invoice.pk),),
            )
            for invoice in Invoice.objects.filter(pk__in=ids)
        ]

    def run(self) -> int:
        """Record them."""
        for draft in self.drafts:
            record_payment(self.books.scope, draft=draft)
        return len(self.drafts)
