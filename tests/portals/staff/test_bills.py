"""Bills at the staff door: written down, approved, refused, and what their page shows."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from accounting.ledger.entries import JournalEntry
from accounting.payables.models import Bill
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(farm):
    """A bill of two sacks at 50.00 as it is typed."""
    return {
        "supplier": farm.pk, "supplier_number": "F-7", "issue_date": "2026-03-30",
        "received_date": "2026-03-31", "type": "BILL", "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0", "lines-0-description": "Green coffee", "lines-0-quantity": "2",
        "lines-0-unit_price": "50",
    }  # fmt: skip


def page_of(client, bill):
    return client.get(reverse("staff:bill", args=[bill.public_id])).content.decode()


def test_a_bill_is_written_down_and_approved(client, accountant, form):
    client.force_login(accountant)
    client.post(reverse("staff:bill_new"), form | {"gross": "119,00"})
    bill = Bill.objects.get()
    waiting = page_of(client, bill)

    client.post(reverse("staff:bill_approve", args=[bill.public_id]))

    bill.refresh_from_db()
    assert (bill.status, bill.net, bill.gross) == ("APPROVED", Decimal("100.00"), Decimal("119.00"))
    # 30 days after 30 March is 29 April; it is not paid before
    assert (bill.due_date.isoformat(), "29 Apr 2026" in waiting) == ("2026-04-29", True)
    assert "To pay" in page_of(client, bill)


@pytest.mark.parametrize(
    ("filled", "field", "words"),
    [
        ({"gross": "120"}, "id_gross", "The lines come to 119.00 EUR, the paper says 120.00 EUR."),
        ({"supplier_number": "F-1"}, "id_supplier_number", "F-1 was received before"),
    ],
)
def test_what_the_paper_denies_stands_beside_its_field(
    client, accountant, new_bill, form, filled, field, words
):
    new_bill("F-1")
    client.force_login(accountant)

    answer = client.post(reverse("staff:bill_new"), form | filled)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert f'<a href="#{field}">' in page  # the summary leads to the field
    assert Bill.objects.count() == 1


def test_a_bill_is_refused_with_its_reason(client, accountant, new_bill):
    bill = new_bill()
    client.force_login(accountant)

    client.post(reverse("staff:bill_refuse", args=[bill.public_id]), {"reason": "Not ordered"})

    bill.refresh_from_db()
    assert (bill.status, bill.refusal_reason) == ("REFUSED", "Not ordered")
    assert "Payment expected" not in page_of(client, bill)


@pytest.mark.parametrize("name", ["bill_approve", "bill_refuse", "bill_reverse"])
def test_who_may_not_decide_gets_403_and_foreign_404(
    client, person, new_user, grant, new_company, new_bill, name
):
    bill = new_bill(approved=name == "bill_reverse")
    before = (bill.status, JournalEntry.objects.count())
    neighbor = new_user("Neighbor")
    grant(neighbor, role="accountant", company=new_company("Other"))
    answers = []

    for user in (person("buyer"), neighbor):
        client.force_login(user)
        answers.append(client.post(reverse(f"staff:{name}", args=[bill.public_id]), {"reason": "Mine"}))

    bill.refresh_from_db()
    assert [answer.status_code for answer in answers] == [403, 404]
    assert (bill.status, JournalEntry.objects.count()) == before


def test_a_credit_is_open_and_settles_a_bill(client, accountant, new_bill):
    bill = new_bill("F-1", approved=True)  # 119.00
    credit = new_bill("C-1", "50", type=Bill.Type.CREDIT, approved=True)  # 59.50
    client.force_login(accountant)
    use = reverse("staff:bill_allocate", args=[credit.public_id])
    assert "Open credit" in page_of(client, credit)
    assert use in page_of(client, credit)

    nothing = client.post(use, {"allocation_date": TODAY})
    client.post(use, {"allocation_date": TODAY, f"row-{bill.pk}": "59,50"})

    assert nothing.status_code == 422
    assert "€59.50" in page_of(client, bill)  # 119.00 less 59.50 is open
    assert "Settled" in page_of(client, credit)


def test_the_list_tells_what_is_to_pay_and_overdue(client, accountant, new_bill, new_bill_payment):
    late = new_bill("F-1", on=datetime.date(2026, 1, 5), approved=True)
    paid, waiting = new_bill("F-2", approved=True), new_bill("F-3")
    new_bill_payment("119", (paid, "119"))
    client.force_login(accountant)

    overdue = client.get(reverse("staff:bill_list"), {"overdue": "yes"}).content.decode()
    lines = client.get(reverse("staff:bill_list"), {"export": "csv"}).content.decode().splitlines()

    assert late.number in overdue
    assert paid.number not in overdue
    assert waiting.number not in overdue
    by_number = {line.split(",")[0]: line for line in lines}
    # due 30 days after 31 March; the paid one expects nothing any more
    assert "2026-04-30" in by_number[waiting.number]
    assert by_number[paid.number].endswith(",Paid")
