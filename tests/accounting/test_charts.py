"""A year of trade by each chart: sold, bought, paid, closed, and checked by another program."""

import subprocess
import sys
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from accounting.ledger.entries import Balance
from accounting.ledger.manual_journals import (
    Voucher,
    VoucherLine,
    draft_manual_journal,
    post_manual_journal,
)
from accounting.ledger.models import Account, FiscalYear, PaymentTerm, Period
from accounting.ledger.periods import close_period
from accounting.ledger.year_end import close_fiscal_year
from accounting.payables.operations.approving import approve_bill
from accounting.payables.operations.paying import BillShare, pay_bills
from accounting.payables.operations.paying import PaymentDraft as BillPaymentDraft
from accounting.payables.operations.receiving import BillDraft, BillLineDraft, receive_bill
from accounting.payables.operations.suppliers import SupplierTerms, create_supplier_account
from accounting.receivables.drafts import InvoiceDraft, LineDraft
from accounting.receivables.operations.drafting import draft_invoice
from accounting.receivables.operations.issuing import issue_invoice
from accounting.receivables.operations.payments import record_payment
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft
from accounting.taxes.models import TaxCode
from erp.access.roles import ROLES
from erp.money import Money
from erp.parties.models import Party
from tests.races.market import broken
from tests.trading import TODAY, new_company, new_customer, new_scope

pytestmark = pytest.mark.django_db
BEAN_CHECK = Path(sys.executable).with_name("bean-check")
CHARTS = [
    ("generic", "DE", "EUR", "19"),
    ("de_skr04", "DE", "EUR", "19"),
    ("it", "IT", "EUR", "22"),
    ("cn_small", "CN", "CNY", "13"),
]


@pytest.fixture(params=CHARTS, ids=lambda row: row[0])
def trader(request):
    """A company by a chart of its country, somebody who may do everything, and its standard rate."""
    chart, country, currency, rate = request.param
    company = new_company(country=country, currency=currency, chart=chart, years=2)
    scope = new_scope("trader", ROLES["administrator"].permissions, company=company)
    return company, scope, Decimal(rate)


def account_of(company, purpose):
    return Account.objects.get(company=company, purpose=purpose).pk


def tax_code_of(company, code):
    return TaxCode.objects.get(company=company, code=code).pk


def sell_and_be_paid(company, scope):
    """One thing for 100 and tax."""
    customer = new_customer(company)
    line = LineDraft("Thing", Decimal(1), Decimal(100), tax_code_id=tax_code_of(company, "STANDARD"))
    draft = InvoiceDraft(customer_account_id=customer.pk, lines=[line])
    invoice = draft_invoice(scope, draft=draft, today=TODAY)
    invoice = issue_invoice(scope, invoice_id=invoice.pk, issue_date=TODAY)
    money = Money(invoice.gross, company.base_currency)
    parts = [AllocationDraft(invoice.pk)]
    record_payment(scope, draft=PaymentDraft(customer.pk, money, TODAY, "k", parts))


def buy_and_pay(company, scope):
    """Goods for 40 and tax, and 10 where the buyer owes the tax, if the country knows that."""
    party = Party.objects.create(group=company.group, name="Finca", email="office@finca.test")
    terms = SupplierTerms(
        payment_term_id=PaymentTerm.objects.get(company=company, code="NET30").pk,
        currency=company.base_currency,
        default_expense_account_id=account_of(company, "purchases"),
    )
    branch = company.branches.get()
    supplier = create_supplier_account(scope, party_id=party.pk, branch_id=branch.pk, terms=terms)
    lines = [
        BillLineDraft("Goods", Decimal(1), Decimal(amount), tax_code_of(company, code))
        for amount, code in ((40, "IN_STANDARD"), (10, "IN_REVERSE"))
    ]
    bill = receive_bill(scope, draft=BillDraft(supplier.pk, "A-1", TODAY, TODAY, lines))
    bill = approve_bill(scope, bill_id=bill.pk, posting_date=TODAY)
    shares = [BillShare(bill.pk, bill.gross)]
    draft = BillPaymentDraft(supplier.pk, "k", bill.gross, TODAY, shares, method="DIRECT_DEBIT")
    pay_bills(scope, draft=draft)


def pay_rent(company, scope):
    """Ten from the bank."""
    lines = [
        VoucherLine(account_of(company, "rent"), debit=Decimal(10)),
        VoucherLine(account_of(company, "bank"), credit=Decimal(10)),
    ]
    voucher = Voucher(company.branches.get().pk, TODAY, "rent of March", lines)
    journal = draft_manual_journal(scope, voucher=voucher)
    post_manual_journal(scope, manual_journal_id=journal.pk)


def held(company, year, *purposes):
    """Return what accounts hold of the entries of one year, debits positive."""
    rows = Balance.objects.filter(company=company, period__fiscal_year=year)
    return [
        sum((row.debit - row.credit for row in rows.filter(account__purpose=purpose)), Decimal(0))
        for purpose in purposes
    ]


def test_a_year_is_traded_closed_and_accepted_by_bean_check(trader, tmp_path):
    company, scope, rate = trader
    this_year, next_year = FiscalYear.objects.filter(company=company).order_by("start_date")
    for act in (sell_and_be_paid, buy_and_pay, pay_rent):
        act(company, scope)
    # in: 100 and tax; out: 40 and its tax, 10 without, rent of 10
    bank = 100 + rate - (40 + 40 * rate / 100) - 10 - 10
    assert held(company, this_year, "bank", "receivable", "payable") == [bank, 0, 0]
    assert held(company, this_year, "sales", "purchases", "rent") == [-100, 50, 10]

    for period in Period.objects.filter(fiscal_year=this_year, kind="REGULAR").order_by("start_date"):
        close_period(scope, period_id=period.pk)
    close_fiscal_year(scope, fiscal_year_id=this_year.pk)
    file = tmp_path / "books.beancount"
    call_command("export_books", str(file), stdout=StringIO())

    assert held(company, this_year, "sales", "purchases", "rent") == [0, 0, 0]
    assert held(company, next_year, "retained_earnings") == [-40]
    assert broken() == []
    checked = subprocess.run([BEAN_CHECK, file], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
