"""Every kind of act that the outside may hand in, with ids that are not theirs and rights that ended."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import msgspec
import pytest

from erp.access.models import Grant
from erp.access.operations import revoke_grant, system_scope
from erp.access.queries import scope_of
from erp.submissions import execution
from erp.submissions.models import Submission
from erp.submissions.operations import NewSubmission, submit
from erp.submissions.registry import registered_kinds
from tests.access.addresses import ABSENT_ID
from tests.access.digest import changed, digest
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db

# What a refusal leaves behind: the submission with its answer, and the trail.
OF_REFUSALS = {"erp_auditevent", "erp_submission"}


@dataclass(frozen=True)
class Act:
    """
    An act in order: who hands it in, its payload, and of which kind the record in each id field is.

    The payload names records of the submitter's own side by their kind in braces.
    """

    door: str
    payload: dict[str, object]
    names: dict[str, str]


OFFICE = {"street": "2 Side Street", "city": "York", "country": "GB"}
ACTS = {
    "sales_order": Act(
        "customer",
        {"lines": [{"product": "{product}", "quantity": "2"}]},
        {"lines.product": "product"},
    ),
    "invoice_question": Act(
        "customer", {"invoice": "{invoice}", "text": "Why?"}, {"invoice": "invoice"}
    ),
    "bill_question": Act("supplier", {"bill": "{bill}", "text": "When?"}, {"bill": "bill"}),
    "inquiry_reply": Act("customer", {"inquiry": "{inquiry}", "text": "Hello?"}, {"inquiry": "inquiry"}),
    "party_contact_change": Act("customer", {"phone": "+44 1904 1"}, {}),
    "party_address_change": Act(
        "customer",
        {"purpose": "SHIPPING", "replaces": "{address}", **OFFICE},
        {"replaces": "address"},
    ),
    "party_sensitive_change": Act("supplier", {"office": OFFICE}, {}),
}
KINDS = sorted(ACTS)
# What one company has in common for all of its customers: the other customer's is one's own.
SHARED = {"product"}
FOREIGN = [
    (kind, field, whose)
    for kind, act in ACTS.items()
    for field, named in act.names.items()
    for whose in ("a2", "b")
    if not (named in SHARED and whose == "a2")
]


def id_fields(schema: type, above: str = "") -> Iterator[str]:
    """Return the path of every id in a payload; those of rows lie under the name of the list."""
    for field in msgspec.inspect.type_info(schema).fields:
        yield from _ids(field.type, f"{above}{field.encode_name}")


def _ids(kind: msgspec.inspect.Type, path: str) -> Iterator[str]:
    inspect = msgspec.inspect
    if isinstance(kind, inspect.UUIDType):
        yield path
    elif isinstance(kind, inspect.StructType):
        yield from id_fields(kind.cls, f"{path}.")
    elif isinstance(kind, inspect.UnionType):
        for each in kind.types:
            yield from _ids(each, path)
    elif isinstance(kind, (inspect.VarTupleType, inspect.ListType)):
        yield from _ids(kind.item_type, path)


@pytest.fixture
def hand_in(world):
    """Hand in an act as side a1's own people; `field` may name a record that is not theirs."""

    def make(kind, *, field="", named="", key="k1"):
        act, side = ACTS[kind], world.sides["a1"]
        payload = filled(act.payload, side.records)
        if field:
            put(payload, field.split("."), named)
        account = side.customer if act.door == "customer" else side.supplier
        new = NewSubmission(kind, key, payload, account.company_id, account.party_id)
        return submit(scope_of(world.people[act.door], door=act.door, on=TODAY), new=new)

    return make


def filled(payload, records):
    """Write the own records' ids where the payload names their kinds."""
    text = msgspec.json.encode(payload).decode()
    for kind, public_id in records.items():
        text = text.replace(f'"{{{kind}}}"', f'"{public_id}"')
    return msgspec.json.decode(text)


def put(payload, path, named):
    """Set the field at a path; of a list in its first row."""
    inner = copy.copy(path)
    while len(inner) > 1:
        payload = payload[inner.pop(0)]
        payload = payload[0] if isinstance(payload, list) else payload
    payload[inner[0]] = named


def taken_up(submission):
    return execution.take_up(submission_id=submission.pk, now=NOW)


def test_every_kind_has_a_row_and_each_row_names_every_id_of_its_payload():
    ids = {kind.name: set(id_fields(kind.schema)) for kind in registered_kinds()}

    assert ids == {name: set(act.names) for name, act in ACTS.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_an_act_in_order_is_carried_out_once_and_a_retry_changes_nothing(hand_in, kind):
    first = hand_in(kind)
    taken_up(first)
    before = digest()

    again = hand_in(kind)
    done = taken_up(again)

    assert again.pk == first.pk
    assert done.status in {"ACCEPTED", "WAITING"}, done.answer
    assert changed(before) == []


@pytest.mark.parametrize(("kind", "field", "whose"), FOREIGN)
def test_a_foreign_id_is_refused_in_the_words_for_an_absent_one(world, hand_in, kind, field, whose):
    foreign = world.sides[whose].records[ACTS[kind].names[field]]
    assert UUID(foreign)
    before = digest()

    absent = taken_up(hand_in(kind, field=field, named=ABSENT_ID, key="absent"))
    refused = taken_up(hand_in(kind, field=field, named=foreign, key="foreign"))

    assert (refused.status, refused.answer, refused.result) == ("REFUSED", absent.answer, "")
    assert absent.status == "REFUSED"
    assert absent.answer
    assert set(changed(before)) == OF_REFUSALS


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_that_ended_before_the_execution_refuses_and_changes_nothing(world, hand_in, kind):
    submission = hand_in(kind)
    grant = Grant.objects.get(user=world.people[ACTS[kind].door])
    manager = system_scope(purpose="setup", company_ids=[submission.company_id])
    revoke_grant(manager, grant_id=grant.pk, reason="left", now=NOW)
    before = digest()

    refused = taken_up(submission)

    assert refused.status == "REFUSED"
    assert refused.answer
    assert set(changed(before)) == OF_REFUSALS


class Killed(BaseException):
    """The worker is gone: nothing after it runs, and the database takes back what was not committed."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_worker_that_dies_after_the_act_leaves_it_to_be_done_once(hand_in, monkeypatch, kind):
    submission = hand_in(kind)
    before = digest()

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(execution, "_finish", die)
        with pytest.raises(Killed):
            taken_up(submission)
    assert changed(before) == []

    done = taken_up(Submission.objects.get(pk=submission.pk))

    assert done.status in {"ACCEPTED", "WAITING"}
    assert done.tries == 0
