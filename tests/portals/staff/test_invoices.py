"""Writing, changing and issuing invoices at the staff door."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounting.ledger.entries import JournalEntry
from accounting.receivables.models import Invoice
from accounting.setup.operations import lay_out_books
from erp.access.operations import system_scope
from erp.notifications.models import Message
from tests.conftest import FIRST_DAY

pytestmark = pytest.mark.django_db


def lines(*rows, **head):
    """Return what a form with these lines sends: (description, quantity, price)."""
    sent = {"lines-TOTAL_FORMS": str(len(rows)), "lines-INITIAL_FORMS": "0", **head}
    for number, (description, quantity, price) in enumerate(rows):
        sent |= {
            f"lines-{number}-description": description,
            f"lines-{number}-quantity": quantity,
            f"lines-{number}-gross_unit_price": price,
        }
    return sent


def test_a_draft_is_written_with_its_lines(client, salesperson, account):
    client.force_login(salesperson)
    rows = lines(("Beans", "3", "12,50"), ("", "", ""), customer=account.pk, note="By hand")

    answer = client.post(reverse("staff:invoice_new"), rows)

    draft = Invoice.objects.get()
    assert answer.url == reverse("staff:invoice", args=[draft.public_id])
    assert (draft.status, draft.note, draft.lines.count()) == ("DRAFT", "By hand", 1)
    assert draft.net == Decimal("37.50")  # 3 x 12.50


def test_more_lines_are_one_press_away_and_nothing_is_lost(client, salesperson, account):
    client.force_login(salesperson)

    answer = client.post(
        reverse("staff:invoice_new"), lines(("Beans", "3", ""), customer=account.pk, more="1")
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="lines-TOTAL_FORMS" value="4"' in page  # the one and three more
    assert 'value="Beans"' in page
    assert not Invoice.objects.exists()


def test_errors_stand_beside_the_field_and_nothing_is_written(client, salesperson, account):
    client.force_login(salesperson)

    answer = client.post(
        reverse("staff:invoice_new"), lines(("Beans", "many", "1"), customer=account.pk)
    )

    assert answer.status_code == 422
    assert "Enter a number." in answer.content.decode()
    assert not Invoice.objects.exists()


def test_an_invoice_of_nothing_is_refused(client, salesperson, account):
    client.force_login(salesperson)

    answer = client.post(reverse("staff:invoice_new"), lines(("", "", ""), customer=account.pk))

    assert "Fill in at least one line." in answer.content.decode()
    assert not Invoice.objects.exists()


def test_a_foreign_customer_is_no_choice(
    client, salesperson, new_company, new_party, new_account, account
):
    other = new_company("Other")
    scope = system_scope(purpose="setup", company_ids=[other.pk])
    lay_out_books(scope, company=other, chart="generic", first_year_start=FIRST_DAY)
    theirs = new_account(new_party("Foreign Cafe"), company=other, scope=scope)
    client.force_login(salesperson)

    answer = client.post(reverse("staff:invoice_new"), lines(("Beans", "1", "1"), customer=theirs.pk))

    assert answer.status_code == 422
    assert "Foreign Cafe" not in answer.content.decode()
    assert not Invoice.objects.exists()


def test_editing_keeps_what_the_form_does_not_ask(client, salesperson, new_draft):
    draft = new_draft("100")
    client.force_login(salesperson)
    rows = lines(("Better beans", "2", "110"), ("Cups", "1", "5")) | {
        "lines-INITIAL_FORMS": "1",
        "lines-0-line_no": "0",
    }

    answer = client.post(reverse("staff:invoice_edit", args=[draft.public_id]), rows)

    draft.refresh_from_db()
    first = draft.lines.get(line_no=1)
    assert answer.status_code == 302
    assert (first.description, first.product_code) == ("Better beans", "BEANS")
    assert draft.net == Decimal("225.00")  # 2 x 110 and 5


def test_issuing_numbers_the_draft(client, salesperson, new_draft):
    draft = new_draft()
    client.force_login(salesperson)

    answer = client.post(reverse("staff:invoice_issue", args=[draft.public_id]), follow=True)

    draft.refresh_from_db()
    assert draft.status == "ISSUED"
    assert f"Invoice {draft.number} was issued." in answer.content.decode()


@pytest.mark.parametrize(
    ("permissions", "place", "status"),
    [
        ((), "own", 403),
        (("portals.enter_staff",), "own", 403),
        (("portals.enter_staff", "accounting.view_invoice"), "own", 403),
        (("portals.enter_staff", "accounting.view_invoice", "accounting.issue_invoice"), "other", 404),
        (("portals.enter_staff", "accounting.view_invoice", "accounting.issue_invoice"), "own", 302),
    ],
)
def test_grants_decide_who_issues(
    client, new_user, grant, new_company, company, new_draft, permissions, place, status
):
    draft, user = new_draft(), new_user("Nadia")
    where = company if place == "own" else new_company("Other")
    for permission in permissions:
        grant(user, permission=permission, company=where)
    client.force_login(user)

    answer = client.post(reverse("staff:invoice_issue", args=[draft.public_id]))

    draft.refresh_from_db()
    assert answer.status_code == status
    assert JournalEntry.objects.exists() == (status == 302)
    assert draft.status == ("ISSUED" if status == 302 else "DRAFT")
    if status != 302:
        assert not Message.objects.exists()


def test_what_may_not_be_done_is_not_offered(client, person, new_draft):
    draft = new_draft()
    client.force_login(person("front_office"))

    page = client.get(reverse("staff:invoice", args=[draft.public_id])).content.decode()

    assert reverse("staff:invoice_issue", args=[draft.public_id]) not in page
    assert reverse("staff:invoice_edit", args=[draft.public_id]) not in page


def test_an_issued_invoice_cannot_be_edited(client, salesperson, new_invoice):
    invoice = new_invoice()
    client.force_login(salesperson)

    assert client.get(reverse("staff:invoice_edit", args=[invoice.public_id])).status_code == 404


def test_a_draft_can_be_thrown_away_and_an_issued_one_not(client, salesperson, new_draft, new_invoice):
    draft, issued = new_draft(), new_invoice()
    client.force_login(salesperson)

    for each in (draft, issued):
        client.post(reverse("staff:invoice_discard", args=[each.public_id]))

    assert list(Invoice.objects.values_list("pk", flat=True)) == [issued.pk]
