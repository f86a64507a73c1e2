"""What customers change about themselves: at once, or once staff have approved it."""

import datetime

import pytest

from erp.access.models import Grant
from erp.access.operations import revoke_grant
from erp.approvals.models import ApprovalRequest
from erp.approvals.operations import decide_request
from erp.parties.models import Address, Party, PartyBankAccount, TaxRegistration
from erp.submissions.execution import take_up
from erp.submissions.operations import NewSubmission, submit
from tests.conftest import NOW

DAY = datetime.date(2026, 3, 31)
IBAN = "DE89370400440532013000"
HULL = {"purpose": "SHIPPING", "street": "Dock 1", "city": "Hull", "country": "GB"}
LEGAL = {
    "legal_name": "Bluebird Ltd",
    "tax_number": {"country": "DE", "number": "DE123456788"},
    "bank_account": {"holder": "Bluebird Ltd", "iban": IBAN},
    "office": {"street": "Dock 2", "city": "Hull", "country": "GB"},
}


@pytest.fixture
def ask(customer_scope, company, customer):
    """Hand in a change and let a worker take it up."""
    count = iter(range(100))

    def make(kind, payload):
        new = NewSubmission(kind, f"k{next(count)}", payload, company.pk, customer.pk)
        submission = submit(customer_scope, new=new)
        return take_up(submission_id=submission.pk, now=NOW)

    return make


def test_how_one_is_reached_changes_at_once(ask, customer):
    submission = ask("party_contact_change", {"name": "Blüebird", "phone": "12"})

    party = Party.objects.get(pk=customer.pk)
    assert (submission.status, submission.answer) == ("ACCEPTED", "Your details are changed.")
    assert (party.name, party.sort_name, party.phone, party.email) == (
        "Blüebird",
        "bluebird",
        "12",
        "office@bluebird.test",
    )


def test_an_address_changes_at_once(ask, customer):
    first = ask("party_address_change", HULL)
    hull = Address.objects.get(city="Hull")

    ask("party_address_change", HULL | {"city": "York", "replaces": str(hull.public_id)})

    assert first.result == f"address:{hull.pk}"
    shops = Address.objects.filter(party=customer, purpose="SHIPPING", end_date=None)
    assert [each.city for each in shops] == ["York"]


def test_an_address_of_somebody_else_is_not_there(ask, other_customer):
    foreign = Address.objects.get(party=other_customer)

    submission = ask("party_address_change", HULL | {"replaces": str(foreign.public_id)})

    assert (submission.status, submission.answer) == ("REFUSED", "There is no such address.")
    assert Address.objects.get(pk=foreign.pk).end_date is None
    assert not Address.objects.filter(city="Hull").exists()


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("party_contact_change", {"email": "nobody"}),
        ("party_address_change", HULL | {"country": "XX"}),
        ("party_sensitive_change", {}),
        ("party_sensitive_change", {"tax_number": {"country": "DE", "number": "DE123456789"}}),
        ("party_sensitive_change", {"bank_account": {"holder": "x", "iban": "DE88"}}),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(ask, customer, kind, payload):
    submission = ask(kind, payload)

    assert (submission.status, submission.answer != "") == ("REFUSED", True)
    assert Party.objects.get(pk=customer.pk).email == "office@bluebird.test"
    assert not ApprovalRequest.objects.exists()
    assert Address.objects.filter(party=customer).count() == 1


def test_who_decides_reads_of_a_change_in_the_language_of_the_company(ask, customer_user):
    customer_user.language = "de"
    customer_user.save()

    submission = ask("party_sensitive_change", {"legal_name": "Bluebird Ltd"})

    assert submission.answer == "Wir prüfen dies und sagen Ihnen Bescheid."
    assert ApprovalRequest.objects.get().summary == "Bluebird Cafe changes: legal name"


def test_what_money_or_the_law_hangs_on_waits_and_then_is_written(
    accountant_scope, ask, customer, customer_user
):
    submission = ask("party_sensitive_change", LEGAL)

    assert submission.status == "WAITING"
    assert Party.objects.get(pk=customer.pk).legal_name == ""
    request = ApprovalRequest.objects.get()
    assert request.summary == (
        "Bluebird Cafe changes: legal name, registered office, tax number, bank account"
    )
    decide_request(accountant_scope, request_id=request.pk, approve=True, reason="", now=NOW)

    submission.refresh_from_db()
    assert (submission.status, submission.answer) == ("ACCEPTED", "Your change is made.")
    assert Party.objects.get(pk=customer.pk).legal_name == "Bluebird Ltd"
    assert TaxRegistration.objects.get().number == "DE123456788"
    account = PartyBankAccount.objects.get()
    assert (account.iban, account.status, account.added_by) == (IBAN, "UNVERIFIED", customer_user)
    assert Address.objects.get(party=customer, purpose="LEGAL", end_date=None).city == "Hull"


def test_what_is_declined_is_not_written_and_says_why(accountant_scope, ask, customer):
    submission = ask("party_sensitive_change", LEGAL)

    decide_request(
        accountant_scope,
        request_id=ApprovalRequest.objects.get().pk,
        approve=False,
        reason="Please send a letter.",
        now=NOW,
    )

    submission.refresh_from_db()
    assert (submission.status, submission.answer) == ("REFUSED", "Please send a letter.")
    assert Party.objects.get(pk=customer.pk).legal_name == ""
    assert not PartyBankAccount.objects.exists()


def test_without_accountants_an_administrator_decides(administrator, ask):
    ask("party_sensitive_change", LEGAL)

    assert ApprovalRequest.objects.get().role.code == "administrator"


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("party_contact_change", {"phone": "12"}),
        ("party_address_change", HULL),
        ("party_sensitive_change", LEGAL),
    ],
)
def test_a_right_that_is_gone_when_a_worker_comes_refuses_it(
    administrator_scope, customer_scope, customer_user, company, customer, kind, payload
):
    new = NewSubmission(kind, "k", payload, company.pk, customer.pk)
    submission = submit(customer_scope, new=new)
    grant = Grant.objects.get(user=customer_user)
    revoke_grant(administrator_scope, grant_id=grant.pk, reason="left", now=NOW)

    submission = take_up(submission_id=submission.pk, now=NOW)

    assert submission.status == "REFUSED"
    assert Party.objects.get(pk=customer.pk).phone == ""
    assert Address.objects.filter(party=customer).count() == 1
    assert not ApprovalRequest.objects.exists()
