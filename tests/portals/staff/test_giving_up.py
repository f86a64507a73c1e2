"""Money given back, debts given up, credits used: at the staff door."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounting.ledger.entries import Allocation, JournalEntry, OpenItem
from accounting.receivables.models import Invoice, Payment
from accounting.receivables.operations.crediting import CreditDraft, CreditLine, credit_invoice
from erp.audit.models import AuditEvent
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
WRITE_OFF = {"kind": "WRITE_OFF", "date": "2026-03-31", "is_released": "on", "reason": "Insolvent"}


@pytest.fixture
def new_credit(setup_scope, new_invoice, new_payment, client, accountant):
    """Issue a credit note of 119.00 for an invoice that is paid already: all of it stays open."""

    def make():
        invoice, payment = new_invoice("100"), new_payment("238")
        client.force_login(accountant)
        client.post(
            reverse("staff:payment_allocate", args=[payment.public_id]),
            {"allocation_date": "2026-03-31", f"row-{invoice.pk}": "238"},
        )
        credit = CreditDraft(invoice.pk, "RETURN", lines=[CreditLine(1, Decimal(1))])
        return credit_invoice(setup_scope, credit=credit, issue_date=TODAY)

    return make


def refund_address(account, payment=None):
    tail = f"&payment={payment.public_id}" if payment else ""
    return f"{reverse('staff:payment_refund')}?customer={account.public_id}{tail}"


def refund_form(amount):
    head = {"amount": amount, "booked_date": "2026-03-31", "method": "TRANSFER", "journal": "REFUND"}
    return {**head, "key": "refunded-once"}


def open_of(document):
    return OpenItem.objects.get(entry=document.journal_entry_id).open_amount


def test_what_is_on_account_is_given_back_once(client, accountant, account, new_payment):
    payment = new_payment("100")
    client.force_login(accountant)

    answer = client.post(refund_address(account), refund_form("60"))
    client.post(refund_address(account), refund_form("60"))  # pressed twice

    refund = Payment.objects.get(direction="REFUND")
    assert (refund.amount, answer.url) == (
        Decimal("60.00"),
        reverse("staff:payment", args=[refund.public_id]),
    )
    assert open_of(payment) == Decimal("40.00")  # 100 less 60
    assert "-€60.00" in client.get(reverse("staff:payment_list")).content.decode()


def test_the_refund_starts_with_what_is_left_of_the_payment(client, accountant, account, new_payment):
    new_payment("30")
    payment = new_payment("70")
    client.force_login(accountant)

    page = client.get(refund_address(account, payment)).content.decode()

    assert 'value="70"' in page
    assert "€100.00 stands to their credit" in page


def test_more_than_stands_to_their_credit_is_refused(client, accountant, account, new_payment):
    new_payment("100")
    client.force_login(accountant)

    answer = client.post(refund_address(account), refund_form("100.01"))

    assert answer.status_code == 422
    assert "Only 100.00 EUR stands" in answer.content.decode()
    assert not Payment.objects.filter(direction="REFUND").exists()


def test_a_refund_is_offered_where_there_is_credit(client, accountant, account, new_payment):
    client.force_login(accountant)
    page = reverse("staff:customer", args=[account.public_id])
    without = client.get(page).content.decode()

    payment = new_payment("100")

    here = refund_address(account).replace("&", "&amp;")
    assert here not in without
    assert here in client.get(page).content.decode()
    shown = client.get(reverse("staff:payment", args=[payment.public_id])).content.decode()
    assert refund_address(account, payment).replace("&", "&amp;") in shown


def test_a_refund_that_came_back_stands_to_their_credit_again(client, accountant, account, new_payment):
    payment = new_payment("100")
    client.force_login(accountant)
    client.post(refund_address(account), refund_form("100"))
    refund = Payment.objects.get(direction="REFUND")
    assert open_of(payment) == 0

    client.post(
        reverse("staff:payment_reverse", args=[refund.public_id]),
        {"status": "RETURNED", "date": "2026-03-31", "reason": "Account closed"},
    )

    assert open_of(payment) == Decimal("100.00")
    assert AuditEvent.objects.get(action="payment.reversed").detail["reason"] == "Account closed"


def test_what_is_open_is_written_off_with_its_reason(client, accountant, new_invoice):
    invoice = new_invoice("100")  # 238.00
    client.force_login(accountant)
    address = reverse("staff:invoice_write_off", args=[invoice.public_id])

    shown = client.get(address).content.decode()
    client.post(address, WRITE_OFF | {"amount": "38"})

    assert "€238.00 is open" in shown
    assert 'data-confirm="' in shown
    assert open_of(invoice) == Decimal("200.00")  # 238 less 38
    assert AuditEvent.objects.get(action="invoice.written_off").detail["reason"] == "Insolvent"
    page = client.get(reverse("staff:invoice", args=[invoice.public_id])).content.decode()
    assert "€38.00" in page
    assert "Insolvent" in page


def test_a_lost_debt_takes_its_tax_back(client, accountant, new_invoice):
    invoice = new_invoice("100")  # net 200.00, tax 38.00
    client.force_login(accountant)

    client.post(
        reverse("staff:invoice_write_off", args=[invoice.public_id]),
        WRITE_OFF | {"amount": "238", "lessens_tax": "on"},
    )

    entry = JournalEntry.objects.get(source=f"invoice:{invoice.pk}:write-off:1")
    lines = entry.lines.order_by("line_no").values_list("account__purpose", "debit", "credit")
    assert list(lines) == [
        ("receivable", 0, Decimal("238.00")),
        ("write_off", Decimal("200.00"), 0),
        ("tax_output", Decimal("38.00"), 0),
    ]


def test_more_than_is_open_is_not_written_off(client, accountant, new_invoice):
    invoice = new_invoice("100")
    client.force_login(accountant)

    answer = client.post(
        reverse("staff:invoice_write_off", args=[invoice.public_id]), WRITE_OFF | {"amount": "239"}
    )

    assert answer.status_code == 422
    assert open_of(invoice) == Decimal("238.00")


def test_a_claim_that_stands_keeps_its_tax(client, accountant, new_invoice):
    invoice = new_invoice("100")
    client.force_login(accountant)
    form = WRITE_OFF | {"amount": "238", "lessens_tax": "on"}
    del form["is_released"]

    answer = client.post(reverse("staff:invoice_write_off", args=[invoice.public_id]), form)

    assert answer.status_code == 422
    assert JournalEntry.objects.count() == 1


def test_the_rest_of_a_credit_note_settles_another_invoice(
    client, accountant, account, new_credit, new_invoice
):
    note, invoice = new_credit(), new_invoice("50")  # 119.00 to their credit, 119.00 owed
    page = client.get(reverse("staff:invoice", args=[note.public_id])).content.decode()
    address = reverse("staff:credit_allocate", args=[note.public_id])

    client.post(address, {"allocation_date": "2026-03-31", f"row-{invoice.pk}": "100"})

    assert address in page
    assert (open_of(note), open_of(invoice)) == (Decimal("19.00"), Decimal("19.00"))


def test_using_nothing_of_a_credit_is_said(client, accountant, new_credit, new_invoice):
    note, _invoice = new_credit(), new_invoice("50")
    before = Allocation.objects.count()

    answer = client.post(
        reverse("staff:credit_allocate", args=[note.public_id]), {"allocation_date": "2026-03-31"}
    )

    assert answer.status_code == 422
    assert Allocation.objects.count() == before


def test_who_may_not_give_up_or_back_changes_nothing(
    client, person, new_user, grant, new_company, account, new_invoice, new_credit
):
    note, invoice = new_credit(), new_invoice("100")
    neighbor = new_user("Neighbor")
    grant(neighbor, role="accountant", company=new_company("Other"))
    before = JournalEntry.objects.count(), Allocation.objects.count()
    acts = [
        (reverse("staff:invoice_write_off", args=[invoice.public_id]), WRITE_OFF | {"amount": "1"}),
        (
            reverse("staff:credit_allocate", args=[note.public_id]),
            {"allocation_date": "2026-03-31", f"row-{invoice.pk}": "1"},
        ),
        (refund_address(account), refund_form("1")),
    ]
    answers = []

    for user in (person("front_office"), neighbor):
        client.force_login(user)
        answers.append([client.post(*each).status_code for each in acts])

    # Foreign customers are asked for anew, as if none had been named.
    assert answers == [[403, 403, 403], [404, 404, 302]]
    assert (JournalEntry.objects.count(), Allocation.objects.count()) == before
    assert Invoice.objects.get(pk=invoice.pk).status == "ISSUED"
