"""Issuing an invoice: one act, or nothing."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounting.ledger.entries import JournalEntry
from accounting.ledger.models import Period
from accounting.ledger.refusals import PeriodClosed
from accounting.receivables.drafts import ChargeDraft
from accounting.receivables.models import Invoice
from accounting.receivables.operations.issuing import issue_invoice
from accounting.receivables.refusals import (
    InvoiceAsksNothing,
    InvoiceIncomplete,
    InvoiceNotDraft,
)
from accounting.taxes.models import TaxLine
from erp.access.decisions import AccessDenied
from erp.audit.models import AuditEvent
from tests.accounting.receivables import books
from tests.accounting.receivables.conftest import TODAY, give_tax_number

pytestmark = pytest.mark.django_db


def test_it_posts_numbers_and_freezes(scope, draft):
    invoice = draft(("3", "33.335", "STANDARD"), ("1", "0.01", "STANDARD"), supply_date=TODAY)

    issued = issue_invoice(scope, invoice_id=invoice.pk, issue_date=TODAY)

    # 3 x 33.335 = 100.005 -> 100.01; with 0.01 net 100.02; 19 % of it 19.0038 -> 19.00
    assert books.lines(issued.journal_entry) == [
        ("receivable", Decimal("119.02"), 0),
        ("sales", 0, Decimal("100.02")),
        ("tax_output", 0, Decimal("19.00")),
    ]
    assert books.taxes(issued.journal_entry) == [("STANDARD", Decimal("100.02"), Decimal("19.00"))]
    stored = Invoice.objects.get(pk=invoice.pk)
    assert (stored.number, stored.status) == ("INV-2026-00001", "ISSUED")
    assert (stored.net, stored.tax, stored.gross, stored.payable) == (
        Decimal("100.02"),
        Decimal("19.00"),
        Decimal("119.02"),
        Decimal("119.02"),
    )
    assert stored.seller_name == "Highland Coffee GmbH"
    assert (stored.seller_tax_number, stored.seller_iban) == ("DE123456788", "DE89370400440532013000")
    assert (stored.buyer_name, stored.buyer_address) == ("Blue Ltd", "1 High Street\nLS1 4DY Leeds\nGB")
    assert (stored.tax_point_date, stored.tax_point_reason) == (TODAY, "35")
    assert stored.due_date == datetime.date(2026, 4, 30)
    assert stored.terms_text == "Payable by 30 Apr 2026 without deduction."
    assert stored.issued_at is not None
    event = AuditEvent.objects.get(action="invoice.issued")
    assert (event.actor, event.detail) == (scope.actor, {"number": "INV-2026-00001"})


def test_each_due_date_is_one_receivable_line(scope, term, draft):
    thirds = term(("33.3333", 0), ("33.3333", 14), ("33.3334", 30))

    invoice = draft(("1", "0.84", "STANDARD"), payment_term_id=thirds.pk)
    entry = issue_invoice(scope, invoice_id=invoice.pk, issue_date=TODAY).journal_entry

    # 0.84 + 0.1596 -> 0.16 = 1.00; running thirds 0.33, 0.67, 1.00
    receivables = entry.lines.exclude(party_account=None).order_by("line_no")
    assert list(receivables.values_list("due_date", "debit")) == [
        (datetime.date(2026, 3, 31), Decimal("0.33")),
        (datetime.date(2026, 4, 14), Decimal("0.34")),
        (datetime.date(2026, 4, 30), Decimal("0.33")),
    ]


def test_two_rates_freight_and_an_allowance_bear_their_own_tax(scope, issued, company):
    from_drafts = {"charges": charges(("Freight", "5.90", "CHARGE"), ("Loyalty", "10", "ALLOWANCE"))}

    invoice = issued(("2", "100", "STANDARD"), ("1", "10", "REDUCED"), **from_drafts)

    # standard: 200 + 5.90 - 10 = 195.90, 19 % = 37.221 -> 37.22; reduced: 10, 7 % = 0.70
    assert books.lines(invoice.journal_entry) == [
        ("receivable", Decimal("243.82"), 0),
        ("sales", 0, Decimal("210.00")),
        ("freight", Decimal("4.10"), 0),
        ("tax_output_reduced", 0, Decimal("0.70")),
        ("tax_output", 0, Decimal("37.22")),
    ]


def test_the_shown_gross_binds_where_prices_include_tax(issued):
    invoice = issued(("1", "9.99", "STANDARD"), ("2", "1.25", "REDUCED"), prices_include_tax=True)

    # 9.99 x 19/119 = 1.595 -> 1.60; 2.50 x 7/107 = 0.1636 -> 0.16
    assert (invoice.gross, invoice.tax, invoice.net) == (
        Decimal("12.49"),
        Decimal("1.76"),
        Decimal("10.73"),
    )
    assert list(invoice.lines.order_by("line_no").values_list("net", flat=True)) == [
        Decimal("8.39"),
        Decimal("2.34"),
    ]


@pytest.mark.parametrize(
    ("code", "category"),
    [("ZERO", "Z"), ("EXEMPT", "E"), ("EXPORT", "G"), ("NONE", "O"), ("INTRA", "K")],
)
def test_tax_that_is_zero_is_recorded_without_a_line(customer, issued, code, category):
    give_tax_number(customer, "IT", "IT00743110157")

    invoice = issued(("1", "50", code), ("1", "100", "STANDARD"))

    assert (invoice.tax, invoice.gross) == (19, 169)
    rows = TaxLine.objects.filter(entry=invoice.journal_entry).order_by("rate_percent")
    assert list(rows.values_list("category", "rate_percent", "base", "tax", "line_no")) == [
        (category, 0, 50, 0, None),
        ("S", 19, 100, 19, 3),
    ]


def test_the_rate_of_the_supply_counts_not_that_of_the_invoice(scope, company, issued):
    code = company.taxcode_set.get(code="STANDARD")
    code.rates.create(start_date=datetime.date(2026, 3, 1), rate_percent=20)

    invoice = issued(("1", "100", "STANDARD"), supply_date=datetime.date(2026, 2, 28))

    assert invoice.tax == 19
    assert TaxLine.objects.get(entry=invoice.journal_entry).return_period == "2026-02"


def test_a_rate_that_changed_since_the_draft_is_frozen_on_lines_and_breakdown(scope, company, draft):
    invoice = draft(("1", "100", "STANDARD"))
    company.taxcode_set.get(code="STANDARD").rates.create(start_date=TODAY, rate_percent=20)

    issued = issue_invoice(scope, invoice_id=invoice.pk, issue_date=TODAY)

    assert issued.tax == 20
    assert list(issued.lines.values_list("rate_percent", "net")) == [(20, 100)]
    assert list(issued.taxes.values_list("rate_percent", "tax")) == [(20, 20)]


def test_reverse_charge_asks_for_the_buyers_tax_number(scope, customer, draft):
    invoice = draft(("1", "100", "REVERSE"))

    with pytest.raises(InvoiceIncomplete, match="tax number"):
        issue_invoice(scope, invoice_id=invoice.pk, issue_date=TODAY)
    give_tax_number(customer, "IT", "IT00743110157")
    issued = issue_invoice(scope, invoice_id=invoice.pk, issue_date=TODAY)

    assert (issued.tax, issued.buyer_tax_number) == (0, "IT00743110157")


def test_cash_rounding_is_payable_rounding_on_its_own_account(issued):
    invoice = issued(("1", "8.42", "STANDARD"), cash_rounding_step=Decimal("0.05"))

    # 8.42 + 1.5998 -> 1.60 = 10.02 -> 10.00
    assert (invoice.gross, invoice.cash_rounding, invoice.payable) == (
        Decimal("10.02"),
        Decimal("-0.02"),
        Decimal("10.00"),
    )
    assert books.lines(invoice.journal_entry) == [
        ("receivable", Decimal("10.00"), 0),
        ("sales", 0, Decimal("8.42")),
        ("tax_output", 0, Decimal("1.60")),
        ("rounding", Decimal("0.02"), 0),
    ]


def test_a_customer_who_wants_an_order_number_gets_no_invoice_without(scope, new_customer, draft):
    strict = new_customer("Green Ltd", requires_order_number=True)
    invoice = draft(customer_account_id=strict.pk)

    with pytest.raises(InvoiceIncomplete, match="order number"):
        issue_invoice(scope, invoice_id=invoice.pk, issue_date=TODAY)


def test_second_time_is_refused_and_changes_nothing(scope, issued):
    invoice = issued()

    with pytest.raises(InvoiceNotDraft, match="INV-2026-00001 was already issued"):
        issue_invoice(scope, invoice_id=invoice.pk, issue_date=TODAY)

    assert JournalEntry.objects.count() == 1


def test_stranger_is_denied_and_nothing_is_posted(stranger_scope, draft):
    invoice = draft()

    with pytest.raises(AccessDenied, match=r"accounting\.issue_invoice"):
        issue_invoice(stranger_scope, invoice_id=invoice.pk, issue_date=TODAY)

    assert_nothing_posted(invoice)


@pytest.mark.parametrize("lines", [[("1", "0", "STANDARD")], [("1", "5", "ZERO"), ("-2", "5", "ZERO")]])
def test_an_invoice_that_asks_nothing_is_refused(scope, draft, lines):
    invoice = draft(*lines)

    with pytest.raises(InvoiceAsksNothing):
        issue_invoice(scope, invoice_id=invoice.pk, issue_date=TODAY)

    assert_nothing_posted(invoice)


def test_a_closed_period_takes_no_number(scope, draft):
    Period.objects.update(is_closed=True)
    invoice = draft()

    with pytest.raises(PeriodClosed):
        issue_invoice(scope, invoice_id=invoice.pk, issue_date=TODAY)

    assert_nothing_posted(invoice)


@pytest.mark.parametrize("count", [1, 40])
def test_it_costs_as_many_statements_at_any_number_of_lines(scope, term, draft, count):
    halves = term(("50", 0), ("50", 30))
    invoice = draft(*[("1", "100", "STANDARD")] * count, payment_term_id=halves.pk)

    with CaptureQueriesContext(connection) as captured:
        issue_invoice(scope, invoice_id=invoice.pk, issue_date=TODAY)

    statements = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
    assert len(statements) <= 9


def charges(*rows):
    return [ChargeDraft(description, Decimal(amount), kind) for description, amount, kind in rows]


def assert_nothing_posted(invoice):
    assert not JournalEntry.objects.exists()
    assert not AuditEvent.objects.filter(action="invoice.issued").exists()
    assert Invoice.objects.get(pk=invoice.pk).status == "DRAFT"
