"""Reads of purchase orders and receipts."""

from collections.abc import Collection, Iterable
from decimal import Decimal

from accounting.payables.models import Bill, SupplierAccount
from accounting.payables.operations.receiving import BillLineDraft
from erp.money import Money
from inventory.purchasing.models import PurchaseOrder, PurchaseOrderLine, Receipt, ReceiptLine


def last_prices(account: SupplierAccount, product_ids: Collection[int]) -> dict[int, Decimal]:
    """Return the price of the newest order to a supplier by product id; one statement."""
    lines = PurchaseOrderLine.objects.filter(
        purchase_order__supplier_account=account, product_id__in=product_ids
    ).exclude(purchase_order__status=PurchaseOrder.Status.CANCELED)
    newest = lines.order_by(
        "product_id", "-purchase_order__order_date", "-purchase_order_id", "line_no"
    ).distinct("product_id")
    return dict(newest.values_list("product_id", "unit_price"))


def lines_to_bill(account: SupplierAccount, receipts: Iterable[Receipt]) -> list[BillLineDraft]:
    """
    Return what the bill of these receipts is expected to say: what arrived, at the price ordered.

    The supplier's own tax code counts before the product's, the product's account before the supplier's.
    """
    lines = ReceiptLine.objects.filter(receipt__in=list(receipts)).select_related("order_line__product")
    return [
        BillLineDraft(
            description=line.order_line.description,
            quantity=line.quantity,
            unit_price=line.order_line.unit_price,
            tax_code_id=account.default_tax_code_id or line.order_line.product.purchase_tax_code_id,
            expense_account_id=line.order_line.product.expense_account_id
            or account.default_expense_account_id,
            product_code=line.order_line.product.code,
        )
        for line in lines.order_by("receipt_id", "order_line__line_no", "pk")
    ]


def received_net(bill: Bill) -> Money | None:
    """Return what the goods that a bill asks for were ordered at; None for a bill without receipts."""
    lines = ReceiptLine.objects.filter(receipt__bill=bill).values_list(
        "quantity", "order_line__unit_price"
    )
    nets = [Money(quantity * price, bill.currency).amount for quantity, price in lines]
    return Money(sum(nets, Decimal(0)), bill.currency) if nets else None
