"""A supplier of the company, and an order of two lines to it."""

import datetime
from decimal import Decimal

import pytest

from accounting.ledger.models import Account, PartyAccount, PaymentTerm
from accounting.payables.models import SupplierAccount
from erp.parties.models import Party
from inventory.purchasing.operations import PurchaseLine, PurchaseOrderDraft, place_purchase_order
from tests import trading

TODAY = datetime.date(2026, 3, 31)


@pytest.fixture
def new_supplier(company, branch):
    """Make a party a supplier of the company, without taxes and accounts of its own."""

    def make(name="Finca Verde", number="V1", **columns):
        party = Party.objects.create(group=company.group, name=name)
        control = Account.objects.get(company=company, purpose="payable")
        return SupplierAccount.objects.create(
            company=company,
            party=party,
            branch=branch,
            number=number,
            party_account=PartyAccount.objects.create(
                company=company, party=party, control_account=control
            ),
            payment_term=PaymentTerm.objects.get(company=company, code="NET30"),
            currency="EUR",
            **columns,
        )

    return make


@pytest.fixture
def supplier_account(new_supplier):
    return new_supplier()


@pytest.fixture
def order(scope, supplier_account, branch, beans, company):
    freight = trading.new_product(company, "FREIGHT", kind="SERVICE")
    lines = [
        PurchaseLine(beans.pk, Decimal("60"), Decimal("4.123456")),
        PurchaseLine(freight.pk, Decimal("1"), Decimal("25")),
    ]
    draft = PurchaseOrderDraft(supplier_account.pk, branch.pk, "first", TODAY, lines)
    return place_purchase_order(scope, order=draft)
