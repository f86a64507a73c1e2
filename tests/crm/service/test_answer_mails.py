"""Who asked is mailed the answer, once, in their language, and only while they may read it."""

import datetime

import pytest
from django.conf import settings

from accounting.ledger.models import Journal
from accounting.receivables.models import Invoice
from crm.service.models import Inquiry
from crm.service.operations import Question, answer_inquiry, open_inquiry, reply_inquiry
from erp.access.decisions import AccessDenied
from erp.access.models import Grant
from erp.notifications.delivery import send_message
from erp.notifications.models import Message
from erp.notifications.tasks import deliver
from tests.conftest import NOW
from tests.trading import new_company, new_customer, new_scope

pytestmark = pytest.mark.django_db(transaction=True)

ASKS = ("crm.ask_inquiry", "crm.view_inquiry", "accounting.view_invoice")


@pytest.fixture(autouse=True)
def broker_down(monkeypatch):
    """Messages wait until the test sends them."""
    monkeypatch.setattr(deliver, "delay", lambda **_: None)


@pytest.fixture
def account(db):
    return new_customer(new_company())


@pytest.fixture
def clerk(account):
    return new_scope("clerk", ["crm.answer_inquiry"], company=account.company)


@pytest.fixture
def buyer(account):
    return new_scope("buyer", ASKS, door="customer", party=account.party)


@pytest.fixture
def inquiry(account, buyer, clerk):
    invoice = Invoice.objects.create(
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
        created_by=clerk.actor,
    )
    return open_inquiry(buyer, question=Question(invoice, "Why 3 bags?", "k"), now=NOW)


def answer(clerk, inquiry, text="You ordered <three>."):
    return answer_inquiry(clerk, inquiry_id=inquiry.pk, text=text, now=NOW)


def sent(mail_sink):
    for message in Message.objects.filter(status="QUEUED").order_by("pk"):
        send_message(message_id=message.pk, now=NOW)
    return mail_sink.messages


def test_the_answer_reaches_who_asked_with_the_words_and_the_page(clerk, inquiry, mail_sink):
    answer(clerk, inquiry)

    (mail,) = sent(mail_sink)

    message = Message.objects.get()
    assert (mail["to"], mail["message-id"]) == ("buyer@people.test", message.internet_id)
    assert mail["subject"] == f"Our answer about {inquiry.label} · Highland Coffee"
    text, html = (part.get_content() for part in mail.iter_parts())
    assert f"{settings.PUBLIC_URL}/customer/questions/{inquiry.public_id}/" in text
    assert "You ordered <three>." in text
    assert "You ordered &lt;three&gt;." in html
    assert message.status == "SENT"


def test_its_keys_hold_ids_and_nothing_about_people(clerk, buyer, inquiry):
    answer(clerk, inquiry)

    message, said = Message.objects.get(), inquiry.messages.latest("pk")
    assert (message.recipient, message.document, message.purpose) == (
        f"user:{buyer.actor.pk}",
        f"inquiry:{inquiry.pk}",
        f"answer:{said.pk}",
    )
    assert "people.test" not in message.internet_id
    assert (message.company_id, message.party_id) == (inquiry.company_id, inquiry.party_id)


def test_sent_twice_it_keeps_its_message_id_and_leaves_once(clerk, inquiry, mail_sink):
    answer(clerk, inquiry)

    sent(mail_sink)
    sent(mail_sink)
    send_message(message_id=Message.objects.get().pk, now=NOW)

    assert len(mail_sink.messages) == 1


def test_each_answer_is_a_mail_of_its_own(clerk, buyer, inquiry, mail_sink):
    answer(clerk, inquiry, "First")
    reply_inquiry(buyer, inquiry_id=inquiry.pk, text="And?", now=NOW)
    answer(clerk, inquiry, "Second")

    first, second = (next(mail.iter_parts()).get_content() for mail in sent(mail_sink))

    assert "First" in first
    assert "Second" in second
    assert first != second


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("de", "Unsere Antwort zu", "wir haben Ihre Frage"),
        ("it", "La nostra risposta su", "abbiamo risposto alla Sua domanda"),
        ("zh-hans", "关于", "我们已回复您关于"),
    ],
)
def test_it_speaks_the_language_of_who_asked(clerk, buyer, inquiry, mail_sink, language, subject, words):
    buyer.actor.language = language
    buyer.actor.save(update_fields=["language"])

    answer(clerk, inquiry)

    (mail,) = sent(mail_sink)
    assert mail["subject"].startswith(subject)
    assert words in next(mail.iter_parts()).get_content()


def test_colleagues_who_spoke_too_are_mailed_and_others_are_not(clerk, account, inquiry):
    colleague = new_scope("colleague", ASKS, door="customer", party=account.party)
    new_scope("silent", ASKS, door="customer", party=account.party)
    reply_inquiry(colleague, inquiry_id=inquiry.pk, text="I wonder too.", now=NOW)

    answer(clerk, inquiry)

    addresses = Message.objects.order_by("pk").values_list("address", flat=True)
    assert list(addresses) == ["buyer@people.test", "colleague@people.test"]


@pytest.mark.parametrize("why", ["grant ended", "user closed"])
def test_who_may_no_longer_read_it_learns_nothing(clerk, buyer, inquiry, why):
    if why == "grant ended":
        ended = NOW.date() - datetime.timedelta(days=1)
        Grant.objects.filter(user=buyer.actor).update(end_date=ended)
    else:
        buyer.actor.is_active = False
        buyer.actor.save(update_fields=["is_active"])

    answer(clerk, inquiry)

    assert not Message.objects.exists()
    assert Inquiry.objects.get().status == "ANSWERED"


def test_an_answer_that_is_denied_mails_nobody(buyer, inquiry):
    with pytest.raises(AccessDenied):
        answer(buyer, inquiry)

    assert not Message.objects.exists()


def test_a_reply_from_outside_mails_nobody(buyer, inquiry):
    reply_inquiry(buyer, inquiry_id=inquiry.pk, text="And?", now=NOW)

    assert not Message.objects.exists()
