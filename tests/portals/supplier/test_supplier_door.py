"""The supplier's door: where each bill stands, what was paid and when, and questions about it."""

import datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from accounting.ledger.models import Account, PaymentTerm
from accounting.payables.operations.approving import approve_bill
from accounting.payables.operations.paying import BillShare, PaymentDraft, pay_bills
from accounting.payables.operations.receiving import BillDraft, BillLineDraft, receive_bill
from accounting.payables.operations.suppliers import SupplierTerms, create_supplier_account
from accounting.taxes.models import TaxCode
from crm.service.models import Inquiry
from erp.access.operations import NewGrant, grant_role, sync_roles, system_scope
from erp.identity.models import User
from erp.parties.models import Party
from erp.submissions.execution import take_up
from erp.submissions.models import Submission
from tests.conftest import NOW
from tests.trading import NEW_YEAR, TODAY, new_company

pytestmark = pytest.mark.django_db

ABSENT = "00000000-0000-4000-8000-000000000000"
PAGES = (
    *("", "bills/", "payments/", "orders/", "questions/"),
    *("details/", "details/contact/", "details/legal/"),
)


@pytest.fixture
def company(db):
    sync_roles(today=TODAY)
    return new_company()


@pytest.fixture
def scope(company):
    return system_scope(purpose="setup", company_ids=[company.pk])


@pytest.fixture
def new_supplier(company, scope):
    def make(name, number):
        party = Party.objects.create(group=company.group, name=name)
        terms = SupplierTerms(
            payment_term_id=PaymentTerm.objects.get(company=company, code="NET30").pk,
            currency="EUR",
            default_tax_code_id=TaxCode.objects.get(company=company, code="IN_STANDARD").pk,
            default_expense_account_id=Account.objects.get(company=company, purpose="purchases").pk,
        )
        branch = company.branches.get()
        return create_supplier_account(
            scope, party_id=party.pk, branch_id=branch.pk, terms=terms, number=number
        )

    return make


@pytest.fixture
def account(new_supplier):
    return new_supplier("Finca Verde", "70001")


@pytest.fixture
def new_bill(account, scope):
    def make(net="100", supplier_number="F-1", *, approved=True):
        draft = BillDraft(
            supplier_account_id=account.pk,
            supplier_number=supplier_number,
            issue_date=datetime.date(2026, 1, 5),
            received_date=datetime.date(2026, 1, 7),
            lines=[BillLineDraft("Green coffee", Decimal(1), Decimal(net))],
        )
        bill = receive_bill(scope, draft=draft)
        if approved:
            bill = approve_bill(scope, bill_id=bill.pk, posting_date=datetime.date(2026, 1, 8))
        return bill

    return make


@pytest.fixture
def signed_in(company):
    def make(account, name):
        user = User.objects.create_user(f"{name}@people.test", name=name.title())
        scope = system_scope(purpose="setup", company_ids=[company.pk])
        new = NewGrant(user.pk, NEW_YEAR, "sales", role="supplier", party_id=account.party_id)
        grant_role(scope, new=new, today=TODAY)
        user.refresh_from_db()
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def finn(signed_in, account):
    return signed_in(account, "finn")


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_for_the_supplier_and_for_nobody_else(page, finn):
    assert finn.get(f"/supplier/{page}").status_code == 200
    assert Client().get(f"/supplier/{page}").status_code == 302


def test_home_says_what_is_owed_and_that_it_is_late(finn, new_bill):
    new_bill("100")

    page = text(finn.get("/supplier/"))

    # 100 and 19 % of it; due 30 days after January 5, which has passed
    assert "We owe you €119.00." in page
    assert "€119.00 of it is overdue." in page
    assert "F-1" in page


def test_a_bill_that_waits_and_one_that_was_paid_say_so(finn, new_bill, scope, account):
    waiting = new_bill("50", "F-2", approved=False)
    paid = new_bill("100", "F-1")
    pay_bills(
        scope,
        draft=PaymentDraft(
            supplier_account_id=account.pk,
            amount=Decimal("119.00"),
            booked_date=datetime.date(2026, 2, 3),
            key="pay-1",
            bills=[BillShare(paid.pk, Decimal("119.00"))],
        ),
    )

    assert "Received" in text(finn.get(f"/supplier/bills/{waiting.public_id}/"))
    page = text(finn.get(f"/supplier/bills/{paid.public_id}/"))
    assert "Paid on 3 Feb 2026" in page or "Paid on Feb 3, 2026" in page
    payment = account.party.bill_payments.get()
    advice = text(finn.get(f"/supplier/payments/{payment.public_id}/"))
    for words in ("F-1", "€119.00", "What it settles"):
        assert words in advice


def test_foreign_records_are_like_none(signed_in, new_supplier, new_bill):
    eve = signed_in(new_supplier("Other Farm", "70002"), "eve")
    foreign = new_bill("777").public_id

    for path in ("", "ask/"):
        shown = eve.get(f"/supplier/bills/{foreign}/{path}")
        absent = eve.get(f"/supplier/bills/{ABSENT}/{path}")
        assert (shown.status_code, absent.status_code) == (404, 404)
    assert "777" not in text(eve.get("/supplier/bills/"))
    for kind in ("payments", "orders", "questions", "submissions"):
        assert eve.get(f"/supplier/{kind}/{ABSENT}/").status_code == 404


def test_a_question_about_a_bill_is_handed_in(finn, new_bill):
    bill = new_bill()

    answer = finn.post(f"/supplier/bills/{bill.public_id}/ask/", {"key": uuid4(), "text": "When?"})
    take_up(submission_id=Submission.objects.get().pk, now=NOW)

    inquiry = Inquiry.objects.get()
    assert f"/supplier/questions/{inquiry.public_id}/" in text(finn.get(answer.url))
    assert "You asked" in text(finn.get(f"/supplier/bills/{bill.public_id}/"))


@pytest.mark.parametrize("address", ["/staff/", "/customer/", "/partner/"])
def test_no_other_door_opens_for_a_supplier(finn, address):
    assert finn.get(address).status_code == 403


@pytest.mark.parametrize(("page", "queries"), [("", 18), ("bills/", 15)])
def test_pages_cost_the_same_for_any_number_of_rows(
    finn, new_bill, page, queries, django_assert_max_num_queries
):
    for number in range(1, 6):
        new_bill(str(number), f"F-{number}")

    with django_assert_max_num_queries(queries):
        finn.get(f"/supplier/{page}")
