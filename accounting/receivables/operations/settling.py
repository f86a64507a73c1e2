"""What issuing settles by itself: receipts of advances that are deducted, invoices that are credited."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.ledger.allocations import (
    Application,
    LockedItem,
    allocate_all,
    lock_items,
    reverse_allocation,
)
from accounting.ledger.entries import Allocation, JournalEntry, JournalLine, OpenItem
from accounting.ledger.models import Account
from accounting.receivables.facts import DeductionFacts, InvoiceFacts
from accounting.receivables.invoice_postings import Released, ReleasedPart
from accounting.receivables.issue import Issue
from accounting.receivables.models import Invoice
from accounting.receivables.queries.advances import Remainder, advance_remainders
from accounting.receivables.refusals import AdvanceUsed, CreditTooHigh, InvoiceNotIssued
from erp.access.scope import Scope
from erp.money import Money

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What one invoice will settle, read and locked before anything is posted."""

    released: dict[int, Released]
    credited: tuple[LockedItem, ...]


def prepared(facts: InvoiceFacts, base_currency: str) -> Settlement:
    """
    Lock what issuing this invoice will settle, and say what its deductions were worth when received.

    Locks: open items by line id.

    :raises AdvanceUsed: if less is left of an advance than the draft deducts
    :raises InvoiceNotIssued: if it credits a draft
    """
    return Settlement(
        _released(facts.deductions, base_currency) if facts.deductions else {},
        _credited_items(facts) if facts.corrects else (),
    )


def check_credit(issue: Issue) -> None:
    """
    Refuse a credit note that gives back more than was invoiced, with those issued before.

    :raises CreditTooHigh: if it does
    """
    invoice, original = issue.facts.invoice, issue.facts.corrects
    if original is None or invoice.type != Invoice.Type.CREDIT_NOTE:
        return
    left = Money(original.gross - original.credited, invoice.currency)
    if issue.totals.tax.gross.amount > left.amount:
        raise CreditTooHigh(
            _("Of invoice %(number)s only %(left)s is left to be credited.")
            % {"number": original.number, "left": left}
        )


def settle(scope: Scope, issue: Issue, settlement: Settlement, entry: JournalEntry) -> None:
    """Allocate what was prepared, now that the entry stands: receipts first, then credited items."""
    day: datetime.date = issue.frozen["issue_date"]
    if issue.reverses_entry_id is not None:
        applications = _reopened(scope, issue.reverses_entry_id, entry, day)
    else:
        applications = [
            Application(entry.line_ids[line_no - 1], part.line_id, part.net)
            for line_no, part in issue.released
        ]
    credit_ids = _credit_line_ids(issue, entry)
    applications += _against(settlement.credited, credit_ids, issue.facts.invoice.currency)
    if applications:
        allocate_all(scope, applications=applications, allocation_date=day)


def _released(deductions: Iterable[DeductionFacts], base_currency: str) -> dict[int, Released]:
    deductions = tuple(deductions)
    remainders = advance_remainders(sorted({each.advance_id for each in deductions}))
    items = lock_items(each.line_id for each in remainders)
    return {each.id: _taken(each, remainders, items, base_currency) for each in deductions}


def _taken(
    deduction: DeductionFacts,
    remainders: Iterable[Remainder],
    items: dict[int, LockedItem],
    base_currency: str,
) -> Released:
    """Take a deduction from the receipts of its advance and rate, oldest first."""
    wanted, parts, tax, base_tax = deduction.net, [], ZERO, ZERO
    for remainder in remainders:
        item = items[remainder.line_id]
        matches = (remainder.advance_id, remainder.tax_code_id, remainder.rate_percent) == (
            deduction.advance_id,
            deduction.tax_code_id,
            deduction.rate_percent,
        )
        net = min(wanted, item.open_amount) if matches else ZERO
        if net:
            base_net = Money(item.base_share(net), base_currency)
            parts.append(ReleasedPart(item.line_id, Money(net, item.currency), base_net))
            tax, base_tax = tax + remainder.tax_of(net), base_tax + remainder.base_tax_of(net)
            wanted -= net
    if wanted or tax != deduction.tax:
        raise AdvanceUsed(_("The advance was used elsewhere, or its payment was taken back."))
    return Released(tuple(parts), Money(base_tax, base_currency))


def _credited_items(facts: InvoiceFacts) -> tuple[LockedItem, ...]:
    original = facts.corrects
    if original is None or facts.invoice.type != Invoice.Type.CREDIT_NOTE:
        return ()
    if original.status != Invoice.Status.ISSUED:
        raise InvoiceNotIssued(_("Only an issued invoice can be credited."))
    open_ids = OpenItem.objects.filter(
        entry_id=original.journal_entry_id,
        party_account_id=facts.party_account_id,
        is_debit=True,
        open_amount__gt=0,
    )
    line_ids = list(open_ids.order_by("due_date", "line_id").values_list("line_id", flat=True))
    items = lock_items(line_ids)
    return tuple(items[line_id] for line_id in line_ids)


def _credit_line_ids(issue: Issue, entry: JournalEntry) -> list[tuple[int, Decimal]]:
    """Return the credits on the customer's account that the credit note made, with their amounts."""
    if issue.facts.invoice.type != Invoice.Type.CREDIT_NOTE:
        return []
    items = OpenItem.objects.filter(
        line_id__in=entry.line_ids, party_account_id=issue.facts.party_account_id, is_debit=False
    )
    return list(items.order_by("due_date", "line_id").values_list("line_id", "open_amount"))


def _against(
    debits: Iterable[LockedItem], credit_lines: Iterable[tuple[int, Decimal]], currency: str
) -> list[Application]:
    """Pair debits and credits in their order, as far as both have something open."""
    applications = []
    left = {item.line_id: item.open_amount for item in debits}
    for credit_line_id, credit in credit_lines:
        for debit_line_id, debit in left.items():
            amount = min(credit, debit)
            if amount:
                money = Money(amount, currency)
                applications.append(Application(debit_line_id, credit_line_id, money))
                left[debit_line_id] -= amount
                credit -= amount
    return applications


def _reopened(
    scope: Scope, entry_id: int, reversal: JournalEntry, day: datetime.date
) -> list[Application]:
    """
    Take back what a reversed invoice deducted, so that its advances may be deducted again.

    Return what its own lines on the account of advances settle with those of the reversal.
    """
    advances = {"account__control_kind": Account.ControlKind.ADVANCE_RECEIVED}
    deducted = JournalLine.objects.filter(entry_id=entry_id, **advances)
    used = Allocation.objects.filter(debit_line__in=deducted, reverses=None, reversal=None)
    for allocation_id in used.values_list("pk", flat=True):
        reverse_allocation(scope, allocation_id=allocation_id, allocation_date=day)
    return [
        Application(
            line.pk,
            reversal.line_ids[line.line_no - 1],
            Money(line.currency_amount, line.currency),
        )
        for line in deducted
    ]
