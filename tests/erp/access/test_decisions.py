"""One function decides; the query and Django's own permission API agree with it."""

import datetime

import pytest

from accounting.ledger.models import Account
from erp.access.decisions import AccessDenied, decide, require
from erp.access.operations import system_scope
from erp.access.permissions import derive_permissions
from erp.access.queries import scope_of
from erp.access.scope import Scope
from erp.documents.models import StoredDocument
from erp.identity.models import User
from erp.organization.models import Branch

VIEW = "erp.view_storeddocument"
DAY = datetime.date(2026, 3, 31)


@pytest.fixture
def document(company, branch, customer):
    return StoredDocument.objects.create(
        company=company,
        branch=branch,
        party=customer,
        subject="invoice:1",
        kind="INVOICE",
        language="en",
        filename="1.pdf",
        content_type="application/pdf",
        content=b"%PDF",
        size=4,
        sha256="0" * 64,
    )


def may_view(user, document, on=DAY):
    """Ask the function, the query and Django's own API on the places, which must agree."""
    scope = scope_of(user, door="staff", on=on)
    allowed = decide(scope, VIEW, document).allowed
    assert StoredDocument.objects.visible_to(scope).filter(pk=document.pk).exists() == allowed
    derive_permissions(on=on)
    fresh = User.objects.get(pk=user.pk)
    places = (document.company, document.branch, document.party)
    assert any(fresh.has_perm(f"erp.{VIEW}", place) for place in places) == allowed
    return allowed


@pytest.mark.parametrize("place", ["company", "branch", "party"])
def test_a_grant_reaches_the_documents_of_its_place(new_user, grant, document, place):
    user = new_user("Nadia")
    assert not may_view(user, document)

    grant(user, permission=VIEW, **{place: getattr(document, place)})

    assert may_view(user, document)


def test_a_permission_does_not_leave_the_place_it_was_granted_on(
    new_user, grant, document, new_company, other_customer
):
    user, other = new_user("Nadia"), new_company("Other")
    grant(user, permission=VIEW, company=other)
    grant(user, permission=VIEW, branch=Branch.objects.get(company=other))
    grant(user, permission=VIEW, party=other_customer)
    grant(user, permission="accounting.issue_invoice", company=document.company)

    assert not may_view(user, document)


@pytest.mark.parametrize(
    ("on", "allowed"),
    [("2026-02-28", False), ("2026-03-01", True), ("2026-03-31", True), ("2026-04-01", False)],
)
def test_a_grant_holds_from_its_first_to_its_last_day(new_user, grant, document, on, allowed):
    user = new_user("Nadia")
    days = {"start_date": datetime.date(2026, 3, 1), "end_date": datetime.date(2026, 3, 31)}
    grant(user, permission=VIEW, company=document.company, **days)

    assert may_view(user, document, datetime.date.fromisoformat(on)) == allowed


def test_who_was_switched_off_may_nothing(new_user, grant, document):
    user = new_user("Nadia")
    grant(user, permission=VIEW, company=document.company)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert not may_view(User.objects.get(pk=user.pk), document)


def test_a_decision_says_why(accountant_scope, stranger_scope, document):
    assert decide(accountant_scope, VIEW, document).because.endswith("(Accountant: joined)")
    assert decide(stranger_scope, VIEW, document).because == (
        f"A stranger holds no grant of {VIEW} on 1.pdf."
    )
    with pytest.raises(AccessDenied, match="A stranger holds no grant"):
        require(stranger_scope, VIEW, document)


def test_a_model_without_a_place_is_seen_by_nobody_but_through_its_company(company, accountant_scope):
    account = Account.objects.create(company=company, code="1000", name="Cash", type="ASSET")

    assert list(Account.objects.visible_to(accountant_scope)) == [account]
    assert list(Account.objects.visible_to(Scope(accountant_scope.actor, "staff", ()))) == []


def test_a_grant_at_an_outside_door_counts_only_for_what_belongs_there(
    person, grant, company, customer, branch, document
):
    user = person("customer", party=customer)
    grant(user, role="accountant", company=company)

    inside = scope_of(user, door="staff", on=DAY)
    outside = scope_of(user, door="customer", on=DAY)

    assert "accounting.close_period" in inside.permissions
    assert "accounting.close_period" not in outside.permissions
    assert outside.ids("company") == frozenset()
    assert outside.ids("party") == {customer.pk}
    assert scope_of(user, door="supplier", on=DAY).granted == ()


def test_background_work_acts_as_a_named_user_who_cannot_sign_in(company, new_company):
    other = new_company("Other")

    scope = system_scope(purpose="reminders", company_ids=[company.pk])
    again = system_scope(purpose="reminders", company_ids=[company.pk])

    assert scope.actor == again.actor
    assert (scope.actor.is_system, scope.actor.has_usable_password()) == (True, False)
    assert not scope.actor.check_password("!")
    assert decide(scope, "accounting.send_reminders", company).allowed
    assert not decide(scope, "accounting.send_reminders", other).allowed
    assert not decide(scope, "accounting.close_period", company).allowed
