"""The accounting side of the staff door: vouchers, periods, reports with drill-down."""

import pytest
from django.urls import reverse

from accounting.ledger.entries import JournalEntry
from accounting.ledger.models import Account, Period
from accounting.ledger.vouchers import ManualJournal

pytestmark = pytest.mark.django_db


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
