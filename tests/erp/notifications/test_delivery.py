"""Out of the outbox. Real transactions and a real mail server: the claim must be seen from outside."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from erp.documents import operations, registry
from erp.documents.registry import Sheet
from erp.notifications import delivery
from erp.notifications.models import Message
from erp.notifications.tasks import sweep_outbox
from erp.submissions.models import Submission

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.datetime(2026, 3, 31, 12, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


def send(message, now=NOW):
    delivery.send_message(message_id=message.pk, now=now)


def row_of(message):
    return Message.objects.get(pk=message.pk)


def status(message):
    return row_of(message).status


def test_a_mail_says_what_the_layouts_say_in_two_forms(queued, mail_sink):
    message = queued(context={"number": "<1>\nBcc: x@y.test", "total": "119.00", "due": "2026-03-31"})

    send(message)

    (mail,) = mail_sink.messages
    assert mail["subject"] == "Highland Coffee: <1> Bcc: x@y.test"
    assert mail["bcc"] is None
    assert mail["from"] == "Highland Coffee <noreply@localhost>"
    assert (mail["to"], mail["reply-to"]) == ("bella@blue.test", "office@company.test")
    assert mail["message-id"] == message.internet_id
    assert mail["auto-submitted"] == "auto-generated"
    text, html = (part.get_content() for part in mail.iter_parts())
    assert text.startswith("Total €119.00, due 31 Mar 2026. http://")
    assert "<b>€119.00</b> &lt;1&gt;" in html
    assert (status(message), row_of(message).sent_at) == ("SENT", NOW)


def test_a_mail_is_written_in_the_language_of_the_recipient(queued, mail_sink):
    send(queued(language="de"))

    text = next(mail_sink.messages[0].iter_parts()).get_content()
    assert text.startswith("Total 119,00\xa0€, due 31.03.2026.")


def test_documents_are_attached_as_they_were_kept(
    queued, mail_sink, monkeypatch, company, customer, customer_user
):
    record = Submission.objects.create(
        company=company, party=customer, user=customer_user, door="x", kind="X", key="1", payload={}
    )
    monkeypatch.setattr(registry, "_kinds", {})
    monkeypatch.setattr(operations, "render_pdf", lambda *_, language: f"%PDF {language}".encode())
    registry.register(
        "NOTE",
        compose=lambda pk, _: Sheet(Submission.objects.get(pk=pk), "note", {}, "note.pdf"),
        permission="erp.view_submission",
    )

    send(queued(document=f"submission:{record.pk}", documents=("NOTE",), language="it"))

    (attached,) = mail_sink.messages[0].iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("note.pdf", "application/pdf")
    assert attached.get_content() == b"%PDF it"


def test_the_mail_server_sees_a_committed_claim_and_no_open_transaction(queued, monkeypatch):
    seen, message = [], queued()

    def look(_):
        with ThreadPoolExecutor(1) as pool:
            seen.append((connection.in_atomic_block, pool.submit(status_elsewhere, message).result()))

    monkeypatch.setattr(delivery, "hand_over", look)
    send(message)

    assert seen == [(False, "CLAIMED")]
    assert status(message) == "SENT"


def status_elsewhere(message):
    try:
        return status(message)
    finally:
        connection.close()


def test_sending_inside_a_transaction_is_a_bug(queued, mail_sink):
    message = queued()

    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        send(message)

    assert (mail_sink.messages, status(message)) == ([], "QUEUED")


def test_eight_workers_send_one_mail(queued, mail_sink):
    message = queued()

    def work(_):
        try:
            send(message)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))

    assert [mail["message-id"] for mail in mail_sink.messages] == [message.internet_id]


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_what_the_server_refuses_for_good_has_failed_with_its_words(queued, mail_sink, command):
    mail_sink.answers[command] = "550 No such person"
    message = queued()

    send(message)
    send(message, NOW + datetime.timedelta(days=1))

    assert mail_sink.messages == []
    assert (status(message), row_of(message).error) == ("FAILED", "550 No such person")


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_what_the_server_refuses_for_now_is_tried_again_ever_later(queued, mail_sink, command):
    mail_sink.answers[command] = "451 Come back later"
    message = queued()
    waits, now = [], NOW

    for _ in range(4):
        send(message, now)
        send(message, now)  # not due: nothing happens
        waits.append((row_of(message).not_before - now) / MINUTE)
        now = row_of(message).not_before
    del mail_sink.answers[command]
    send(message, now)

    assert waits == [1, 2, 4, 8]
    assert (status(message), row_of(message).tries, len(mail_sink.messages)) == ("SENT", 5, 1)


def test_after_the_last_try_it_has_failed(queued, mail_sink):
    mail_sink.answers["RCPT"] = "451 Come back later"
    message, now = queued(), NOW

    for _ in range(delivery.TRIES_MAX):
        send(message, now)
        now += datetime.timedelta(hours=7)

    assert (status(message), row_of(message).tries) == ("FAILED", delivery.TRIES_MAX)


def test_a_server_that_is_away_loses_nothing(queued, mail_sink):
    mail_sink.stop()
    message = queued()

    send(message)
    mail_sink.start()
    send(message, NOW + MINUTE)

    assert (status(message), len(mail_sink.messages)) == ("SENT", 1)


def test_a_line_that_breaks_after_the_text_leaves_it_unknown_and_unsent_again(queued, mail_sink):
    mail_sink.hangs_up_after_taking = True
    message = queued()

    send(message)
    send(message, NOW + datetime.timedelta(days=1))

    assert (status(message), len(mail_sink.messages)) == ("UNKNOWN", 1)


@pytest.mark.parametrize("missing", ["number", "template"])
def test_a_letter_that_cannot_be_written_has_failed_and_nothing_left(queued, mail_sink, missing):
    message = queued(**({"context": {}} if missing == "number" else {"template": "nothing"}))

    send(message)

    assert (status(message), mail_sink.messages) == ("FAILED", [])
    assert missing == "template" or row_of(message).error == "MissingValue: number"


@pytest.mark.parametrize(("may_resend", "becomes"), [(False, "UNKNOWN"), (True, "QUEUED")])
def test_the_claim_of_a_dead_worker_ends_as_unknown_unless_it_may_be_resent(
    queued, mail_sink, monkeypatch, may_resend, becomes
):
    message = queued(may_resend=may_resend)

    def die(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(delivery, "hand_over", die)
    with pytest.raises(KeyboardInterrupt):
        send(message)

    assert delivery.expire_claims(now=NOW + delivery.CLAIM_LASTS) == 0
    assert delivery.expire_claims(now=NOW + delivery.CLAIM_LASTS + MINUTE) == 1
    assert (status(message), mail_sink.messages) == (becomes, [])


def test_a_slow_worker_that_ends_after_all_says_that_it_was_sent(queued, mail_sink, monkeypatch):
    message = queued()
    handed_over = delivery.hand_over

    def slow(letter):
        assert delivery.expire_claims(now=NOW + datetime.timedelta(hours=1)) == 1
        handed_over(letter)

    monkeypatch.setattr(delivery, "hand_over", slow)
    send(message)

    assert (status(message), len(mail_sink.messages)) == ("SENT", 1)


def test_the_sweep_sends_what_the_broker_lost(queued, mail_sink):
    message = queued()
    later = queued(document="invoice:2", not_before=datetime.datetime.max.replace(tzinfo=datetime.UTC))

    sweep_outbox()

    assert (status(message), status(later), len(mail_sink.messages)) == ("SENT", "QUEUED", 1)
