import datetime
from typing import Annotated

import msgspec
import pytest

from erp.access.decisions import AccessDenied
from erp.access.models import Grant
from erp.access.operations import revoke_grant
from erp.audit.models import AuditEvent
from erp.errors import Invalid, Refused
from erp.parties.models import Contact, Party
from erp.submissions import registry
from erp.submissions.execution import TRIES_MAX, note_failure, received_ids, settle_waiting, take_up
from erp.submissions.models import Submission
from erp.submissions.operations import KeyReused, NewSubmission, submit
from erp.submissions.registry import Outcome, Payload, SubmissionKind
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


class Greeting(Payload):
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
    times: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1


def greet(scope, submission, payload, now):
    Contact.objects.create(party_id=submission.party_id, name=payload.words)
    if payload.words == "no":
        raise Refused("We do not greet like that.")
    if payload.words == "foreign":
        Party.objects.get(pk=0)
    if payload.words == "wait":
        return Outcome("Somebody looks at it.", "contact:1", is_waiting=True)
    assert (scope.actor, scope.executor.name) == (submission.user, "System (submissions)")
    return Outcome("Hello.", "contact:1")


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(SubmissionKind("greeting", Greeting, "crm.ask_inquiry", greet))


@pytest.fixture
def buyer(person, customer):
    return person("customer", "Bea", party=customer)


@pytest.fixture
def ask(scope_at, buyer, company, customer):
    def make(words="hi", *, key="k1", user=buyer, party=customer, **rest):
        payload = {"words": words} | rest
        new = NewSubmission("greeting", key, payload, company.pk, party.pk)
        return submit(scope_at(user, "customer"), new=new)

    return make


def test_one_row_is_all_that_the_outside_writes(ask):
    submission = ask()

    assert (submission.status, submission.answer) == ("RECEIVED", "")
    assert not Contact.objects.exists()


def test_a_worker_carries_it_out_once_in_the_submitters_scope(ask, buyer):
    submission = ask()

    for _ in range(2):
        take_up(submission_id=submission.pk, now=NOW)

    submission.refresh_from_db()
    assert (submission.status, submission.answer, submission.result) == (
        "ACCEPTED",
        "Hello.",
        "contact:1",
    )
    assert submission.finished_at == NOW
    assert Contact.objects.count() == 1
    event = AuditEvent.objects.get(action="submission.accepted")
    assert (event.actor, event.executor.email) == (buyer, "submissions@system.invalid")


def test_asking_again_with_the_key_returns_the_first(ask):
    first = ask()

    assert ask().pk == first.pk
    assert Submission.objects.count() == 1


def test_the_key_with_other_words_is_refused_and_changes_nothing(ask):
    ask()

    with pytest.raises(KeyReused):
        ask("bye")

    assert list(Submission.objects.values_list("payload__words", flat=True)) == ["hi"]


@pytest.mark.parametrize(
    ("words", "rest", "place"),
    [
        ("", {}, "$.words"),
        ("x" * 21, {}, "$.words"),
        (7, {}, "$.words"),
        ("hi", {"times": 10}, "$.times"),
        ("hi", {"times": "3"}, "$.times"),
        ("hi", {"party_id": 3}, "party_id"),
    ],
)
def test_what_does_not_fit_is_refused_by_place(ask, words, rest, place):
    with pytest.raises(Invalid) as refusal:
        ask(words, **rest)

    assert place in str(refusal.value)
    assert not Submission.objects.exists()


def test_nobody_submits_for_another_party(ask, other_customer):
    with pytest.raises(AccessDenied):
        ask(party=other_customer)

    assert not Submission.objects.exists()


def test_a_right_revoked_before_execution_refuses_in_words(ask, buyer, setup_scope):
    submission = ask()
    grant = Grant.objects.get(user=buyer)
    revoke_grant(setup_scope, grant_id=grant.pk, reason="left", now=NOW)

    take_up(submission_id=submission.pk, now=NOW)

    submission.refresh_from_db()
    assert submission.status == "REFUSED"
    assert submission.answer.startswith("Something this refers to does not exist")
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("no", "We do not greet like that."),
        ("foreign", "Something this refers to does not exist, or is no longer open to you."),
    ],
)
def test_a_refusal_undoes_what_the_act_had_written(ask, words, answer):
    submission = ask(words)

    take_up(submission_id=submission.pk, now=NOW)

    submission.refresh_from_db()
    assert (submission.status, submission.answer) == ("REFUSED", answer)
    assert not Contact.objects.exists()


def test_what_waits_is_settled_once(ask, setup_scope):
    submission = ask("wait")
    take_up(submission_id=submission.pk, now=NOW)
    assert Submission.objects.get().status == "WAITING"

    for accepted in (True, False):
        settle_waiting(
            setup_scope, submission_id=submission.pk, is_accepted=accepted, answer="Done.", now=NOW
        )

    submission.refresh_from_db()
    assert (submission.status, submission.answer, submission.result) == (
        "ACCEPTED",
        "Done.",
        "contact:1",
    )


def test_errors_of_ours_are_tried_again_and_then_told(ask):
    submission = ask()

    for _ in range(TRIES_MAX - 1):
        note_failure(submission_id=submission.pk, now=NOW)
    assert Submission.objects.get().status == "RECEIVED"
    note_failure(submission_id=submission.pk, now=NOW)

    assert Submission.objects.get().status == "REFUSED"
    assert "error on our side" in Submission.objects.get().answer


def test_the_sweep_finds_what_no_worker_answered(ask):
    submission = ask()
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=1)

    assert received_ids(before=later) == [submission.pk]
    assert received_ids(before=later - datetime.timedelta(days=1)) == []
