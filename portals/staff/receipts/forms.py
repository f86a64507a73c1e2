"""The form by which goods that arrived are billed."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounting.payables.models import SupplierAccount
from inventory.purchasing.models import Receipt
from inventory.purchasing.queries import lines_to_bill
from portals.gate import ScopedRequest
from portals.staff.bills.forms import BillForm


class ReceiptBillForm(BillForm):
    """The bill of receipts: their lines at the price ordered, to be changed to what the paper says."""

    def __init__(
        self,
        request: ScopedRequest,
        filled: Mapping[str, Any] | None,
        account: SupplierAccount,
        receipts: Sequence[Receipt],
    ) -> None:
        """Start with what arrived; whose bill it is, of which order and kind, is known."""
        lines = [
            {
                "product_code": line.product_code,
                "description": line.description,
                "quantity": line.quantity,
                "unit_price": line.unit_price,
                "tax_code": line.tax_code_id,
                "expense_account": line.expense_account_id,
            }
            for line in lines_to_bill(account, receipts)
        ]
        super().__init__(request, filled, supplier=account, initial_lines=lines)
        self.receipts = receipts
        self.initial["supply_date"] = max(receipt.receipt_date for receipt in receipts)
        self.fields["supplier"].disabled = True
        for name in ("type", "our_order_number"):
            del self.fields[name]
