"""Old invoices and the days on which they were paid are taken over."""

import csv
import datetime
from decimal import Decimal

import pytest
from django.db.models import Sum

from accounting.ledger.entries import OpenItem
from accounting.receivables.models import CustomerAccount, Invoice, Payment
from tests import trading
from tests.crm.intake.conftest import OWN, folder

pytestmark = pytest.mark.django_db
DATA = folder("ar", "receivables")
FILE = next(iter(sorted(DATA.glob("*payment_history*.csv"))))
IS_REAL = DATA.parent != OWN
INVOICES, CUSTOMERS = (1222, 50) if IS_REAL else (3, 2)


def rows():
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def bring(run):
    return [
        run(
            "customers",
            FILE,
            "--map",
            "customerID=number",
            "--map",
            "customerID=name",
            "--set",
            "tax_code=NONE",
        ),
        run(
            "invoices",
            FILE,
            "--map",
            "customerID=customer",
            "--map",
            "invoiceNumber=number",
            "--map",
            "InvoiceDate=issue_date",
            "--map",
            "DueDate=due_date",
            "--map",
            "InvoiceAmount=unit_price",
        ),
        run(
            "payments",
            FILE,
            "--map",
            "invoiceNumber=reference",
            "--map",
            "invoiceNumber=invoice",
            "--map",
            "SettledDate=date",
            "--map",
            "InvoiceAmount=amount",
        ),
    ]


def test_each_invoice_is_paid_on_its_day_and_nothing_stays_open(run):
    company = trading.new_company(
        "Old firm", country="US", currency="USD", first_year_start=datetime.date(2012, 1, 1), years=3
    )

    said = bring(run)
    again = bring(run)

    counts = (("customers", CUSTOMERS), ("invoices", INVOICES), ("payments", INVOICES))
    assert said == [f"{kind}: {count} new, 0 known before" for kind, count in counts]
    assert again == [f"{kind}: 0 new, {count} known before" for kind, count in counts]
    assert CustomerAccount.objects.filter(company=company).count() == CUSTOMERS
    total = sum(Decimal(row["InvoiceAmount"]) for row in rows())
    assert Invoice.objects.filter(status="ISSUED").aggregate(g=Sum("gross"))["g"] == total
    assert OpenItem.objects.aggregate(o=Sum("open_amount"))["o"] == 0
    paid = dict(Payment.objects.values_list("reference", "booked_date"))
    assert paid == {
        row["invoiceNumber"]: datetime.date.fromisoformat(row["SettledDate"]) for row in rows()
    }
    due = dict(Invoice.objects.values_list("external_reference", "due_date"))
    assert due == {row["invoiceNumber"]: datetime.date.fromisoformat(row["DueDate"]) for row in rows()}
