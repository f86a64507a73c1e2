"""Into the outbox: once per recipient, document and purpose, and never without the business act."""

import datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.test.utils import CaptureQueriesContext

from erp.access.decisions import AccessDenied
from erp.notifications import outbox
from erp.notifications.models import Message
from erp.notifications.operations import (
    CannotCancel,
    CannotResend,
    cancel_message,
    resend_message,
)
from erp.notifications.tasks import deliver

SENT = datetime.datetime(2025, 6, 30, 9, tzinfo=datetime.UTC)


@pytest.mark.django_db(transaction=True)
def test_nothing_leaves_before_the_commit_and_nothing_after_a_rollback(new_message, mail_sink):
    with transaction.atomic():
        outbox.queue(new_message())
        assert mail_sink.messages == []
    with transaction.atomic():
        outbox.queue(new_message(document="invoice:2"))
        transaction.set_rollback(True)

    assert [mail["subject"] for mail in mail_sink.messages] == ["Highland Coffee: INV-1"]
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_with_the_broker_down_the_act_stands_and_the_message_waits(new_message, monkeypatch):
    def down(**_):
        raise OSError("no broker")

    monkeypatch.setattr(deliver, "delay", down)
    outbox.queue(new_message())

    assert Message.objects.get().status == "QUEUED"


def test_saying_it_twice_returns_the_first_and_changes_nothing(new_message):
    first = outbox.queue(new_message())
    again = outbox.queue(new_message(number="INV-2", address="other@blue.test"))

    assert again == first
    assert Message.objects.get().context["number"] == "INV-1"
    assert Message.objects.get().address == "bella@blue.test"


def test_another_purpose_document_recipient_or_company_is_another_message(new_message, new_company):
    outbox.queue(new_message())
    for other in (
        {"purpose": "reminder-1"},
        {"document": "invoice:2"},
        {"recipient": "party:2"},
        {"company_id": new_company("Other").pk},
    ):
        outbox.queue(new_message(**other))

    assert Message.objects.count() == 5


def test_queueing_is_one_statement(new_message, company):
    new = new_message()
    with CaptureQueriesContext(transaction.get_connection()) as statements:
        assert outbox.queue_all([new]) == 1

    assert len(statements) == 1
    assert Message.objects.get().recipient == new.recipient


def test_a_run_is_one_statement_and_skips_what_was_said(new_message):
    outbox.queue(new_message(document="invoice:7"))
    run = [new_message(document=f"invoice:{number}") for number in range(20)]

    with CaptureQueriesContext(transaction.get_connection()) as statements:
        assert outbox.queue_all(run) == 20

    assert len(statements) == 1
    assert Message.objects.count() == 20


def test_exact_values_and_days_survive_the_outbox(new_message):
    context = {"total": Decimal("0.10"), "due": datetime.date(2026, 3, 31)}
    outbox.queue(new_message(context=context))

    assert Message.objects.get().context == {"total": "0.10", "due": "2026-03-31"}


@pytest.mark.parametrize("address", ["", "nobody", "a@b.test\nBcc: c@d.test", "a@b.test, c@d.test"])
def test_an_address_that_cannot_be_right_shows_and_stops_nothing(new_message, address):
    message = outbox.queue(new_message(address=address))

    assert (message.status, message.error) == ("FAILED", "There is no valid e-mail address.")


def test_history_is_on_record_as_sent_and_never_sent(new_message, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        message = outbox.queue(new_message(sent_at=SENT))

    assert (Message.objects.get(pk=message.pk).status, message.sent_at) == ("SENT", SENT)
    assert callbacks == []


def test_staff_send_again_what_failed_under_the_same_message_id(accountant_scope, new_message):
    failed = outbox.queue(new_message(address="nobody"))

    again = resend_message(accountant_scope, message_id=failed.pk, address="bella@blue.test")

    row = Message.objects.get()
    assert (row.status, row.address, row.internet_id) == (
        "QUEUED",
        "bella@blue.test",
        failed.internet_id,
    )
    assert again == row
    with pytest.raises(CannotResend):
        resend_message(accountant_scope, message_id=row.pk)


def test_staff_cancel_what_has_not_left(accountant_scope, new_message):
    message = outbox.queue(new_message())

    cancel_message(accountant_scope, message_id=message.pk)

    assert Message.objects.get().status == "CANCELED"
    sent = outbox.queue(new_message(document="invoice:2", sent_at=SENT))
    with pytest.raises(CannotCancel):
        cancel_message(accountant_scope, message_id=sent.pk)


def test_a_stranger_neither_resends_nor_cancels(stranger_scope, new_message):
    message = outbox.queue(new_message(address="nobody"))

    with pytest.raises(AccessDenied):
        resend_message(stranger_scope, message_id=message.pk)
    with pytest.raises(AccessDenied):
        cancel_message(stranger_scope, message_id=message.pk)

    assert Message.objects.get().status == "FAILED"


def test_what_is_queued_as_history_is_on_record_as_sent_and_asks_no_worker(
    new_message, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks, outbox.history(SENT):
        message = outbox.queue(new_message())

    assert (message.status, message.sent_at, callbacks) == ("SENT", SENT, [])
    assert outbox.queue(new_message(document="invoice:2")).status == "QUEUED"
