"""A worker killed in the middle of an act: nothing of it stays, and the next worker does it once."""

import os
import signal
import warnings

import pytest
from django.db import connection

from erp.parties.models import Contact
from erp.submissions import registry
from erp.submissions.execution import received_ids, take_up
from erp.submissions.operations import NewSubmission, submit
from erp.submissions.registry import Outcome, Payload, SubmissionKind
from tests.conftest import NOW


class Greeting(Payload):
    words: str


@pytest.fixture
def at_work(monkeypatch):
    """Let the act tell through a pipe that it has written, and then never come to its end."""
    told, tell = os.pipe()

    def greet(scope, submission, payload, now):
        Contact.objects.create(party_id=submission.party_id, name=payload.words)
        if os.getpid() != here:
            os.write(tell, b".")
            signal.pause()
        return Outcome("Hello.")

    here = os.getpid()
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(SubmissionKind("greeting", Greeting, "crm.ask_inquiry", greet))
    yield told
    os.close(told)
    os.close(tell)


def worker_on(submission):
    """Start a process that takes the submission up by a connection of its own; return its id."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of others do not matter here
        child = os.fork()
    if child == 0:
        connection.connection = None  # the parent's, which goes on
        take_up(submission_id=submission.pk, now=NOW)
        os._exit(1)
    return child


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_began_is_taken_back_and_done_once(
    person, company, customer, scope_at, at_work
):
    buyer = person("customer", "Bea", party=customer)
    new = NewSubmission("greeting", "k1", {"words": "hi"}, company.pk, customer.pk)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("erp.submissions.operations.take_up.delay", lambda **_: None)
        submission = submit(scope_at(buyer, "customer"), new=new)

    child = worker_on(submission)
    assert os.read(at_work, 1) == b"."
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)

    submission.refresh_from_db()
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
    assert (submission.status, Contact.objects.count()) == ("RECEIVED", 0)
    assert received_ids(before=submission.created_at.replace(year=9999)) == [submission.pk]

    for _ in range(2):
        done = take_up(submission_id=submission.pk, now=NOW)

    assert (done.status, done.answer, Contact.objects.count()) == ("ACCEPTED", "Hello.", 1)
