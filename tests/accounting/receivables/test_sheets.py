"""What is printed on invoices, credit notes and advance invoices."""

import datetime
import io
from decimal import Decimal

import pytest
from pypdf import PdfReader

from accounting.currencies.models import ExchangeRate
from accounting.receivables.drafts import ChargeDraft, InvoiceDraft, LineDraft
from accounting.receivables.operations.crediting import CreditDraft, CreditLine, credit_invoice
from accounting.receivables.operations.drafting import draft_invoice
from accounting.receivables.operations.issuing import issue_invoice
from accounting.receivables.operations.payments import record_payment
from accounting.receivables.payment_drafts import AllocationDraft, PaymentDraft
from accounting.receivables.refusals import InvoiceNotIssued
from accounting.receivables.sheets.invoices import KIND
from accounting.receivables.sheets.statements import StatementOrder, statement_pdf
from erp.access.decisions import AccessDenied
from erp.documents.operations import bytes_of, obtain_document
from erp.money import Money
from tests.accounting.receivables.conftest import TODAY, code_of, give_tax_number

pytestmark = pytest.mark.django_db
APRIL_10 = datetime.date(2026, 4, 10)
JUNE_30 = datetime.date(2026, 6, 30)


def document(scope, invoice, language="en"):
    return obtain_document(scope, code=KIND, record_id=invoice.pk, language=language, today=TODAY)


def pages(scope, invoice, language="en"):
    reader = PdfReader(io.BytesIO(bytes_of(document(scope, invoice, language))))
    return [squeezed(page.extract_text()) for page in reader.pages]


def squeezed(text):
    return " ".join(text.split())


@pytest.fixture
def coffee(scope, company, customer):
    """An invoice with everything on it: discounts, two rates, freight, an order number."""
    company.register_line = "Amtsgericht Hamburg HRB 12345"
    company.legal_lines = "Managing director: Ada Hoch"
    company.save()
    standard, reduced = (code_of(company, code).pk for code in ("STANDARD", "REDUCED"))
    draft = InvoiceDraft(
        customer_account_id=customer.pk,
        lines=[
            LineDraft(
                "Espresso Bar Blend",
                Decimal(12),
                Decimal("18.50"),
                allowance_percent=Decimal(10),
                allowance_reason="wholesale",
                unit_code="KGM",
                product_code="ESP-1",
                tax_code_id=reduced,
            ),
            LineDraft(
                "Barista training", Decimal("3.5"), Decimal(80), unit_code="HUR", tax_code_id=standard
            ),
        ],
        charges=[ChargeDraft("Freight", Decimal("9.90"), tax_code_id=standard)],
        supply_date=datetime.date(2026, 3, 30),
        customer_order_number="PO-4711",
        note="Thank you.",
    )
    invoice = draft_invoice(scope, draft=draft, today=TODAY)
    return issue_invoice(scope, invoice_id=invoice.pk, issue_date=TODAY)


def test_an_invoice_says_everything_the_law_wants(scope, coffee):
    (text,) = pages(scope, coffee)

    # 12 x 16.65 = 199.80, 7 % = 13.986 -> 13.99; 280 + 9.90 = 289.90, 19 % = 55.081 -> 55.08
    for words in (
        "Invoice INV-2026-00001",
        "Date 31 Mar 2026",
        "Date of supply 30 Mar 2026",
        "Customer number " + coffee.customer_account.number,
        "Your order PO-4711",
        "Our tax number DE123456788",
        "Highland Coffee GmbH · Am Sandtorkai 1 · 20457 Hamburg · DE",
        "Blue Ltd 1 High Street LS1 4DY Leeds GB",
        "1 Espresso Bar Blend ESP-1 €18.50 less 10% (wholesale) 12 kg €16.65 7% €199.80",
        "2 Barista training 3.5 h €80.00 19% €280.00",
        "Freight 19% €9.90",
        "Net €489.70",
        "Tax 19% on €289.90 €55.08",
        "Tax 7% on €199.80 €13.99",
        "Total €558.77",
        "Payable by 30 Apr 2026 without deduction.",
        "Account DE89 3704 0044 0532 0130 00",
        "Reference INV-2026-00001",
        "Thank you.",
        "Amtsgericht Hamburg HRB 12345 Managing director: Ada Hoch",
        "1 / 1",
    ):
        assert words in text


def test_figures_and_days_are_written_for_the_reader(scope, coffee):
    (text,) = pages(scope, coffee, "de")

    assert "558,77\xa0€" in text.replace(" €", "\xa0€")
    assert "31.03.2026" in text


def test_a_long_invoice_repeats_its_heads_and_numbers_its_pages(scope, issued):
    invoice = issued(*[("1", "1.25", "STANDARD")] * 90)

    found = pages(scope, invoice)

    assert len(found) > 2
    assert all("Description" in page for page in found[:-1])
    assert [f"{n} / {len(found)}" in page for n, page in enumerate(found, start=1)] == [True] * len(
        found
    )
    assert "Total €133.88" in found[-1]


def test_a_credit_note_names_the_invoice_and_asks_for_no_payment(scope, coffee):
    note = credit_invoice(
        scope,
        credit=CreditDraft(coffee.pk, "RETURN", [CreditLine(1, Decimal(2))]),
        issue_date=APRIL_10,
    )

    (text,) = pages(scope, note)

    # 2 x 16.65 = 33.30, 7 % = 2.331 -> 2.33
    for words in (
        "Credit note CN-2026-00001",
        "For invoice INV-2026-00001, 31 Mar 2026",
        "Reason Return",
        "Total €35.63",
        "The amount is credited to your account.",
    ):
        assert words in text
    assert "Account DE89" not in text


def test_an_advance_and_the_invoice_that_deducts_it_name_net_and_tax(scope, customer, issued):
    advance = issued(type="ADVANCE")
    draft = PaymentDraft(
        customer.pk, Money(Decimal(119), "EUR"), APRIL_10, "k", [AllocationDraft(advance.pk)]
    )
    record_payment(scope, draft=draft)
    final = issued(("10", "100", "STANDARD"), issue_date=JUNE_30, advance_ids=[advance.pk])

    (asked,), (text,) = pages(scope, advance), pages(scope, final)

    assert "Advance invoice ADV-2026-00001" in asked
    assert "The tax is owed when your payment is received." in asked
    assert "Total €1,190.00" in text
    deducted = "Less advance ADV-2026-00001 of 31 Mar 2026: net €100.00, tax 19% €19.00 -€119.00"
    assert deducted in text.replace("\u2212", "-")
    assert "To be paid €1,071.00" in text


def test_reverse_charge_and_foreign_tax_are_mentioned(scope, customer, issued):
    give_tax_number(customer, "IT", "IT00743110157")
    ExchangeRate.objects.create(
        base_currency="USD", quote_currency="EUR", rate_date=TODAY, rate=Decimal("0.9"), source="test"
    )

    (reverse,) = pages(scope, issued(("1", "100", "REVERSE")))
    (dollars,) = pages(scope, issued(("1", "100", "STANDARD"), currency="USD"))

    assert "Reverse charge: the recipient owes the tax." in reverse
    assert "Your tax number IT00743110157" in reverse
    # 19 USD at 0.9
    assert "Tax in EUR: €17.10 (1 USD = 0.9 EUR)." in dollars


def test_what_is_printed_once_stays_as_it_was(scope, coffee, company):
    first = document(scope, coffee)
    company.legal_name = "Another GmbH"
    company.save()

    again = document(scope, coffee)

    assert again.pk == first.pk
    assert again.filename == "INV-2026-00001.pdf"


def test_a_draft_is_not_printed(scope, draft):
    with pytest.raises(InvoiceNotIssued):
        document(scope, draft())


def test_a_stranger_gets_no_document(stranger_scope, coffee):
    with pytest.raises(AccessDenied):
        document(stranger_scope, coffee)


def test_a_statement_runs_from_balance_to_balance(scope, customer, issued):
    invoice = issued(customer_order_number="PO-7")
    draft = PaymentDraft(
        customer.pk, Money(Decimal(19), "EUR"), APRIL_10, "k", [AllocationDraft(invoice.pk)]
    )
    record_payment(scope, draft=draft)
    order = StatementOrder(customer.pk, TODAY, datetime.date(2026, 5, 15), "en")

    text = squeezed(PdfReader(io.BytesIO(statement_pdf(scope, order=order))).pages[0].extract_text())

    for words in (
        "Statement of account",
        "From 31 Mar 2026 Until 15 May 2026",
        "Account in EUR",
        "31 Mar 2026 Opening balance €0.00",
        "31 Mar 2026 Invoice INV-2026-00001 PO-7 30 Apr 2026 €119.00 €119.00",
        "10 Apr 2026 Payment RCT-2026-00001 €19.00 €100.00",
        "Balance on 15 May 2026 €100.00",
        "1 to 30 days overdue €100.00",
    ):
        assert words in text


def test_a_stranger_gets_no_statement(stranger_scope, customer):
    order = StatementOrder(customer.pk, TODAY, JUNE_30, "en")

    with pytest.raises(AccessDenied, match=r"accounting\.view_statement"):
        statement_pdf(stranger_scope, order=order)
