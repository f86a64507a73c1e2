"""Payments at the staff door: recorded, applied, taken back."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounting.ledger.entries import OpenItem
from accounting.receivables.models import Invoice, Payment

pytestmark = pytest.mark.django_db


def address(account, invoice=None):
    tail = f"&invoice={invoice.public_id}" if invoice else ""
    return f"{reverse('staff:payment_new')}?customer={account.public_id}{tail}"


def payment_form(amount, **rows):
    head = {"amount": amount, "booked_date": "2026-03-31", "method": "TRANSFER", "journal": "RECEIPT"}
    return {**head, "key": "paid-once", **rows}


def open_of(invoice):
    return OpenItem.objects.get(entry=invoice.journal_entry_id).open_amount


def test_a_payment_settles_several_invoices_and_the_rest_stays_on_account(
    client, accountant, account, new_invoice
):
    first, second = new_invoice("100"), new_invoice("50")  # 238.00 and 119.00
    client.force_login(accountant)
    form = payment_form("400", **{f"row-{first.pk}": "238,00", f"row-{second.pk}": "100"})

    answer = client.post(address(account), form)
    client.post(address(account), form)  # pressed twice

    payment = Payment.objects.get()
    page = client.get(answer.url).content.decode()
    assert (open_of(first), open_of(second)) == (0, Decimal("19.00"))
    assert OpenItem.objects.get(entry=payment.journal_entry_id).open_amount == Decimal("62.00")
    assert "€62.00" in page
    assert first.number in page


def test_the_form_starts_with_the_invoice_one_came_from(client, accountant, account, new_invoice):
    invoice = new_invoice("100")
    client.force_login(accountant)

    page = client.get(address(account, invoice)).content.decode()

    assert page.count('value="238"') == 2  # the amount, and what it settles


def test_without_a_customer_one_is_asked_for(client, accountant, account):
    client.force_login(accountant)

    answer = client.get(reverse("staff:payment_new"), follow=True)

    assert "Bluebird Cafe" in answer.content.decode()
    assert reverse("staff:payment_new") in answer.content.decode()


def test_more_than_is_open_is_refused_and_nothing_is_booked(client, accountant, account, new_invoice):
    invoice = new_invoice("100")
    client.force_login(accountant)

    answer = client.post(address(account), payment_form("400", **{f"row-{invoice.pk}": "239"}))

    assert answer.status_code == 422
    assert not Payment.objects.exists()


def test_money_on_account_is_applied_later(client, accountant, new_payment, new_invoice):
    payment, invoice = new_payment("100"), new_invoice("100")
    client.force_login(accountant)

    client.post(
        reverse("staff:payment_allocate", args=[payment.public_id]),
        {"allocation_date": "2026-03-31", f"row-{invoice.pk}": "100"},
    )

    assert open_of(invoice) == Decimal("138.00")  # 238.00 less 100.00


def test_a_payment_taken_back_opens_what_it_settled(client, accountant, new_payment):
    payment = new_payment("100")
    client.force_login(accountant)

    client.post(
        reverse("staff:payment_reverse", args=[payment.public_id]),
        {"status": "RETURNED", "date": "2026-03-31"},
    )

    payment.refresh_from_db()
    assert payment.status == "RETURNED"


@pytest.mark.parametrize("name", ["payment_allocate", "payment_reverse"])
def test_who_may_not_gets_403_and_foreign_404(
    client, person, new_user, grant, new_company, new_payment, name
):
    payment = new_payment("100")
    neighbor = new_user("Neighbor")
    grant(neighbor, role="accountant", company=new_company("Other"))
    form = {"status": "REVERSED", "date": "2026-03-31", "allocation_date": "2026-03-31"}
    answers = []

    for user in (person("front_office"), neighbor):
        client.force_login(user)
        answers.append(client.post(reverse(f"staff:{name}", args=[payment.public_id]), form))

    payment.refresh_from_db()
    assert [answer.status_code for answer in answers] == [403, 404]
    assert payment.status == "POSTED"


def test_part_of_an_invoice_is_credited(client, accountant, new_invoice):
    invoice = new_invoice("100")  # 2 x 100.00
    client.force_login(accountant)

    client.post(
        reverse("staff:invoice_credit", args=[invoice.public_id]), {"reason": "RETURN", "row-1": "1"}
    )

    note = Invoice.objects.get(type="CREDIT_NOTE")
    assert (note.corrects_id, note.gross) == (invoice.pk, Decimal("119.00"))
    assert open_of(invoice) == Decimal("119.00")


def test_a_wrong_invoice_is_taken_back_and_written_anew(client, accountant, new_invoice):
    invoice = new_invoice("100")
    client.force_login(accountant)

    answer = client.post(reverse("staff:invoice_correct", args=[invoice.public_id]))

    draft = Invoice.objects.get(status="DRAFT")
    assert answer.url == reverse("staff:invoice_edit", args=[draft.public_id])
    assert draft.corrects_id == invoice.pk
    assert open_of(invoice) == 0


def test_a_salesperson_may_not_credit(client, salesperson, new_invoice):
    invoice = new_invoice("100")
    client.force_login(salesperson)

    answer = client.post(
        reverse("staff:invoice_credit", args=[invoice.public_id]), {"reason": "RETURN", "row-1": "1"}
    )

    assert answer.status_code == 403
    assert Invoice.objects.count() == 1
