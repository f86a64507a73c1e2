"""A company of one's own whose people act at once: each race makes the documents it needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import count

from django.db import connections

from accounting.ledger.checking import findings, invariants
from accounting.ledger.entries import OpenItem
from accounting.ledger.models import PaymentTerm
from accounting.payables.models import Bill, BillPayment, SupplierAccount
from accounting.payables.operations.approving import approve_bill
from accounting.payables.operations.paying import BillShare
from accounting.payables.operations.paying import PaymentDraft as BillPaymentDraft
from accounting.payables.operations.receiving import BillDraft, BillLineDraft, receive_bill
from accounting.payables.operations.suppliers import SupplierTerms, create_supplier_account
from accounting.receivables.drafts import InvoiceDraft, LineDraft
from accounting.receivables.models import CustomerAccount, Invoice
from accounting.receivables.operations.drafting import draft_invoice
from accounting.receivables.operations.issuing import issue_invoice
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft
from accounting.taxes.models import TaxCode
from crm.sales.drafts import OrderDraft, OrderLineDraft
from erp.access.roles import ROLES
from erp.access.scope import Scope
from erp.money import Money
from erp.organization.models import Company
from erp.parties.models import Party
from inventory.catalog.models import Product
from inventory.stock.models import Place
from inventory.stock.operations import PlaceDraft, Quantity, count_stock, create_place
from tests.accounting.ledger.books import Books, books_of
from tests.accounting.ledger.stage import Stage
from tests.trading import TODAY, new_company, new_customer, new_product, new_scope

ONE = Decimal(1)


@dataclass(frozen=True)
class Market:
    """The company, two people who may do everything in it, a customer, a supplier and a shelf."""

    scope: Scope
    second_scope: Scope
    company: Company
    customer: CustomerAccount
    supplier: SupplierAccount
    shelf: Place
    cellar: Place
    books: Books

    def key(self) -> str:
        """Return a key that no act had before."""
        return f"key-{next(_keys)}"

    def draft(self, price: str = "100", **rest: object) -> Invoice:
        """Draft an invoice of one line at 19 %: 119 euros for 100."""
        line = LineDraft(
            description="Thing",
            quantity=Decimal(1),
            gross_unit_price=Decimal(price),
            tax_code_id=self.tax_code("STANDARD"),
        )
        draft = InvoiceDraft(customer_account_id=self.customer.pk, lines=[line], **rest)
        return draft_invoice(self.scope, draft=draft, today=TODAY)

    def issued(self, price: str = "100", **rest: object) -> Invoice:
        """Draft and issue."""
        draft = self.draft(price, **rest)
        return issue_invoice(self.scope, invoice_id=draft.pk, issue_date=TODAY)

    def approved_bill(self, price: str = "100") -> Bill:
        """Receive and approve a bill of one line at 19 %: 119 euros for 100."""
        line = BillLineDraft("Green coffee", Decimal(1), Decimal(price))
        draft = BillDraft(self.supplier.pk, self.key(), TODAY, TODAY, [line])
        bill = receive_bill(self.scope, draft=draft)
        return approve_bill(self.scope, bill_id=bill.pk, posting_date=TODAY)

    def payment(self, amount: str, key: str, invoice: Invoice | None = None) -> PaymentDraft:
        """Draft a payment of the customer, all of it on the invoice if one is named."""
        money = Money(Decimal(amount), "EUR")
        parts = [AllocationDraft(invoice.pk, money)] if invoice else []
        return PaymentDraft(self.customer.pk, money, TODAY, key, parts)

    def bill_payment(self, amount: str, key: str, *bills: Bill) -> BillPaymentDraft:
        """Draft what the supplier collects, shared equally by the bills if some are named."""
        shares = [BillShare(bill.pk, Decimal(amount) / len(bills)) for bill in bills]
        method = BillPayment.Method.DIRECT_DEBIT
        return BillPaymentDraft(self.supplier.pk, key, Decimal(amount), TODAY, shares, method=method)

    def stocked(self, quantity: str) -> Product:
        """Add a product to the catalog, so much of which is on the shelf."""
        product = new_product(self.company, self.key())
        counted = [Quantity(product.pk, Decimal(quantity))]
        count_stock(
            self.scope,
            place_id=self.shelf.pk,
            count_date=TODAY,
            counted=counted,
            key=self.key(),
        )
        return product

    def order(self, *rows: tuple[Product, str], key: str = "") -> OrderDraft:
        """Draft an order of so much of each product, for one euro apiece."""
        lines = [OrderLineDraft(product.pk, Decimal(amount), ONE) for product, amount in rows]
        return OrderDraft(self.customer.pk, key or self.key(), TODAY, lines)

    def tax_code(self, code: str) -> int:
        """Return the id of the company's tax code."""
        return TaxCode.objects.get(company=self.company, code=code).pk


_keys = count(1)


def fill() -> dict[str, object]:
    """Make the company and its people; return the fields of its `Market`."""
    company = new_company("Market")
    everything = ROLES["administrator"].permissions
    scope, second = (new_scope(f"trader-{n}", everything, company=company) for n in range(2))
    customer = new_customer(company)
    # nobody is mailed: each race would print the PDF of every invoice
    Party.objects.filter(pk=customer.party_id).update(email="")
    party = Party.objects.create(group=company.group, name="Finca Verde", email="office@finca.test")
    books = books_of(company, customer.party)
    terms = SupplierTerms(
        payment_term_id=PaymentTerm.objects.get(company=company, code="NET30").pk,
        currency="EUR",
        default_tax_code_id=TaxCode.objects.get(company=company, code="IN_STANDARD").pk,
        default_expense_account_id=books.accounts["rent"],
    )
    supplier = create_supplier_account(scope, party_id=party.pk, branch_id=books.branch.pk, terms=terms)
    shelf, cellar = (
        create_place(scope, place=PlaceDraft(books.branch.pk, code, code.title()))
        for code in ("SHELF", "CELLAR")
    )
    new_product(company)  # so that the clerk is there who adds the others
    market = Market(scope, second, company, customer, supplier, shelf, cellar, books)
    return {field.name: getattr(market, field.name) for field in fields(market)}


@contextmanager
def opened(stage: Stage) -> Iterator[Market]:
    """Work in the database of the stage by the serving login, committing as the web does."""
    own = connections["default"]
    connections["default"] = there = own.copy()
    there.settings_dict.update(NAME=stage.database, USER="erp_app")
    try:
        yield Market(**stage.rows)
    finally:
        there.close()
        connections["default"] = own


def open_amount(entry_id: int) -> Decimal:
    """Return what is open of an entry's control lines together."""
    return sum(OpenItem.objects.filter(entry_id=entry_id).values_list("open_amount", flat=True))


def broken() -> list[str]:
    """Return every invariant of the books that does not hold, with its place."""
    return [f"{found.invariant}: {found.place}" for each in invariants() for found in findings(each)]
