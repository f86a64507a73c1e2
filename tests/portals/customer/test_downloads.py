"""What customers take away as files: the PDF of an invoice, the statement as PDF and as a sheet."""

import io

import pytest
from django.test import Client
from python_calamine import load_workbook

from erp.documents.models import StoredDocument
from tests.printed import words_of

pytestmark = pytest.mark.django_db

ABSENT = "00000000-0000-4000-8000-000000000000"


def test_ones_own_invoice_comes_as_a_pdf_with_number_and_amounts(bea, new_invoice):
    invoice = new_invoice("1234.50", customer_order_number="PO-7")

    answer = bea.get(f"/customer/invoices/{invoice.public_id}/pdf/")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="{invoice.number}.pdf"'
    words = words_of(answer.content)
    # the customer of these tests is charged no tax: net and total are the same
    for said in (
        f"Invoice {invoice.number}",
        "Your order PO-7",
        "BEANS",
        "Net €1,234.50",
        "Total €1,234.50",
    ):
        assert said in words


def test_the_second_download_is_the_same_document(bea, new_invoice):
    url = f"/customer/invoices/{new_invoice().public_id}/pdf/"

    first, second = bea.get(url), bea.get(url)

    assert first.content == second.content
    assert StoredDocument.objects.count() == 1


def test_a_foreign_invoices_pdf_is_like_none_to_the_byte(signed_in, other_account, new_invoice):
    eve = signed_in(other_account, "eve")
    foreign = new_invoice("777").public_id

    shown = eve.get(f"/customer/invoices/{foreign}/pdf/")
    absent = eve.get(f"/customer/invoices/{ABSENT}/pdf/")

    assert (shown.status_code, shown.content) == (404, absent.content)
    assert shown.headers == absent.headers
    assert absent.status_code == 404
    assert not StoredDocument.objects.exists()


def test_a_pdf_asks_for_a_sign_in_first(new_invoice):
    answer = Client().get(f"/customer/invoices/{new_invoice().public_id}/pdf/")

    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/")
    assert not StoredDocument.objects.exists()


DAYS = {"start_date": "2026-01-01", "end_date": "2026-03-31"}


def test_the_statement_comes_as_a_pdf_that_says_what_the_page_says(bea, account, new_invoice):
    first = new_invoice("100", customer_order_number="PO-7")
    second = new_invoice("50")

    answer = bea.get("/customer/statement/", DAYS | {"export": "pdf"})

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    name = f"statement-{account.number}-2026-03-31.pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    words = words_of(answer.content)
    # 0 + 100 + 50, due on April 30
    for said in (
        "Statement of account",
        "From 1 Jan 2026 Until 31 Mar 2026",
        f"Invoice {first.number} PO-7 30 Apr 2026 €100.00 €100.00",
        f"Invoice {second.number} 30 Apr 2026 €50.00 €150.00",
        "Balance on 31 Mar 2026 €150.00",
    ):
        assert said in words


def test_the_printed_statement_speaks_the_readers_language(bea, new_invoice):
    bea.user.language = "de"
    bea.user.save(update_fields=["language"])

    words = words_of(bea.get("/customer/statement/", DAYS | {"export": "pdf"}).content)

    assert "Kontoauszug" in words
    assert "31.03.2026" in words


def test_the_statements_sheet_holds_typed_cells(bea, new_invoice):
    number = new_invoice("100", customer_order_number="=PO+7").number

    answer = bea.get("/customer/statement/", DAYS | {"export": "xlsx"})

    sheet = load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert sheet[2][2:5] == ["Invoice", number, "=PO+7"]
    assert sheet[2][6:] == [100.0, 0.0, 100.0]


def test_an_order_number_that_looks_like_a_formula_stays_a_text_in_csv(bea, new_invoice):
    number = new_invoice("100", customer_order_number="=PO+7").number

    statement = bea.get("/customer/statement/", DAYS | {"export": "csv"}).content.decode()
    invoices = bea.get("/customer/invoices/", {"export": "csv"}).content.decode()

    assert f"Invoice,{number},'=PO+7," in statement
    assert f"{number},'=PO+7," in invoices


@pytest.mark.parametrize("kind", ["pdf", "csv", "xlsx"])
def test_a_statement_of_days_that_run_backwards_is_no_file_but_says_so(bea, kind):
    days = {"start_date": "2026-03-31", "end_date": "2026-01-01", "export": kind}

    answer = bea.get("/customer/statement/", days)

    assert answer["Content-Type"].startswith("text/html")
    assert "The end lies before the start." in answer.content.decode()


def test_a_statement_holds_nothing_of_other_accounts(bea, other_account, new_invoice):
    foreign = new_invoice("777", account=other_account).number

    for kind in ("pdf", "csv"):
        content = bea.get("/customer/statement/", DAYS | {"export": kind}).content
        words = words_of(content) if kind == "pdf" else content.decode()
        assert foreign not in words
        assert "777" not in words
