from decimal import Decimal

import pytest
from django.db import IntegrityError

from erp.access.decisions import AccessDenied
from erp.access.models import Role
from erp.approvals import registry
from erp.approvals.models import ApprovalRequest, ApprovalRule
from erp.approvals.operations import (
    AlreadyDecided,
    OwnRequest,
    Question,
    ReasonMissing,
    decide_request,
    request_approval,
    rule_for,
)
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(monkeypatch):
    calls = []
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(
        registry.ApprovalKind(
            "sales_order",
            lambda scope, request, now: calls.append(("approved", request.subject)),
            lambda scope, request, now: calls.append(("declined", request.subject)),
        )
    )
    return calls


@pytest.fixture
def rules(roles, company):
    for amount, role in [("1000", "sales"), ("5000", "manager")]:
        ApprovalRule.objects.create(
            company=company, kind="sales_order", amount_min=amount, role=Role.objects.get(code=role)
        )


@pytest.fixture
def ask(rules, decided, scope_at, person, company):
    asker = person("sales", "Asker")

    def make():
        rule = rule_for(company_id=company.pk, kind="sales_order", amount=Decimal(1000))
        question = Question("sales_order", company, "Order of 1,000", Decimal(1000), "EUR")
        return request_approval(scope_at(asker), rule=rule, question=question)

    make.asker = asker
    return make


@pytest.mark.parametrize(
    ("amount", "role"),
    [
        ("999.99", None),
        ("1000", "sales"),
        ("4999.9999", "sales"),
        ("5000", "manager"),
        ("90000", "manager"),
    ],
)
def test_the_highest_rule_not_above_the_amount_rules(rules, company, amount, role):
    rule = rule_for(company_id=company.pk, kind="sales_order", amount=Decimal(amount))

    assert (rule and rule.role.code) == role


def test_small_acts_and_other_kinds_pass_by_themselves(rules, company):
    assert rule_for(company_id=company.pk, kind="manual_journal", amount=Decimal(10**6)) is None


def test_asking_twice_waits_once(ask):
    assert ask().pk == ask().pk
    assert ApprovalRequest.objects.count() == 1


def test_another_person_in_the_role_lets_it_go_on(ask, decided, person, scope_at):
    request = ask()
    scope = scope_at(person("sales", "Second"))

    decide_request(scope, request_id=request.pk, approve=True, reason="", now=NOW)

    request.refresh_from_db()
    assert (request.status, request.decided_by, request.decided_at) == ("APPROVED", scope.actor, NOW)
    assert decided == [("approved", request.subject)]


def test_who_asked_may_not_decide(ask, decided, scope_at):
    request = ask()

    with pytest.raises(OwnRequest):
        decide_request(scope_at(ask.asker), request_id=request.pk, approve=True, reason="", now=NOW)

    assert ApprovalRequest.objects.get().status == "WAITING"
    assert decided == []


def test_another_role_may_not_decide(ask, decided, person, scope_at):
    request = ask()

    with pytest.raises(AccessDenied):
        decide_request(
            scope_at(person("accountant")), request_id=request.pk, approve=True, reason="", now=NOW
        )

    assert ApprovalRequest.objects.get().status == "WAITING"
    assert decided == []


def test_declining_needs_a_reason(ask, decided, person, scope_at):
    request = ask()
    scope = scope_at(person("sales", "Second"))

    with pytest.raises(ReasonMissing):
        decide_request(scope, request_id=request.pk, approve=False, reason=" ", now=NOW)
    decide_request(scope, request_id=request.pk, approve=False, reason="too much", now=NOW)

    assert decided == [("declined", request.subject)]
    assert ApprovalRequest.objects.get().reason == "too much"


def test_a_decision_stands(ask, person, scope_at, decided):
    request = ask()
    scope = scope_at(person("sales", "Second"))
    decide_request(scope, request_id=request.pk, approve=True, reason="", now=NOW)

    with pytest.raises(AlreadyDecided):
        decide_request(scope, request_id=request.pk, approve=False, reason="no", now=NOW)

    assert decided == [("approved", request.subject)]


def test_the_database_refuses_a_decision_by_who_asked(ask):
    request = ask()

    with pytest.raises(IntegrityError, match="approval_by_another"):
        ApprovalRequest.objects.filter(pk=request.pk).update(
            status="APPROVED", decided_by=ask.asker, decided_at=NOW
        )
