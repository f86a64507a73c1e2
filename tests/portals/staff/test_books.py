"""The accounting side of the staff door: bills, vouchers, periods, reports with drill-down."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounting.ledger.entries import JournalEntry, OpenItem
from accounting.ledger.models import Account, PaymentTerm, Period
from accounting.ledger.vouchers import ManualJournal
from accounting.payables.models import Bill, BillPayment
from accounting.payables.operations.receiving import BillDraft, BillLineDraft, receive_bill
from accounting.payables.operations.suppliers import SupplierTerms, create_supplier_account
from accounting.taxes.models import TaxCode, TaxDirection
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def farm(books, branch, supplier, setup_scope):
    """Finca Verde as a supplier of the company."""
    codes = TaxCode.objects.filter(company=books, direction=TaxDirection.INPUT, category="S")
    terms = SupplierTerms(
        PaymentTerm.objects.get(company=books, code="NET30").pk,
        "EUR",
        codes.order_by("pk").first().pk,
        Account.objects.filter(company=books, type="EXPENSE", is_postable=True).order_by("code")[0].pk,
    )
    return create_supplier_account(setup_scope, party_id=supplier.pk, branch_id=branch.pk, terms=terms)


@pytest.fixture
def new_bill(farm, setup_scope):
    """Write down a bill of one line, net 100.00."""

    def make(number="F-1"):
        line = BillLineDraft("Green coffee", Decimal(1), Decimal(100))
        draft = BillDraft(farm.pk, number, TODAY, TODAY, [line])
        return receive_bill(setup_scope, draft=draft)

    return make


def approve(client, bill):
    client.post(reverse("staff:bill_approve", args=[bill.public_id]))
    bill.refresh_from_db()


def test_a_bill_is_written_down_approved_and_paid(client, accountant, farm):
    client.force_login(accountant)
    client.post(
        reverse("staff:bill_new"),
        {
            "supplier": farm.pk, "supplier_number": "F-7", "issue_date": "2026-03-30",
            "received_date": "2026-03-31", "type": "BILL", "lines-TOTAL_FORMS": "1",
            "lines-INITIAL_FORMS": "0", "lines-0-description": "Green coffee", "lines-0-quantity": "2",
            "lines-0-unit_price": "50",
        },
    )  # fmt: skip
    bill = Bill.objects.get()
    approve(client, bill)
    address = f"{reverse('staff:bill_pay')}?supplier={farm.public_id}&bill={bill.public_id}"

    client.post(
        address, {"booked_date": "2026-03-31", "key": "k", f"row-{bill.pk}": f"{bill.gross:.2f}"}
    )

    assert (bill.status, bill.net) == ("APPROVED", Decimal("100.00"))
    assert BillPayment.objects.get().amount == bill.gross
    assert OpenItem.objects.get(entry=bill.journal_entry_id).open_amount == 0
    page = client.get(reverse("staff:bill", args=[bill.public_id])).content.decode()
    assert "Paid" in page


def test_a_bill_is_refused_with_its_reason(client, accountant, new_bill):
    bill = new_bill()
    client.force_login(accountant)

    client.post(reverse("staff:bill_refuse", args=[bill.public_id]), {"reason": "Not ordered"})

    bill.refresh_from_db()
    assert (bill.status, bill.refusal_reason) == ("REFUSED", "Not ordered")


def test_a_buyer_may_not_approve(client, person, new_bill):
    bill = new_bill()
    client.force_login(person("buyer"))

    answer = client.post(reverse("staff:bill_approve", args=[bill.public_id]))

    bill.refresh_from_db()
    assert (answer.status_code, bill.status) == (403, "RECEIVED")
    assert not JournalEntry.objects.exists()


def test_a_voucher_is_written_posted_and_reversed(client, accountant, books, branch):
    cash, sales = (
        Account.objects.get(company=books, purpose=purpose) for purpose in ("rounding", "sales")
    )
    client.force_login(accountant)
    form = {
        "entry_date": "2026-03-31", "narration": "Correction", "branch": branch.pk,
        "journal": "GENERAL", "kind": "NORMAL", "reference": "V-1", "lines-TOTAL_FORMS": "2",
        "lines-INITIAL_FORMS": "0", "lines-0-account": cash.pk, "lines-0-debit": "20 + 5",
        "lines-1-account": sales.pk, "lines-1-credit": "25",
    }  # fmt: skip
    client.post(reverse("staff:journal_new"), form)
    voucher = ManualJournal.objects.get()
    client.post(reverse("staff:journal_post", args=[voucher.public_id]))

    client.post(
        reverse("staff:journal_reverse", args=[voucher.public_id]),
        {"entry_date": "2026-03-31", "reason": "Wrong account"},
    )

    voucher.refresh_from_db()
    assert voucher.status == "POSTED"
    assert JournalEntry.objects.filter(reverses=voucher.journal_entry).count() == 1
    entry = reverse("staff:entry", args=[voucher.journal_entry.public_id])
    assert "€25.00" in client.get(entry).content.decode()  # 20 + 5


def test_a_voucher_that_does_not_balance_is_refused(client, accountant, books, branch):
    sales = Account.objects.get(company=books, purpose="sales")
    client.force_login(accountant)

    answer = client.post(
        reverse("staff:journal_new"),
        {
            "entry_date": "2026-03-31", "narration": "Half", "branch": branch.pk,
            "journal": "GENERAL", "kind": "NORMAL", "lines-TOTAL_FORMS": "1",
            "lines-INITIAL_FORMS": "0", "lines-0-account": sales.pk, "lines-0-credit": "25",
        },
    )  # fmt: skip

    assert answer.status_code == 422
    assert not ManualJournal.objects.exists()


def test_a_period_is_closed_and_a_salesperson_may_not(client, accountant, salesperson, books):
    january = Period.objects.filter(company=books).order_by("start_date").first()
    client.force_login(salesperson)
    refused = client.post(reverse("staff:period_close", args=[january.name]))
    january.refresh_from_db()
    assert not january.is_closed

    client.force_login(accountant)
    client.post(reverse("staff:period_close", args=[january.name]))

    january.refresh_from_db()
    assert refused.status_code in (403, 404)
    assert january.is_closed


def test_the_trial_balance_leads_to_the_lines_and_these_to_the_document(
    client, accountant, books, new_invoice
):
    invoice = new_invoice("100")
    sales = Account.objects.get(company=books, purpose="sales")
    client.force_login(accountant)

    balance = client.get(reverse("staff:trial_balance")).content.decode()
    ledger = reverse("staff:general_ledger", args=[sales.code])
    lines = client.get(ledger).content.decode()
    entry = reverse("staff:entry", args=[invoice.journal_entry.public_id])
    page = client.get(entry).content.decode()

    assert ledger in balance
    assert "-€200.00" in balance  # 2 x 100 on the credit side
    assert entry in lines
    assert reverse("staff:invoice", args=[invoice.public_id]) in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_report_is_a_file_too(client, accountant, new_invoice, kind):
    new_invoice("100")
    client.force_login(accountant)

    answer = client.get(reverse("staff:trial_balance"), {"export": kind})

    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    assert len(answer.content) > 200


@pytest.mark.parametrize("name", ["trial_balance", "balance_sheet", "audit_list", "aged_payables"])
def test_a_salesperson_does_not_read_the_books(client, salesperson, books, name):
    client.force_login(salesperson)

    assert client.get(reverse(f"staff:{name}")).status_code == 403
