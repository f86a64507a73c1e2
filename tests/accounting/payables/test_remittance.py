"""The remittance advice."""

import datetime
import io
from decimal import Decimal

import pytest
from pypdf import PdfReader

from accounting.payables.operations.paying import (
    BillShare,
    PaymentDraft,
    pay_bills,
    reverse_bill_payment,
)
from accounting.payables.remittance import KIND, PaymentTakenBack
from erp.access.decisions import AccessDenied
from erp.documents.operations import bytes_of, obtain_document

MARCH_10 = datetime.date(2026, 3, 10)


@pytest.fixture
def payment(scope, supplier_account, approved_bill):
    first, second = approved_bill(), approved_bill(supplier_number="FV-1002")
    bills = [BillShare(first.pk, Decimal(238)), BillShare(second.pk, Decimal(62))]
    draft = PaymentDraft(
        supplier_account.pk, "p1", Decimal(320), MARCH_10, bills=bills, reference="March run"
    )
    return pay_bills(scope, draft=draft)


def words(scope, payment, language="en"):
    document = obtain_document(scope, code=KIND, record_id=payment.pk, language=language, today=MARCH_10)
    reader = PdfReader(io.BytesIO(bytes_of(document)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_lists_what_is_settled_and_what_stays_on_account(scope, payment):
    text = words(scope, payment)

    assert "Remittance advice PAY-2026-00001" in text
    assert "Finca Verde" in text
    assert "C-17" in text
    assert "March run" in text
    # 238.00 whole and 62.00 of the second; 320.00 paid, 20.00 on account
    assert "FV-1001 2 Mar 2026 BILL-2026-00001 €238.00 €238.00" in text
    assert "FV-1002 2 Mar 2026 BILL-2026-00002 €238.00 €62.00" in text
    assert "On account €20.00" in text
    assert "Total €320.00" in text


def test_the_supplier_may_have_it(supplier_scope, payment):
    assert "FV-1001" in words(supplier_scope, payment)


def test_another_party_may_not(customer_scope, stranger_scope, payment):
    for scope in (customer_scope, stranger_scope):
        with pytest.raises(AccessDenied):
            words(scope, payment)


def test_a_payment_taken_back_is_not_advised(scope, payment):
    reverse_bill_payment(scope, bill_payment_id=payment.pk, entry_date=MARCH_10, reason="Account closed")

    with pytest.raises(PaymentTakenBack, match="PAY-2026-00001 was taken back"):
        words(scope, payment)
