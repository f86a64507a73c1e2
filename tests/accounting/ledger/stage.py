"""The stage of the attacks: a database of their own, with books that hold one of everything."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal

import psycopg2

from accounting.ledger.allocations import allocate, reverse_allocation
from accounting.ledger.entries import OpenItem
from accounting.ledger.models import Account, Journal, PartyAccount, PaymentTerm, Period
from accounting.ledger.posting import post_entry, reverse_entry
from accounting.ledger.sealing import seal_entries
from accounting.receivables.drafts import InvoiceDraft, LineDraft
from accounting.receivables.operations.customers import CustomerTerms, create_customer_account
from accounting.receivables.operations.drafting import draft_invoice
from accounting.receivables.operations.issuing import issue_invoice
from accounting.taxes.models import TaxCode
from erp.access.scope import Scope
from erp.money import Money
from erp.numbering.models import Series
from erp.organization.models import Company
from erp.parties.models import Party
from tests.accounting.ledger.books import DAY, Books, books_of
from tests.database.copies import copied
from tests.trading import STAFF, new_company, new_scope


@dataclass(frozen=True)
class Stage:
    """Where the database is, and the rows in it that attacks name."""

    host: str
    database: str
    rows: dict[str, object]

    @contextmanager
    def connect(self, user: str) -> Iterator["psycopg2.extensions.connection"]:
        """Sign in; what was done is rolled back at the end."""
        with closing(psycopg2.connect(host=self.host, dbname=self.database, user=user)) as session:
            yield session
            session.rollback()


@contextmanager
def staged(name: str, fill: Callable[[], dict[str, object]] | None = None) -> Iterator[Stage]:
    """Make a copy of the tests' database, fill it, and drop it at the end."""
    with copied(name, fill or set_up) as (host, database, rows):
        yield Stage(host, database, rows)


def set_up() -> dict[str, object]:
    """Fill the books of one company with one of everything, and return its rows by name."""
    company, other = new_company("Stage"), new_company("Other")
    scope = new_scope("accountant", (*STAFF, "accounting.add_customeraccount"), company=company)
    books = books_of(company, Party.objects.create(group=company.group, name="Blue"))
    elsewhere = books_of(other, Party.objects.create(group=company.group, name="Blue abroad"))
    return (
        _posted(scope, books)
        | _issued(scope, books)
        | _accounts(books)
        | _periods(company)
        | {
            "other": other.pk,
            "other_account": elsewhere.accounts["sales"],
            "other_branch": elsewhere.branch.pk,
            "other_customer": elsewhere.customer.pk,
            "other_journal": Journal.objects.get(company=other, code="SALES").pk,
            "other_period": Period.objects.get(company=other, name="2026-03").pk,
            "other_series": Series.objects.get(company=other, code="SALES").pk,
        }
    )


def _posted(scope: Scope, books: Books) -> dict[str, object]:
    sale = post_entry(scope, books.invoice("sale:1"))
    usd = [
        books.line("receivable", "100", currency="USD", currency_amount=Decimal(110)),
        books.line("sales", "-100", currency="USD", currency_amount=Decimal(-110)),
    ]
    dollars = post_entry(scope, replace(books.invoice("sale:2"), lines=usd))
    undone = post_entry(scope, books.invoice("sale:3"))
    reverse_entry(
        scope, entry_id=undone.pk, entry_date=DAY, source="sale:3:undo", journal_code="REVERSAL"
    )
    receipt = post_entry(scope, books.receipt("receipt:1"))
    red = Party.objects.create(group=books.company.group, name="Red")
    stranger = PartyAccount.objects.create(
        company=books.company, party=red, control_account_id=books.accounts["receivable"]
    )
    foreign = post_entry(scope, replace(books, customer=stranger).receipt("receipt:2"))
    pair = {"debit_line_id": sale.line_ids[0], "credit_line_id": receipt.line_ids[1]}
    allocations = [
        allocate(scope, **pair, amount=Money(Decimal(amount), "EUR"), allocation_date=DAY)
        for amount in (60, 5)
    ]
    back = reverse_allocation(scope, allocation_id=allocations[1].pk, allocation_date=DAY)
    seal_entries(company_id=books.company.pk)
    return {
        "company": books.company.pk,
        "customer": books.customer.pk,
        "actor": scope.actor.pk,
        "branch": books.branch.pk,
        "sales": books.accounts["sales"],
        "journal": sale.journal_id,
        "series": sale.series_id,
        "sale": sale.pk,
        "sale_open": OpenItem.objects.get(line_id=sale.line_ids[0]).open_amount,
        "usd_line": dollars.line_ids[0],
        "reversed": undone.pk,
        "stranger_line": foreign.line_ids[1],
        "allocation": allocations[0].pk,
        "taken_back": allocations[1].pk,
        "taking_back": back.pk,
    }


def _issued(scope: Scope, books: Books) -> dict[str, object]:
    company = books.company
    account = create_customer_account(
        scope,
        party_id=Party.objects.create(group=company.group, name="Green").pk,
        branch_id=books.branch.pk,
        terms=CustomerTerms(
            payment_term_id=PaymentTerm.objects.get(company=company, code="NET30").pk,
            currency="EUR",
            default_tax_code_id=TaxCode.objects.get(company=company, code="STANDARD").pk,
        ),
    )
    line = LineDraft(
        description="Thing",
        quantity=Decimal(1),
        gross_unit_price=Decimal(100),
        revenue_account_id=books.accounts["sales"],
    )
    draft = InvoiceDraft(customer_account_id=account.pk, lines=[line])
    invoice = draft_invoice(scope, draft=draft, today=DAY)
    issue_invoice(scope, invoice_id=invoice.pk, issue_date=DAY)
    return {"invoice": invoice.pk}


def _accounts(books: Books) -> dict[str, object]:
    changes = {
        "inactive": ("rent", {"is_active": False}),
        "heading": ("office", {"is_postable": False}),
        "demanding": ("travel", {"demands": ["project"]}),
    }
    for purpose, change in changes.values():
        Account.objects.filter(pk=books.accounts[purpose]).update(**change)
    return {
        **{name: books.accounts[purpose] for name, (purpose, _) in changes.items()},
        "receivable": books.accounts["receivable"],
        "payable": books.accounts["payable"],
        "general": Journal.objects.get(company=books.company, code="GENERAL").pk,
    }


def _periods(company: Company) -> dict[str, object]:
    periods = {period.name: period.pk for period in Period.objects.filter(company=company)}
    Period.objects.filter(pk=periods["2026-01"]).update(is_closed=True)
    Period.objects.filter(pk=periods["2026-02"]).update(is_sales_locked=True)
    return {"period": periods["2026-03"], "closed": periods["2026-01"], "locked": periods["2026-02"]}
