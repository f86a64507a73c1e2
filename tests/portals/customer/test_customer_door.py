"""The customer's door: own documents only, and everything asked for by submission."""

import datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from crm.sales.models import SalesOrder
from crm.service.models import Inquiry
from erp.organization.models import CompanyBankAccount
from erp.submissions.execution import take_up
from erp.submissions.models import Submission
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

ABSENT = "00000000-0000-4000-8000-000000000000"
PAGES = (
    *("", "pay/", "invoices/", "orders/", "orders/new/", "questions/"),
    *("statement/", "details/", "details/contact/", "details/legal/"),
)


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_for_the_customer_and_for_nobody_else(page, bea, db):
    assert bea.get(f"/customer/{page}").status_code == 200
    assert Client().get(f"/customer/{page}").status_code == 302


def test_home_says_in_words_how_the_account_stands(bea, new_invoice):
    # due 30 days after January 2: long overdue whatever the day the test runs; 50 + 19 % tax of none
    new_invoice("100", day=datetime.date(2026, 1, 2))
    new_invoice("50", day=datetime.date(2026, 1, 3))

    page = text(bea.get("/customer/"))

    assert "You owe €150.00." in page
    assert "€150.00 of it has been overdue since" in page


def test_the_button_below_says_what_to_transfer_where_and_why(bea, account, new_invoice):
    CompanyBankAccount.objects.create(
        company=account.company, holder="Highland Coffee GmbH", iban="DE89370400440532013000",
        bic="COBADEFFXXX", currency="EUR", is_default=True, name="Main",
    )  # fmt: skip
    first = new_invoice("100", day=datetime.date(2026, 1, 2), customer_order_number="PO-7")
    second = new_invoice("50", day=datetime.date(2026, 1, 3))
    assert "/customer/pay/" in text(bea.get("/customer/"))

    page = text(bea.get("/customer/pay/"))

    for words in (first.number, second.number, "PO-7", "€150.00", f"Customer {account.number}"):
        assert words in page
    for words in ("DE89 3704 0044 0532 0130 00", "COBADEFFXXX", "Highland Coffee GmbH", "overdue"):
        assert words in page


def test_nobody_is_asked_to_pay_for_others(signed_in, other_account, new_invoice):
    foreign = new_invoice("777")

    page = text(signed_in(other_account, "eve").get("/customer/pay/"))

    assert "You owe nothing. Thank you!" in page
    assert foreign.number not in page
    assert "IBAN" not in page


def test_home_of_who_owes_nothing_says_so(bea):
    page = text(bea.get("/customer/"))

    assert "You owe nothing. Thank you!" in page
    assert "/customer/pay/" not in page


def test_a_foreign_invoice_is_like_none(signed_in, other_account, new_invoice):
    eve = signed_in(other_account, "eve")
    foreign = new_invoice("777").public_id

    for path in ("", "pdf/", "ask/"):
        shown = eve.get(f"/customer/invoices/{foreign}/{path}")
        absent = eve.get(f"/customer/invoices/{ABSENT}/{path}")
        assert (shown.status_code, absent.status_code) == (404, 404)
    assert "777" not in text(eve.get("/customer/invoices/"))
    assert "777" not in text(eve.get("/customer/"))


def test_an_invoice_shows_its_lines_and_what_is_open(bea, new_invoice):
    invoice = new_invoice("100", customer_order_number="PO-7")

    page = text(bea.get(f"/customer/invoices/{invoice.public_id}/"))

    for words in (invoice.number, "Beans", "€100.00", "PO-7", "Nothing has been paid yet."):
        assert words in page


def test_the_list_is_searched_by_ones_own_order_number(bea, new_invoice):
    found = new_invoice("100", customer_order_number="PO-7")
    other = new_invoice("200", customer_order_number="PO-8")

    page = text(bea.get("/customer/invoices/", {"q": "PO-7"}))

    assert found.number in page
    assert other.number not in page


def test_ones_own_order_number_stands_on_the_home_page_too(bea, new_invoice):
    new_invoice("100", customer_order_number="PO-7")

    assert "your order PO-7" in text(bea.get("/customer/"))


def order(client, beans, quantity="3", key=None, **more):
    body = {"key": key or str(uuid4()), f"quantity-{beans.public_id}": quantity, "note": ""} | more
    return client.post("/customer/orders/new/", body)


def test_an_order_is_handed_in_and_becomes_an_order_at_ones_own_price(bea, beans):
    answer = order(bea, beans, customer_order_number="PO-9")

    submission = Submission.objects.get()
    assert answer.url == f"/customer/submissions/{submission.public_id}/"
    assert "working on it" in text(bea.get(answer.url))
    assert not SalesOrder.objects.exists()
    take_up(submission_id=submission.pk, now=NOW)
    placed = SalesOrder.objects.get()
    # 3 x 12.50
    assert (placed.net, placed.customer_order_number) == (Decimal("37.5"), "PO-9")
    followed = text(bea.get(answer.url))
    assert f"Order {placed.number} is confirmed." in followed
    assert f"/customer/orders/{placed.public_id}/" in followed
    assert placed.number in text(bea.get(f"/customer/orders/{placed.public_id}/"))
    assert placed.number in text(bea.get("/customer/orders/", {"q": "PO-9"}))
    assert placed.number not in text(bea.get("/customer/orders/", {"q": "PO-8"}))


def test_sending_the_form_twice_orders_once(bea, beans):
    key = str(uuid4())

    first, second = order(bea, beans, key=key), order(bea, beans, key=key)

    assert first.url == second.url
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("quantity", "words"), [("", "at least one"), ("x", "number"), ("-1", "greater")]
)
def test_what_is_no_order_is_refused_beside_the_field(bea, beans, quantity, words):
    answer = order(bea, beans, quantity)

    assert answer.status_code == 422
    assert words in text(answer)
    assert not Submission.objects.exists()


def test_a_question_and_its_answer_stand_on_the_invoice(bea, new_invoice):
    invoice = new_invoice()

    answer = bea.post(f"/customer/invoices/{invoice.public_id}/ask/", {"key": uuid4(), "text": "Why?"})
    take_up(submission_id=Submission.objects.get().pk, now=NOW)

    inquiry = Inquiry.objects.get()
    assert f"/customer/questions/{inquiry.public_id}/" in text(bea.get(answer.url))
    assert "You asked" in text(bea.get(f"/customer/invoices/{invoice.public_id}/"))
    reply = bea.post(f"/customer/questions/{inquiry.public_id}/reply/", {"key": uuid4(), "text": "And?"})
    take_up(submission_id=Submission.objects.latest("pk").pk, now=NOW)
    assert reply.status_code == 302
    page = text(bea.get(f"/customer/questions/{inquiry.public_id}/"))
    assert "Why?" in page
    assert "And?" in page
    assert f'href="/customer/invoices/{invoice.public_id}/"' in page


def test_foreign_submissions_and_questions_are_like_none(signed_in, bea, beans, other_account):
    mine = order(bea, beans).url
    eve = signed_in(other_account, "eve")

    assert eve.get(mine).status_code == 404
    assert eve.get(f"/customer/questions/{ABSENT}/").status_code == 404


@pytest.mark.parametrize(("page", "queries"), [("", 17), ("invoices/", 16), ("orders/", 16)])
def test_pages_cost_the_same_for_any_number_of_rows(
    bea, new_invoice, page, queries, django_assert_max_num_queries
):
    for net in range(1, 6):
        new_invoice(str(net))

    # session, user, grants, accounts, page; the rest opens, ends and hands back the scope
    with django_assert_max_num_queries(queries):
        bea.get(f"/customer/{page}")


STATEMENT = {"start_date": "2026-01-01", "end_date": "2026-03-31"}


def test_the_statement_runs_from_opening_to_closing_balance(bea, new_invoice):
    invoice = new_invoice("100")
    new_invoice("50")

    page = text(bea.get("/customer/statement/", STATEMENT))

    # 0 + 100 + 50
    for words in (f"Invoice {invoice.number}", "€100.00", "Closing balance", "€150.00"):
        assert words in page


def test_the_statements_file_holds_the_same(bea, new_invoice):
    number = new_invoice("100").number

    lines = text(bea.get("/customer/statement/", STATEMENT | {"export": "csv"})).splitlines()

    assert lines[1] == "EUR,2026-01-01,Opening balance,,,,,,0"
    assert lines[2] == f"EUR,2026-03-31,Invoice,{number},,2026-04-30,100.0000,0,100.0000"


def test_contact_details_change_by_submission(bea, account):
    body = {"key": uuid4(), "email": "new@blue.test", "phone": "", "website": "", "language": "it"}

    answer = bea.post("/customer/details/contact/", body)

    account.party.refresh_from_db()
    assert account.party.language == "en"
    done = take_up(submission_id=Submission.objects.get().pk, now=NOW)
    account.party.refresh_from_db()
    assert (answer.status_code, done.status) == (302, "ACCEPTED")
    assert (account.party.email, account.party.language) == ("new@blue.test", "it")


def test_a_bank_account_waits_for_a_second_pair_of_eyes(bea, account):
    body = {"key": uuid4(), "iban": "DE89370400440532013000", "holder": "Bluebird"}

    bea.post("/customer/details/legal/", body)
    done = take_up(submission_id=Submission.objects.get().pk, now=NOW)

    assert done.status == "WAITING"
    assert not account.party.bank_accounts.exists()


@pytest.mark.parametrize(
    ("body", "words"),
    [({}, "at least one change"), ({"iban": "DE89370400440532013000"}, "belongs to it")],
)
def test_half_a_change_is_refused_beside_the_field(bea, body, words):
    answer = bea.post("/customer/details/legal/", {"key": uuid4()} | body)

    assert answer.status_code == 422
    assert words in text(answer)
    assert not Submission.objects.exists()
