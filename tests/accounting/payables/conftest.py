"""A supplier with an account, and bills to receive from it."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest

from accounting.ledger.models import Account, PaymentTerm
from accounting.payables.models import Bill, SupplierAccount
from accounting.payables.operations.approving import approve_bill
from accounting.payables.operations.receiving import BillDraft, BillLineDraft, receive_bill
from accounting.payables.operations.suppliers import SupplierTerms, create_supplier_account
from accounting.taxes.models import TaxCode

MARCH_2 = datetime.date(2026, 3, 2)
MARCH_5 = datetime.date(2026, 3, 5)


@pytest.fixture
def tax_code(company) -> Callable[[str], TaxCode]:
    return lambda code: TaxCode.objects.get(company=company, code=code)


@pytest.fixture
def term(company) -> Callable[[str], PaymentTerm]:
    return lambda code: PaymentTerm.objects.get(company=company, code=code)


@pytest.fixture
def supplier_account(
    scope, company, branch, supplier, account, tax_code, term, checked_bank_account
) -> SupplierAccount:
    checked_bank_account(supplier)
    terms = SupplierTerms(
        payment_term_id=term("NET30").pk,
        currency="EUR",
        default_tax_code_id=tax_code("IN_STANDARD").pk,
        default_expense_account_id=account("5000").pk,
        our_customer_number="C-17",
    )
    return create_supplier_account(
        scope, party_id=supplier.pk, branch_id=branch.pk, terms=terms, number="70001"
    )


@pytest.fixture
def draft_bill(supplier_account, account, tax_code) -> Callable[..., BillDraft]:
    """Draft lines of (quantity, price, tax code, account number); keywords change the paper."""

    def make(*lines: tuple[str, ...], **paper: object) -> BillDraft:
        rows = tuple(
            BillLineDraft(
                description="Green coffee",
                quantity=Decimal(quantity),
                unit_price=Decimal(price),
                tax_code_id=tax_code(rest[0]).pk if rest else None,
                expense_account_id=account(rest[1]).pk if len(rest) > 1 else None,
            )
            for quantity, price, *rest in lines or [("10", "20")]
        )
        facts: dict[str, object] = {
            "supplier_account_id": supplier_account.pk,
            "supplier_number": "FV-1001",
            "issue_date": MARCH_2,
            "received_date": MARCH_5,
            "lines": rows,
        }
        return BillDraft(**facts | paper)

    return make


@pytest.fixture
def new_bill(scope, draft_bill) -> Callable[..., Bill]:
    """Receive a bill; a number makes it another paper."""
    return lambda *lines, **paper: receive_bill(scope, draft=draft_bill(*lines, **paper))


@pytest.fixture
def approved_bill(scope, new_bill) -> Callable[..., Bill]:
    """Receive and approve a bill, posted on the day it arrived."""

    def make(*lines: tuple[str, ...], **paper: object) -> Bill:
        return approve_bill(scope, bill_id=new_bill(*lines, **paper).pk, posting_date=MARCH_5)

    return make


def lines_of(entry) -> list[tuple[object, ...]]:
    """Return (account, debit, credit) of an entry in its order."""
    return list(entry.lines.order_by("line_no").values_list("account__code", "debit", "credit"))


@pytest.fixture
def expense(account) -> Account:
    return account("5000")
