"""A company that trades: customers with accounts, products on a shelf, invoices; a clock that stands."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from uuid import uuid4

import pytest

from accounting.ledger.models import Account, PaymentTerm
from accounting.payables.models import Bill, BillPayment, SupplierAccount
from accounting.payables.operations.approving import approve_bill
from accounting.payables.operations.paying import BillShare, pay_bills
from accounting.payables.operations.paying import PaymentDraft as BillPaymentDraft
from accounting.payables.operations.receiving import BillDraft, BillLineDraft, receive_bill
from accounting.payables.operations.suppliers import SupplierTerms, create_supplier_account
from accounting.receivables.drafts import InvoiceDraft, LineDraft
from accounting.receivables.models import CustomerAccount, Invoice, Payment
from accounting.receivables.operations.customers import CustomerTerms, create_customer_account
from accounting.receivables.operations.drafting import draft_invoice
from accounting.receivables.operations.issuing import issue_invoice
from accounting.receivables.operations.payments import record_payment
from accounting.receivables.payment_drafts import PaymentDraft
from accounting.setup.operations import lay_out_books
from accounting.taxes.models import TaxCode
from crm.sales.drafts import DeliveryDraft, OrderDraft, OrderLineDraft
from crm.sales.models import Delivery, SalesOrder
from crm.sales.operations.delivering import deliver_order
from crm.sales.operations.ordering import place_order
from erp.access.scope import Scope
from erp.money import Money
from erp.organization.models import Branch, Company
from erp.parties.models import Party, PartyBankAccount
from inventory.catalog.models import Product
from inventory.catalog.operations import ProductDraft, create_category, create_product
from inventory.purchasing.models import PurchaseOrder, Receipt
from inventory.purchasing.operations import PurchaseLine, PurchaseOrderDraft, place_purchase_order
from inventory.purchasing.receiving import Arrival, ReceiptDraft, receive_goods
from inventory.stock.models import Place
from inventory.stock.operations import PlaceDraft, Quantity, count_stock, create_place
from tests.conftest import FIRST_DAY, NOW, TODAY


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The doors' clock stands at the tests' noon."""
    monkeypatch.setattr("portals.gate.now", lambda: NOW)


@pytest.fixture
def books(company: Company, setup_scope: Scope) -> Company:
    """The company with its books open for 2026."""
    lay_out_books(setup_scope, company=company, chart="generic", first_year_start=FIRST_DAY)
    return company


@pytest.fixture
def new_account(books: Company, setup_scope: Scope) -> Callable[..., CustomerAccount]:
    """Make a party a customer of the company, or of another one, on 30 days."""

    def make(
        party: Party, *, company: Company = books, number: str = "", scope: Scope = setup_scope
    ) -> CustomerAccount:
        term = PaymentTerm.objects.get(company=company, code="NET30")
        standard = TaxCode.objects.get(company=company, code="STANDARD")
        terms = CustomerTerms(term.pk, company.base_currency, standard.pk, credit_limit=Decimal(1000))
        branch = Branch.objects.get(company=company)
        return create_customer_account(
            scope, party_id=party.pk, branch_id=branch.pk, terms=terms, number=number
        )

    return make


@pytest.fixture
def account(new_account: Callable[..., CustomerAccount], customer: Party) -> CustomerAccount:
    """Bluebird Cafe as a customer of the company."""
    return new_account(customer, number="C-1001")


@pytest.fixture
def new_draft(setup_scope: Scope, account: CustomerAccount) -> Callable[..., Invoice]:
    """Draft an invoice of one line: 2 at the price given."""

    def make(price: str = "100", *, to: CustomerAccount = account, **facts: object) -> Invoice:
        line = LineDraft("Espresso beans", Decimal(2), Decimal(price), product_code="BEANS")
        draft = InvoiceDraft(customer_account_id=to.pk, lines=[line], **facts)
        return draft_invoice(setup_scope, draft=draft, today=TODAY)

    return make


@pytest.fixture
def new_invoice(setup_scope: Scope, new_draft: Callable[..., Invoice]) -> Callable[..., Invoice]:
    """Issue an invoice of one line on the day given: 2 at the price given."""

    def make(price: str = "100", *, on: datetime.date = TODAY, **facts: object) -> Invoice:
        draft = new_draft(price, **facts)
        return issue_invoice(setup_scope, invoice_id=draft.pk, issue_date=on)

    return make


@pytest.fixture
def new_product(books: Company, setup_scope: Scope) -> Callable[..., Product]:
    """Add a product to the catalog."""

    def make(code: str, name: str, **facts: object) -> Product:
        category = create_category(setup_scope, company_id=books.pk, name="Coffee")
        draft = ProductDraft(
            code=code,
            name=name,
            category_id=category.pk,
            sales_tax_code_id=TaxCode.objects.get(company=books, code="STANDARD").pk,
            revenue_account_id=Account.objects.get(company=books, purpose="sales").pk,
            **facts,
        )
        return create_product(setup_scope, company_id=books.pk, product=draft)

    return make


@pytest.fixture
def beans(new_product: Callable[..., Product]) -> Product:
    """Espresso beans by the kilogram, to be reordered at 10."""
    return new_product("BEANS", "Espresso beans", unit_code="KGM", reorder_level=Decimal(10))


@pytest.fixture
def shelf(books: Company, setup_scope: Scope, branch: Branch) -> Place:
    """The place from which orders leave."""
    return create_place(setup_scope, place=PlaceDraft(branch.pk, "SHELF", "Shelf"))


@pytest.fixture
def stocked(setup_scope: Scope, beans: Product, shelf: Place) -> Product:
    """Forty kilograms of beans on the shelf."""
    count_stock(
        setup_scope,
        place_id=shelf.pk,
        count_date=TODAY,
        counted=[Quantity(beans.pk, Decimal(40))],
        key="first",
    )
    return beans


@pytest.fixture
def new_order(
    setup_scope: Scope, account: CustomerAccount, stocked: Product
) -> Callable[..., SalesOrder]:
    """Place an order for beans: so many kilograms at 12.50."""

    def make(quantity: str = "4", **facts: object) -> SalesOrder:
        line = OrderLineDraft(stocked.pk, Decimal(quantity), unit_price=Decimal("12.50"))
        draft = OrderDraft(account.pk, uuid4().hex, TODAY, [line], **facts)
        return place_order(setup_scope, order=draft)

    return make


@pytest.fixture
def new_delivery(setup_scope: Scope, new_order: Callable[..., SalesOrder]) -> Callable[..., Delivery]:
    """Deliver a new order whole."""

    def make(quantity: str = "4") -> Delivery:
        draft = DeliveryDraft(new_order(quantity).pk, uuid4().hex, TODAY)
        return deliver_order(setup_scope, delivery=draft)

    return make


@pytest.fixture
def farm(
    books: Company,
    branch: Branch,
    supplier: Party,
    setup_scope: Scope,
    checked_bank_account: Callable[..., PartyBankAccount],
) -> SupplierAccount:
    """Finca Verde as a supplier of the company on 30 days, with a bank account that was checked."""
    checked_bank_account(supplier)
    terms = SupplierTerms(
        payment_term_id=PaymentTerm.objects.get(company=books, code="NET30").pk,
        currency="EUR",
        default_tax_code_id=TaxCode.objects.get(company=books, code="IN_STANDARD").pk,
        default_expense_account_id=Account.objects.get(company=books, purpose="purchases").pk,
    )
    return create_supplier_account(
        setup_scope, party_id=supplier.pk, branch_id=branch.pk, terms=terms, number="V-2001"
    )


@pytest.fixture
def new_bill(setup_scope: Scope, farm: SupplierAccount) -> Callable[..., Bill]:
    """Write down a bill of one line, net 100.00 unless said otherwise, and approve it if asked to."""

    def make(
        number: str = "F-1",
        net: str = "100",
        *,
        approved: bool = False,
        on: datetime.date = TODAY,
        **facts: object,
    ) -> Bill:
        line = BillLineDraft("Green coffee", Decimal(1), Decimal(net))
        draft = BillDraft(farm.pk, number, on, on, [line], **facts)
        bill = receive_bill(setup_scope, draft=draft)
        return approve_bill(setup_scope, bill_id=bill.pk, posting_date=on) if approved else bill

    return make


@pytest.fixture
def new_bill_payment(setup_scope: Scope, farm: SupplierAccount) -> Callable[..., BillPayment]:
    """Pay so much to the farm, for the bills given with their shares."""

    def make(amount: str, *shares: tuple[Bill, str]) -> BillPayment:
        bills = [BillShare(bill.pk, Decimal(part)) for bill, part in shares]
        draft = BillPaymentDraft(farm.pk, uuid4().hex, Decimal(amount), TODAY, bills=bills)
        return pay_bills(setup_scope, draft=draft)

    return make


@pytest.fixture
def new_purchase(
    setup_scope: Scope, farm: SupplierAccount, beans: Product, shelf: Place
) -> Callable[..., PurchaseOrder]:
    """Order beans from the farm: 60 kilograms at 4.00 unless said otherwise."""

    def make(quantity: str = "60", price: str = "4", **facts: object) -> PurchaseOrder:
        lines = [PurchaseLine(beans.pk, Decimal(quantity), Decimal(price))]
        draft = PurchaseOrderDraft(farm.pk, farm.branch_id, uuid4().hex, TODAY, lines, **facts)
        return place_purchase_order(setup_scope, order=draft)

    return make


@pytest.fixture
def new_receipt(
    setup_scope: Scope, new_purchase: Callable[..., PurchaseOrder], shelf: Place
) -> Callable[..., Receipt]:
    """Let so much of a new order of 60 kilograms arrive at the shelf."""

    def make(quantity: str = "60") -> Receipt:
        order = new_purchase()
        arrival = Arrival(order.lines.get().pk, Decimal(quantity), shelf.pk)
        draft = ReceiptDraft(order.pk, uuid4().hex, TODAY, [arrival], "LS-7")
        return receive_goods(setup_scope, receipt=draft)

    return make


@pytest.fixture
def new_payment(setup_scope: Scope, account: CustomerAccount) -> Callable[..., Payment]:
    """Record money of the customer, all of it on account."""

    def make(amount: str) -> Payment:
        draft = PaymentDraft(account.pk, Money(Decimal(amount), "EUR"), TODAY, uuid4().hex)
        return record_payment(setup_scope, draft=draft)

    return make
