"""What a reminder says, and to whom."""

import datetime

import pytest
from django.core import mail
from django.utils import translation

from accounting.collections.models import Reminder
from erp.notifications.delivery import send_message
from erp.notifications.models import Message
from erp.parties.models import Contact

APRIL_7 = datetime.datetime(2026, 4, 7, 7, tzinfo=datetime.UTC)


def test_the_message_carries_the_invoice_and_a_link(late, run, customer):
    run(7)

    message = Message.objects.get(template="reminder")
    assert (message.document, message.template, message.documents) == (
        f"invoice:{late.pk}",
        "reminder",
        ["INVOICE"],
    )
    assert (message.address, message.recipient, message.may_resend) == (
        "office@blue.test",
        f"party:{customer.party_id}",
        False,
    )
    assert message.context["path"] == f"/customer/invoices/{late.public_id}/"
    assert Reminder.objects.get().message == message


def test_who_asked_for_reminders_gets_them_in_their_language(late, run, customer):
    Contact.objects.create(party=customer.party, name="Bella", email="bella@blue.test", language="de")
    Contact.objects.create(
        party=customer.party,
        name="Carlo",
        email="carlo@blue.test",
        language="it",
        receives_reminders=True,
    )

    run(7)

    message = Message.objects.get(template="reminder")
    assert (message.address, message.language, message.context["recipient"]) == (
        "carlo@blue.test",
        "it",
        "Carlo",
    )


@pytest.fixture(autouse=True)
def outbox_without_the_invoice(late):
    """The invoice itself has gone out; what counts here comes after it."""
    mail.outbox.clear()


@pytest.fixture
def sent(run):
    """Run the reminders of a day and deliver them; the PDF has tests of its own."""

    def make(days):
        run(days)
        Message.objects.update(documents=[])
        for message in Message.objects.filter(status="QUEUED", template="reminder"):
            send_message(message_id=message.pk, now=APRIL_7)
        return mail.outbox

    return make


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("days", "subject", "words"),
    [
        (-3, "Invoice INV-2026-00001 is due soon", "is due on 31 Mar 2026"),
        (7, "Reminder: invoice INV-2026-00001", "was due on 31 Mar 2026 and is still open"),
        (30, "Final reminder: invoice INV-2026-00001", "Please pay within seven days"),
    ],
)
def test_the_words_follow_the_level(late, sent, settings, days, subject, words):
    settings.PUBLIC_URL = "https://portal.test"

    (letter,) = sent(days)

    assert letter.subject == subject
    assert words in letter.body
    assert "€119.00" in letter.body
    assert f"https://portal.test/customer/invoices/{late.public_id}/" in letter.body


@pytest.mark.django_db(transaction=True)
def test_the_subject_speaks_the_language_of_the_letter(late, sent, customer):
    customer.party.language = "it"
    customer.party.save(update_fields=["language"])

    (letter,) = sent(7)

    assert letter.subject == "Sollecito: fattura INV-2026-00001"


@pytest.mark.django_db(transaction=True)
def test_paid_meanwhile_is_not_sent(late, run, pay):
    run(7)
    pay(late, "119", day=datetime.date(2026, 4, 7))
    message = Message.objects.get(template="reminder")

    with translation.override("en"):
        send_message(message_id=message.pk, now=APRIL_7)

    message.refresh_from_db()
    assert (message.status, message.error) == ("CANCELED", "Paid before the reminder left.")
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_customer_taken_out_meanwhile_gets_nothing(late, run, customer):
    run(7)
    customer.is_reminded = False
    customer.save()

    message = Message.objects.get(template="reminder")
    send_message(message_id=message.pk, now=APRIL_7)

    message.refresh_from_db()
    assert message.status == "CANCELED"
    assert mail.outbox == []
