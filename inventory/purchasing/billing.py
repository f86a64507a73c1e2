"""Receipts become a supplier's bill, without retyping."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.payables.models import Bill, SupplierAccount
from accounting.payables.operations.receiving import BillDraft, receive_bill
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Refused
from inventory.purchasing.models import Receipt


class ReceiptBilled(Refused):
    """A receipt has a bill that is in force."""

    code = "receipt_billed"


class NotOfOneOrder(Refused):
    """The receipts of one bill are of one supplier, branch and currency."""

    code = "not_of_one_order"


@transaction.atomic
def bill_receipts(scope: Scope, *, receipt_ids: Sequence[int], draft: BillDraft) -> Bill:
    """
    Take in the bill of goods that arrived; order number, branch and currency are those of the order.

    The lines are the supplier's: what they ask for beside what was ordered shows on the bill, and is for
    the person who approves it. Locks: the supplier's account, receipts by id, then as `receive_bill`.

    :raises AccessDenied: if `scope` may not take in bills of the branch
    :raises ReceiptBilled: if one of them has a bill that is in force
    :raises NotOfOneOrder: if they are not of the draft's supplier, or not of one branch and currency
    :raises Refused: as `receive_bill`
    """
    account = SupplierAccount.objects.select_for_update(of=["self"]).get(pk=draft.supplier_account_id)
    receipts = _locked(scope, account, receipt_ids)
    orders = {receipt.purchase_order.number or "": receipt.purchase_order for receipt in receipts}
    order = receipts[0].purchase_order
    bill = receive_bill(
        scope,
        draft=replace(
            draft,
            branch_id=order.branch_id,
            currency=order.currency,
            supply_date=draft.supply_date or max(receipt.receipt_date for receipt in receipts),
            our_order_number=", ".join(sorted(orders))[:60],
            origin=f"receipt:{receipts[0].pk}",
        ),
    )
    for receipt in receipts:
        receipt.bill = bill
        receipt.save(update_fields=["bill"])
        audit.record(scope, "receipt.billed", receipt, number=receipt.number, bill=bill.number)
    return bill


def _locked(scope: Scope, account: SupplierAccount, receipt_ids: Sequence[int]) -> list[Receipt]:
    rows = Receipt.objects.filter(pk__in=receipt_ids).select_related("purchase_order", "bill")
    receipts = list(rows.select_for_update(of=["self"], no_key=True).order_by("pk"))
    if not receipts or len(receipts) < len(set(receipt_ids)):
        raise Receipt.DoesNotExist
    for receipt in receipts:
        require(scope, "accounting.change_bill", receipt)
        if receipt.is_billed:
            raise ReceiptBilled(
                _("Receipt %(number)s is billed already: %(bill)s.")
                % {"number": receipt.number, "bill": receipt.bill}
            )
    orders = [receipt.purchase_order for receipt in receipts]
    kinds = {(order.supplier_account_id, order.branch_id, order.currency) for order in orders}
    if len(kinds) > 1 or orders[0].supplier_account_id != account.pk:
        raise NotOfOneOrder(_("One bill asks for goods of one supplier, branch and currency."))
    return receipts
