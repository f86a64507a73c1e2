"""A supplier with bills of 19 % tax, what was paid of them, and somebody to sign in."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client

from accounting.ledger.models import Account, PaymentTerm
from accounting.payables.operations.approving import approve_bill
from accounting.payables.operations.paying import BillShare, PaymentDraft, pay_bills
from accounting.payables.operations.receiving import BillDraft, BillLineDraft, receive_bill
from accounting.payables.operations.suppliers import SupplierTerms, create_supplier_account
from accounting.taxes.models import TaxCode
from erp.access.operations import NewGrant, grant_role, sync_roles, system_scope
from erp.identity.models import User
from erp.parties.models import Party
from tests.trading import NEW_YEAR, TODAY, new_company


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
def account(new_supplier, checked_bank_account):
    account = new_supplier("Finca Verde", "70001")
    checked_bank_account(account.party)
    return account


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
def pay(scope, account):
    def make(amount, *shares, key="pay-1"):
        draft = PaymentDraft(
            supplier_account_id=account.pk,
            amount=Decimal(amount),
            booked_date=datetime.date(2026, 2, 3),
            key=key,
            bills=[BillShare(bill.pk, Decimal(part)) for bill, part in shares],
        )
        return pay_bills(scope, draft=draft)

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
        client.user = user
        return client

    return make


@pytest.fixture
def finn(signed_in, account):
    return signed_in(account, "finn")
