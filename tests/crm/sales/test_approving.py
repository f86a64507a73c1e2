"""An order that waits goes on or ends when somebody else decides."""

import datetime
from decimal import Decimal

import pytest

from crm.sales.models import SalesOrder
from crm.sales.operations.ordering import place_order
from erp.access.models import Grant, Role
from erp.approvals.models import ApprovalRequest, ApprovalRule
from erp.approvals.operations import OwnRequest, decide_request
from erp.identity.models import User
from erp.submissions.models import Submission
from inventory.stock.models import Reservation
from tests import trading

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 31, 12, tzinfo=datetime.UTC)


@pytest.fixture
def waiting(scope, company, order_draft, stocked, beans):
    role = Role.objects.create(code="boss", name="Boss", permissions=["erp.view_approvalrequest"])
    ApprovalRule.objects.create(company=company, kind="sales_order", amount_min=100, role=role)
    return place_order(scope, order=order_draft((beans, "10")))


@pytest.fixture
def boss(company, waiting):
    giver = User.objects.get(email="giver@people.test")
    user = User.objects.create_user("boss@people.test", name="Boss")
    Grant.objects.create(
        user=user,
        role=Role.objects.get(code="boss"),
        company=company,
        start_date=trading.NEW_YEAR,
        reason="boss",
        granted_by=giver,
    )
    return trading.scope_of(user, door="staff", on=trading.TODAY)


def decide(scope, *, approve, reason=""):
    request = ApprovalRequest.objects.get()
    return decide_request(scope, request_id=request.pk, approve=approve, reason=reason, now=NOW)


def handed_in(order):
    """The customer's submission that became the order."""
    return Submission.objects.create(
        company_id=order.company_id,
        party_id=order.party_id,
        user=order.created_by,
        door="customer",
        kind="sales_order",
        key="web-1",
        payload={},
        status="WAITING",
        result=f"salesorder:{order.pk}",
    )


def test_approved_it_is_confirmed_and_put_aside(boss, waiting):
    submission = handed_in(waiting)

    decide(boss, approve=True)

    assert SalesOrder.objects.get().status == "CONFIRMED"
    assert Reservation.objects.get().quantity == Decimal(10)
    submission.refresh_from_db()
    assert (submission.status, submission.answer) == ("ACCEPTED", "Order SO-2026-00001 is confirmed.")


def test_declined_it_is_canceled_and_the_customer_reads_why(boss, waiting):
    submission = handed_in(waiting)

    decide(boss, approve=False, reason="Too much at once")

    assert SalesOrder.objects.get().status == "CANCELED"
    assert not Reservation.objects.exists()
    submission.refresh_from_db()
    assert submission.status == "REFUSED"
    assert submission.answer == "Order SO-2026-00001 was declined: Too much at once"


def test_who_asked_does_not_decide(scope, company, waiting):
    giver = User.objects.get(email="giver@people.test")
    Grant.objects.create(
        user=scope.actor,
        role=Role.objects.get(code="boss"),
        company=company,
        start_date=trading.NEW_YEAR,
        reason="boss",
        granted_by=giver,
    )
    own = trading.scope_of(scope.actor, door="staff", on=trading.TODAY)

    with pytest.raises(OwnRequest):
        decide(own, approve=True)

    assert SalesOrder.objects.get().status == "WAITING"
