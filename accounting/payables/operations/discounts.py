"""What is kept of a bill for paying it early: the price falls, and the input tax with it."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from accounting.ledger.allocations import (
    Application,
    allocate_all,
    allocate_reversal,
    reverse_allocation,
)
from accounting.ledger.entries import Allocation, JournalEntry
from accounting.ledger.posting import EntryDraft, post_entry, reverse_entry
from accounting.ledger.queries import account_for
from accounting.ledger.terms import Installment
from accounting.payables.facts import accounts_of, billed_lines, input_taxes, tax_records
from accounting.payables.models import Bill
from accounting.payables.posting import BilledLine, BillPlan, BillPosting, InputTax, bill_tax
from accounting.taxes.calculation import DocumentTax
from accounting.taxes.operations import mirror_tax_lines, record_tax_lines
from erp.access.scope import Scope
from erp.money import Money, total

JOURNAL = "GENERAL"


def take_discount(
    scope: Scope,
    bill: Bill,
    parts: Sequence[tuple[int, Decimal]],
    *,
    date: datetime.date,
    source: str,
) -> JournalEntry:
    """
    Post the discount kept of an approved bill, and settle its lines with it: (line, amount) pairs.

    Dr payables; Cr discounts received, net, and the input tax that falls with the price (VAT directive
    art. 90(1) and 185(1)). Internal to operations that have asked `require` and locked the items.
    """
    discount = total((Money(amount, bill.currency) for _line, amount in parts), bill.currency)
    plan = _plan(bill, discount, Installment(date, discount))
    entry = post_entry(
        scope,
        EntryDraft(
            company_id=bill.company_id,
            journal_code=JOURNAL,
            entry_date=date,
            document_date=date,
            source=source,
            lines=plan.lines,
            narration=bill.number,
        ),
    )
    record_tax_lines(tax_records(bill, entry, plan.taxes, _tax_point(bill)))
    applications = [
        Application(
            entry.line_ids[-1],
            line_id,
            Money(amount, bill.currency),
            Allocation.DifferenceKind.DISCOUNT,
        )
        for line_id, amount in parts
    ]
    allocate_all(scope, applications=applications, allocation_date=date)
    return entry


def take_back_discounts(scope: Scope, *, company_id: int, prefix: str, date: datetime.date) -> None:
    """Reverse the discounts whose source begins with `prefix`; what they settled is open again."""
    entries = JournalEntry.objects.filter(
        company_id=company_id, source__startswith=prefix, reversal=None
    )
    for entry in list(entries.order_by("pk")):
        used = Allocation.objects.filter(debit_line__entry=entry, reverses=None, reversal=None)
        for allocation_id in list(used.order_by("-pk").values_list("pk", flat=True)):
            reverse_allocation(scope, allocation_id=allocation_id, allocation_date=date)
        source = f"entry:{entry.pk}:reverse"
        mirror = reverse_entry(scope, entry_id=entry.pk, entry_date=date, source=source)
        mirror_tax_lines(entry.pk, entry_id=mirror.pk, return_period=f"{date:%Y-%m}")
        allocate_reversal(scope, entry_id=entry.pk, allocation_date=date)


def _tax_point(bill: Bill) -> datetime.date:
    return bill.tax_point_date or bill.issue_date


def _plan(bill: Bill, discount: Money, due: Installment) -> BillPlan:
    """Return what a supplier's credit over the discount would post, shared over the bill's taxes."""
    lines = billed_lines(bill)
    codes = input_taxes(bill.company_id, [line.tax_code_id for line in lines])
    tax = _shared(bill, lines, codes, discount)
    account_id = account_for(bill.company_id, "discount_received").pk
    kept = [BilledLine(tax.net, 0, account_id)]
    posting = BillPosting(
        accounts_of(bill), bill.exchange_rate, bill.company.base_currency, is_credit=True
    )
    return posting.plan(kept, tax, codes, tax_point=_tax_point(bill), due=[due])


def _shared(
    bill: Bill, lines: Sequence[BilledLine], codes: dict[int, InputTax], discount: Money
) -> DocumentTax:
    """Return the discount as net and tax, in the proportions in which the bill was charged."""
    if not lines:  # taken over with the opening balances, without its taxes
        return DocumentTax((discount,), (), (), discount, discount - discount)
    tax_point, rounding = _tax_point(bill), bill.company.tax_rounding
    charged = bill_tax(lines, codes, tax_point=tax_point, rounding=rounding).codes
    bearing = [share for share in charged if share.base.amount > 0]
    weights = [part.amount for share in bearing for part in (share.base, share.tax)]
    parts = discount.split(weights)
    shares = tuple(
        replace(share, base=net, tax=tax)
        for share, net, tax in zip(bearing, parts[::2], parts[1::2], strict=True)
    )
    net = total((share.base for share in shares), discount.currency)
    return DocumentTax((net,), (), shares, net, discount - net)
