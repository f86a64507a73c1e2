"""What arrived becomes the supplier's bill, once."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounting.ledger.models import Account
from accounting.payables.models import Bill
from accounting.payables.operations.receiving import BillDraft, BillLineDraft, receive_bill, refuse_bill
from accounting.payables.refusals import BillDisagrees
from accounting.taxes.models import TaxCode
from erp.access.decisions import AccessDenied
from erp.audit.models import AuditEvent
from inventory.purchasing.billing import NotOfOneOrder, ReceiptBilled, bill_receipts
from inventory.purchasing.models import Receipt
from inventory.purchasing.queries import lines_to_bill, received_net
from inventory.purchasing.receiving import Arrival, ReceiptDraft, receive_goods
from tests import trading

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 31)


@pytest.fixture
def clerk(company):
    """Somebody who takes in bills and decides on them."""
    permissions = ("accounting.change_bill", "accounting.post_bill")
    return trading.new_scope("bills", permissions, company=company)


@pytest.fixture
def account(new_supplier, company):
    """A supplier whose bills bear no tax and go to purchases."""
    tax = TaxCode.objects.get(company=company, code="IN_NONE")
    purchases = Account.objects.get(company=company, purpose="purchases")
    return new_supplier("Altura", "V2", default_tax_code=tax, default_expense_account=purchases)


@pytest.fixture
def supplier_account(account):
    return account


@pytest.fixture
def receive(scope, order, shelf):
    """Let so much of each line of the order arrive."""

    def make(*quantities, key="first"):
        lines = order.lines.order_by("line_no")
        arrivals = [
            Arrival(line.pk, Decimal(quantity), shelf.pk)
            for line, quantity in zip(lines, quantities, strict=False)
        ]
        return receive_goods(scope, receipt=ReceiptDraft(order.pk, key, TODAY, arrivals, "LS-7"))

    return make


def paper(account, receipts, number="A-1", **facts):
    lines = lines_to_bill(account, receipts)
    return BillDraft(account.pk, number, TODAY, TODAY, lines, **facts)


def test_two_receipts_become_one_bill_at_the_prices_ordered(clerk, account, order, receive):
    receipts = [receive("20"), receive("40", "1", key="second")]

    bill = bill_receipts(
        clerk, receipt_ids=[each.pk for each in receipts], draft=paper(account, receipts)
    )

    # 20 x 4.123456 = 82.46912 -> 82.47; 40 x 4.123456 = 164.93824 -> 164.94; freight 25
    lines = bill.lines.order_by("line_no").values_list("product_code", "quantity", "net")
    assert list(lines) == [
        ("BEANS", 20, Decimal("82.47")),
        ("BEANS", 40, Decimal("164.94")),
        ("FREIGHT", 1, Decimal("25.00")),
    ]
    assert (bill.gross, bill.our_order_number, bill.supply_date) == (
        Decimal("272.41"),
        order.number,
        TODAY,
    )
    assert received_net(bill).amount == Decimal("272.41")
    assert not Receipt.objects.to_bill().exists()
    assert AuditEvent.objects.filter(action="receipt.billed").count() == 2


def test_a_receipt_is_billed_once_until_its_bill_is_refused(clerk, account, receive):
    receipt = receive("20")
    bill = bill_receipts(clerk, receipt_ids=[receipt.pk], draft=paper(account, [receipt]))

    with pytest.raises(ReceiptBilled, match=bill.number):
        bill_receipts(clerk, receipt_ids=[receipt.pk], draft=paper(account, [receipt], "A-2"))

    refuse_bill(clerk, bill_id=bill.pk, reason="Wrong price")
    again = bill_receipts(clerk, receipt_ids=[receipt.pk], draft=paper(account, [receipt], "A-2"))
    receipt.refresh_from_db()
    assert receipt.bill == again


def test_a_paper_that_disagrees_leaves_the_receipt_to_be_billed(clerk, account, receive):
    receipt = receive("20")

    draft = paper(account, [receipt], gross=Decimal("82.48"))

    with pytest.raises(BillDisagrees):
        bill_receipts(clerk, receipt_ids=[receipt.pk], draft=draft)

    assert Receipt.objects.to_bill().get() == receipt
    assert not Bill.objects.exists()


def test_the_bill_of_another_supplier_is_refused(clerk, account, new_supplier, receive):
    receipt = receive("20")
    draft = paper(account, [receipt])
    stranger = new_supplier("Brasa", "V3")

    with pytest.raises(NotOfOneOrder):
        bill_receipts(
            clerk,
            receipt_ids=[receipt.pk],
            draft=BillDraft(stranger.pk, "B-1", TODAY, TODAY, draft.lines),
        )

    assert not Bill.objects.exists()


def test_a_stock_keeper_takes_in_no_bill(scope, account, receive):
    receipt = receive("20")

    with pytest.raises(AccessDenied):
        bill_receipts(scope, receipt_ids=[receipt.pk], draft=paper(account, [receipt]))

    assert Receipt.objects.get().bill is None
    assert not Bill.objects.exists()


def test_the_database_refuses_the_bill_of_another_party(clerk, account, receive, new_supplier):
    receipt = receive("20")
    terms = {name: getattr(account, name) for name in ("default_tax_code", "default_expense_account")}
    other = new_supplier("Brasa", "V3", **terms)
    line = BillLineDraft("Rent", Decimal(1), Decimal(10))
    bill = receive_bill(clerk, draft=BillDraft(other.pk, "B-1", TODAY, TODAY, [line]))

    with pytest.raises(IntegrityError, match="inventory_receipt_bill_id_company"), transaction.atomic():
        Receipt.objects.filter(pk=receipt.pk).update(bill=bill)
