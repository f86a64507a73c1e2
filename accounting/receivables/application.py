"""How a payment is spread over invoices. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.ledger.entries import Allocation
from accounting.receivables.models import Invoice
from accounting.receivables.payment_drafts import AllocationDraft
from accounting.receivables.queries.owed import OwedInvoice
from accounting.receivables.refusals import (
    DifferenceNotAllowed,
    MoreThanOwed,
    MoreThanPaid,
    NotOfThisCustomer,
)
from erp.money import Money, total

NO_DIFFERENCE = Allocation.DifferenceKind.NONE


@dataclass(frozen=True, slots=True)
class Part:
    """What settles one due date of an invoice, in the invoice's currency."""

    invoice: OwedInvoice
    line_id: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Difference:
    """What is given up of an invoice, spread over its due dates, and why."""

    invoice: OwedInvoice
    parts: tuple[Part, ...]
    kind: Allocation.DifferenceKind

    @property
    def amount(self) -> Money:
        """All that is given up."""
        return total((part.amount for part in self.parts), self.invoice.currency)


@dataclass(frozen=True, slots=True)
class Spread:
    """
    A payment spread over invoices; `paid` is what it takes of the payment per currency settled.

    `on_account` is what no invoice takes, in the payment's currency.
    """

    parts: tuple[Part, ...]
    differences: tuple[Difference, ...]
    paid: dict[str, Money]
    on_account: Money


def spread(
    available: Money, drafts: Sequence[AllocationDraft], owed: Mapping[int, OwedInvoice]
) -> Spread:
    """
    Return what each due date gets, earliest first, and what stays on account.

    :raises NotOfThisCustomer: if a draft names what is no issued invoice of the customer
    :raises MoreThanOwed: if an invoice has less open than payment and difference take
    :raises MoreThanPaid: if the parts come to more than the payment
    :raises DifferenceNotAllowed: if something would be given up of an advance
    """
    left = available
    parts: list[Part] = []
    differences: list[Difference] = []
    paid: dict[str, Money] = {}
    taken: dict[int, Decimal] = {}
    for draft in drafts:
        if draft.invoice_id not in owed:
            raise NotOfThisCustomer(_("This is no issued invoice of this customer."))
        invoice = owed[draft.invoice_id]
        amount, cost = _wanted(draft, invoice, left)
        left -= cost
        if left.amount < 0:
            raise MoreThanPaid(
                _("The parts come to more than the payment of %(amount)s.") % {"amount": available}
            )
        _check_open(draft, invoice, amount)
        if amount:
            parts += _parts(invoice, amount, taken)
            before = paid.get(invoice.currency, Money(Decimal(0), available.currency))
            paid[invoice.currency] = before + cost
        if draft.difference:
            given_up = _parts(invoice, draft.difference, taken)
            differences.append(Difference(invoice, given_up, draft.difference_kind))
    return Spread(tuple(parts), tuple(differences), paid, left)


def still_owed(owed: Mapping[int, OwedInvoice], plan: Spread) -> dict[int, OwedInvoice]:
    """Return what is open of the invoices once a payment is spread over them as planned."""
    taken: dict[int, Decimal] = defaultdict(Decimal)
    for part in (*plan.parts, *(part for each in plan.differences for part in each.parts)):
        taken[part.line_id] += part.amount.amount
    return {
        invoice_id: replace(
            invoice,
            items=tuple(
                replace(item, open_amount=item.open_amount - taken[item.line_id])
                for item in invoice.items
            ),
        )
        for invoice_id, invoice in owed.items()
    }


def _wanted(draft: AllocationDraft, invoice: OwedInvoice, left: Money) -> tuple[Money, Money]:
    """Return what the draft settles, and what it takes of the payment in the payment's currency."""
    if invoice.currency != left.currency:
        if draft.amount is None or draft.paid is None:
            raise MoreThanPaid(
                _("Invoice %(number)s is in %(currency)s: say what is paid of it, and with how much.")
                % {"number": invoice.number, "currency": invoice.currency}
            )
        return draft.amount, draft.paid
    if draft.amount is not None:
        return draft.amount, draft.amount
    open_amount = invoice.open - (draft.difference or Money(Decimal(0), invoice.currency))
    amount = Money(min(open_amount.amount, left.amount), left.currency)
    return amount, amount


def _check_open(draft: AllocationDraft, invoice: OwedInvoice, amount: Money) -> None:
    difference = draft.difference or Money(Decimal(0), invoice.currency)
    if difference and (draft.difference_kind == NO_DIFFERENCE or difference.amount < 0):
        raise DifferenceNotAllowed(_("Say why a difference is given up."))
    if difference and invoice.type == Invoice.Type.ADVANCE:
        raise DifferenceNotAllowed(_("Of an advance nothing is given up: credit it instead."))
    if amount.amount < 0 or (amount + difference).amount > invoice.open.amount:
        raise MoreThanOwed(
            _("Invoice %(number)s has %(open)s open; %(amount)s is more.")
            % {"number": invoice.number, "open": invoice.open, "amount": amount + difference}
        )


def _parts(invoice: OwedInvoice, amount: Money, taken: dict[int, Decimal]) -> tuple[Part, ...]:
    """Take `amount` from the due dates in their order; `taken` remembers what is gone of each."""
    parts, left = [], amount.amount
    for item in invoice.items:
        free = item.open_amount - taken.get(item.line_id, Decimal(0))
        part = min(left, free)
        if part > 0:
            parts.append(Part(invoice, item.line_id, Money(part, invoice.currency)))
            taken[item.line_id] = taken.get(item.line_id, Decimal(0)) + part
            left -= part
    if left:
        raise MoreThanOwed(
            _("Invoice %(number)s has %(open)s open; more was named.")
            % {"number": invoice.number, "open": invoice.open}
        )
    return tuple(parts)
