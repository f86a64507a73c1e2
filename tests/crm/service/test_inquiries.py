from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounting.ledger.models import Journal
from accounting.receivables.models import Invoice
from crm.service.models import Inquiry, InquiryMessage
from crm.service.operations import (
    InquiryClosed,
    NothingSaid,
    Question,
    answer_inquiry,
    close_inquiry,
    open_inquiry,
    reply_inquiry,
)
from erp.access.decisions import AccessDenied
from erp.access.models import Grant
from erp.audit.models import AuditEvent
from erp.submissions.execution import take_up
from erp.submissions.operations import NewSubmission, submit
from tests.conftest import NOW
from tests.trading import new_company, new_customer, new_scope

pytestmark = pytest.mark.django_db

CUSTOMER = ("crm.ask_inquiry", "crm.view_inquiry", "accounting.view_invoice", "erp.submit")


@pytest.fixture
def account(db):
    return new_customer(new_company())


@pytest.fixture
def new_invoice(account):
    def make(account=account):
        return Invoice.objects.create(
            company=account.company,
            branch=account.branch,
            party=account.party,
            customer_account=account,
            sold_to=account.party,
            ship_to=account.party,
            payer=account.party,
            journal=Journal.objects.get(company=account.company, code="SALES"),
            payment_term=account.payment_term,
            currency="EUR",
            created_by=Grant.objects.first().user if Grant.objects.exists() else _user(),
        )

    return make


def _user():
    return new_scope("maker").actor


@pytest.fixture
def buyer(account):
    return new_scope("buyer", CUSTOMER, door="customer", party=account.party)


@pytest.fixture
def clerk(account):
    return new_scope("clerk", ["crm.answer_inquiry"], company=account.company)


def ask(scope, invoice, text="Why 3 bags?", key="k"):
    return open_inquiry(scope, question=Question(invoice, text, key), now=NOW)


def test_a_question_and_its_answer_stand_on_the_document(buyer, clerk, new_invoice):
    invoice = new_invoice()

    inquiry = ask(buyer, invoice)
    answer_inquiry(clerk, inquiry_id=inquiry.pk, text=" You ordered three. ", now=NOW)

    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.subject) == ("ANSWERED", f"invoice:{invoice.pk}")
    assert list(
        inquiry.messages.order_by("pk").values_list("author_name", "is_from_company", "text")
    ) == [
        ("buyer", False, "Why 3 bags?"),
        ("clerk", True, "You ordered three."),
    ]
    about = AuditEvent.objects.filter(subject=f"inquiry:{inquiry.pk}")
    actions = about.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["inquiry.opened", "inquiry.answered"]


def test_asking_again_with_the_key_asks_once(buyer, new_invoice):
    invoice = new_invoice()

    assert ask(buyer, invoice).pk == ask(buyer, invoice, text="Again?").pk
    assert InquiryMessage.objects.count() == 1


def test_a_reply_opens_it_again_and_closing_ends_it(buyer, clerk, new_invoice):
    inquiry = ask(buyer, new_invoice())
    answer_inquiry(clerk, inquiry_id=inquiry.pk, text="Yes", now=NOW)

    assert reply_inquiry(buyer, inquiry_id=inquiry.pk, text="But", now=NOW).status == "OPEN"
    assert close_inquiry(clerk, inquiry_id=inquiry.pk).status == "CLOSED"
    with pytest.raises(InquiryClosed):
        reply_inquiry(buyer, inquiry_id=inquiry.pk, text="More", now=NOW)

    assert InquiryMessage.objects.count() == 3


def test_empty_words_are_refused_and_nothing_is_kept(buyer, new_invoice):
    with pytest.raises(NothingSaid):
        ask(buyer, new_invoice(), text="  ")

    assert not Inquiry.objects.exists()


def test_a_customer_may_not_answer_for_the_company(buyer, new_invoice):
    inquiry = ask(buyer, new_invoice())

    with pytest.raises(AccessDenied):
        answer_inquiry(buyer, inquiry_id=inquiry.pk, text="Fine", now=NOW)

    assert Inquiry.objects.get().status == "OPEN"
    assert InquiryMessage.objects.count() == 1


def test_a_stranger_may_not_ask(account, new_invoice):
    other = new_customer(account.company, "Redwood Diner", number="C2")
    stranger = new_scope("stranger", CUSTOMER, door="customer", party=other.party)

    with pytest.raises(AccessDenied):
        ask(stranger, new_invoice())

    assert not Inquiry.objects.exists()


def hand_in(scope, account, kind="invoice_question", **payload):
    payload = {name: str(value) for name, value in payload.items()}
    new = NewSubmission(kind, str(uuid4()), payload, account.company_id, account.party_id)
    return take_up(submission_id=submit(scope, new=new).pk, now=NOW)


def test_a_question_enters_by_submission_and_so_does_a_reply(buyer, account, new_invoice):
    done = hand_in(buyer, account, invoice=new_invoice().public_id, text="Why?")
    inquiry = Inquiry.objects.get()
    again = hand_in(buyer, account, "inquiry_reply", inquiry=inquiry.public_id, text="And?")

    assert (done.status, done.result) == ("ACCEPTED", f"inquiry:{inquiry.pk}")
    assert again.status == "ACCEPTED"
    assert list(InquiryMessage.objects.order_by("pk").values_list("text", flat=True)) == ["Why?", "And?"]


@pytest.mark.parametrize("kind", ["invoice_question", "bill_question", "inquiry_reply"])
def test_a_foreign_id_is_refused_like_an_absent_one(kind, account, buyer, new_invoice):
    other = new_customer(account.company, "Redwood Diner", number="C2")
    stranger = new_scope("stranger", CUSTOMER, door="customer", party=other.party)
    foreign = ask(buyer, new_invoice()).public_id if kind == "inquiry_reply" else new_invoice().public_id
    name = {"invoice_question": "invoice", "bill_question": "bill", "inquiry_reply": "inquiry"}[kind]
    before = InquiryMessage.objects.count()

    answers = {
        hand_in(stranger, other, kind, text="Hm", **{name: public_id}).answer
        for public_id in (foreign, uuid4())
    }

    assert len(answers) == 1
    assert InquiryMessage.objects.count() == before


def test_the_database_keeps_one_inquiry_per_key(buyer, new_invoice):
    inquiry = ask(buyer, new_invoice())
    inquiry.pk, inquiry.public_id = None, uuid4()

    with pytest.raises(IntegrityError, match="inquiry_once_per_key"), transaction.atomic():
        inquiry.save(force_insert=True)
