"""Payments to suppliers at the staff door: recorded, allocated, advised, taken back."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounting.ledger.entries import JournalEntry, OpenItem
from accounting.ledger.models import PaymentTerm
from accounting.payables.models import BillPayment
from erp.parties.models import PartyBankAccount

pytestmark = pytest.mark.django_db


def address(farm, bill=None):
    tail = f"&bill={bill.public_id}" if bill else ""
    return f"{reverse('staff:bill_pay')}?supplier={farm.public_id}{tail}"


def payment_form(amount="", **rows):
    head = {"amount": amount, "booked_date": "2026-03-31", "method": "TRANSFER", "journal": "PAYMENT"}
    return {**head, "key": "paid-once", "reference": "March run", **rows}


def open_of(bill):
    return sum(
        OpenItem.objects.filter(entry=bill.journal_entry_id).values_list("open_amount", flat=True)
    )


def page_of(client, payment):
    return client.get(reverse("staff:bill_payment", args=[payment.public_id])).content.decode()


def test_a_payment_settles_several_bills_with_discount_and_the_rest_stays_on_account(
    client, accountant, farm, new_bill
):
    first, second = new_bill("F-1", approved=True), new_bill("F-2", "200", approved=True)
    client.force_login(accountant)
    # 119.00 less 2.38 (2 %) and 100.00 of 238.00; 250 - 116.62 - 100 = 33.38 is left
    rows = {f"row-{first.pk}": "116,62", f"row-{first.pk}-1": "2.38", f"row-{second.pk}": "100"}

    answer = client.post(address(farm), payment_form("250", **rows))
    client.post(address(farm), payment_form("250", **rows))  # pressed twice

    payment = BillPayment.objects.get()
    assert answer.url == reverse("staff:bill_payment", args=[payment.public_id])
    assert (open_of(first), open_of(second)) == (0, Decimal("138.00"))
    assert (payment.method, payment.payee_iban) == ("TRANSFER", "DE02120300000000202051")
    page = page_of(client, payment)
    entry = reverse("staff:entry", args=[payment.journal_entry.public_id])
    for words in ("€250.00", "€33.38", "€116.62", "€2.38", first.number, second.number, entry):
        assert words in page
    settled = client.get(reverse("staff:bill", args=[first.public_id])).content.decode()
    assert "Early payment discount" in settled
    assert reverse("staff:bill_payment", args=[payment.public_id]) in settled


def test_without_an_amount_it_is_the_sum_of_what_the_bills_take(client, accountant, farm, new_bill):
    first, second = new_bill("F-1", approved=True), new_bill("F-2", approved=True)
    client.force_login(accountant)

    client.post(address(farm), payment_form(**{f"row-{first.pk}": "119", f"row-{second.pk}": "1"}))

    assert BillPayment.objects.get().amount == Decimal("120.00")


@pytest.mark.parametrize(
    ("amount", "part", "words", "field"),
    [
        ("", "", "Say how much is paid", "id_amount"),
        ("100", "119", "The bills take more than there is.", "id_amount"),
        ("500", "119,01", "less than or equal to 119", "id_row-"),
    ],
)
def test_amounts_that_do_not_fit_are_said_beside_the_field(
    client, accountant, farm, new_bill, amount, part, words, field
):
    bill = new_bill(approved=True)
    client.force_login(accountant)

    answer = client.post(address(farm), payment_form(amount, **{f"row-{bill.pk}": part}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert f'<a href="#{field}' in page
    assert not BillPayment.objects.exists()
    assert open_of(bill) == Decimal("119.00")


def test_a_transfer_waits_for_a_checked_account_and_cash_does_not(client, accountant, farm, new_bill):
    bill = new_bill(approved=True)
    PartyBankAccount.objects.update(status="BLOCKED")
    client.force_login(accountant)
    filled = payment_form(**{f"row-{bill.pk}": "119"})

    shown = client.get(address(farm)).content.decode()
    refused = client.post(address(farm), filled)
    client.post(address(farm), filled | {"method": "CASH", "journal": "CASH"})

    assert "No bank account of theirs is checked" in shown
    assert refused.status_code == 422
    assert '<a href="#id_method">' in refused.content.decode()
    payment = BillPayment.objects.get()
    assert (payment.method, payment.journal.code, payment.payee_iban) == ("CASH", "CASH", "")


def test_the_form_starts_with_the_bill_one_came_from_less_its_discount(
    client, accountant, farm, new_bill, books
):
    term = PaymentTerm.objects.get(company=books, code="NET30")
    term.steps.update(discount_percent=2, discount_days=10)
    bill = new_bill(approved=True)
    client.force_login(accountant)

    page = client.get(address(farm, bill)).content.decode()

    # 2 % of 119.00 within 10 days: 2.38, and 116.62 to pay
    assert 'value="116.62"' in page
    assert 'value="2.38"' in page
    assert "€119.00, less €2.38 if paid now" in page
    assert "A transfer goes to DE02120300000000202051." in page


def test_without_a_supplier_one_is_asked_for(client, accountant, farm):
    client.force_login(accountant)

    answer = client.get(reverse("staff:bill_pay"), follow=True)

    assert "Finca Verde" in answer.content.decode()
    assert reverse("staff:bill_pay") in answer.content.decode()


def test_money_on_account_is_allocated_later(client, accountant, new_bill, new_bill_payment):
    payment, bill = new_bill_payment("100"), new_bill(approved=True)
    client.force_login(accountant)
    assert "All of it is on account." in page_of(client, payment)

    client.post(
        reverse("staff:bill_payment_allocate", args=[payment.public_id]),
        {"allocation_date": "2026-03-31", f"row-{bill.pk}": "100"},
    )

    assert open_of(bill) == Decimal("19.00")  # 119.00 less 100.00
    assert bill.number in page_of(client, payment)


def test_a_payment_is_taken_back_and_the_bill_is_open_again(
    client, accountant, new_bill, new_bill_payment
):
    bill = new_bill(approved=True)
    payment = new_bill_payment("119", (bill, "119"))
    client.force_login(accountant)

    client.post(
        reverse("staff:bill_payment_reverse", args=[payment.public_id]),
        {"entry_date": "2026-03-31", "reason": "Account closed"},
    )

    payment.refresh_from_db()
    assert (payment.status, open_of(bill)) == ("REVERSED", Decimal("119.00"))
    page = page_of(client, payment)
    assert "Payment taken back" in page
    assert reverse("staff:bill_payment_pdf", args=[payment.public_id]) not in page


def test_the_remittance_advice_is_a_pdf_in_the_suppliers_language(
    client, accountant, supplier, new_bill, new_bill_payment
):
    supplier.language = "de"
    supplier.save()
    bill = new_bill("F-77", approved=True)
    payment = new_bill_payment("119", (bill, "119"))
    client.force_login(accountant)

    answer = client.get(reverse("staff:bill_payment_pdf", args=[payment.public_id]))

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert answer["Content-Type"] == "application/pdf"
    assert "F-77" in text
    assert "119,00" in text


@pytest.mark.parametrize("name", ["bill_payment_allocate", "bill_payment_reverse"])
def test_who_may_not_pay_gets_403_and_foreign_404(
    client, person, new_user, grant, new_company, new_bill, new_bill_payment, name
):
    bill, payment = new_bill(approved=True), new_bill_payment("100")
    neighbor = new_user("Neighbor")
    grant(neighbor, role="accountant", company=new_company("Other"))
    form = {
        "entry_date": "2026-03-31", "reason": "Mine", "allocation_date": "2026-03-31",
        f"row-{bill.pk}": "100",
    }  # fmt: skip
    answers = []

    for user in (person("buyer"), neighbor):
        client.force_login(user)
        answers.append(client.post(reverse(f"staff:{name}", args=[payment.public_id]), form))

    payment.refresh_from_db()
    assert [answer.status_code for answer in answers] == [403, 404]
    assert (payment.status, open_of(bill)) == ("POSTED", Decimal("119.00"))


def test_a_buyer_sees_payments_and_records_none(client, person, farm, new_bill, new_bill_payment):
    bill, payment = new_bill(approved=True), new_bill_payment("100")
    before = JournalEntry.objects.count()
    client.force_login(person("buyer"))

    page = page_of(client, payment)
    answer = client.post(address(farm), payment_form(**{f"row-{bill.pk}": "119"}))

    assert "€100.00" in page
    assert reverse("staff:bill_payment_reverse", args=[payment.public_id]) not in page
    assert answer.status_code == 403
    assert JournalEntry.objects.count() == before


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_a_file_too(client, accountant, new_bill_payment, kind):
    payment = new_bill_payment("100")
    client.force_login(accountant)

    answer = client.get(reverse("staff:bill_payment_list"), {"export": kind})

    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        row = answer.content.decode().splitlines()[1]
        assert row.startswith(f"{payment.number},Finca Verde,2026-03-31,Bank transfer,,100.00")
