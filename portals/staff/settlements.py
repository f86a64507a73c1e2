"""What settled a document: the allocations of its entry, each with the document on the other side."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.ledger.entries import Allocation, JournalEntry
from portals.components import formats
from portals.components.badges import Text
from portals.components.records import ChainLink
from portals.components.tables import Head, Table, Value

_KINDS = Allocation.DifferenceKind
GIVEN_UP = set(_KINDS) - {_KINDS.NONE, _KINDS.FX}  # what is told by why it was given up


@dataclass(frozen=True, slots=True)
class Settlement:
    """One allocation seen from one side; `amount` is in the currency of both documents."""

    day: datetime.date
    kind: Text
    title: str
    url: str
    amount: Decimal
    currency: str

    def link(self) -> ChainLink:
        """Return it as a step of the chain of documents."""
        return ChainLink(self.kind, self.title, self.url)


def settlements_of(entry_id: int | None) -> list[Settlement]:
    """Return the allocations in force of an entry's lines, oldest first; one statement."""
    if entry_id is None:
        return []
    mine = Q(debit_line__entry_id=entry_id) | Q(credit_line__entry_id=entry_id)
    rows = Allocation.objects.filter(mine, reverses=None, reversal=None).select_related(
        "debit_line__entry__series",
        "debit_line__entry__invoice",
        "debit_line__entry__payment",
        "debit_line__entry__bill",
        "debit_line__entry__billpayment",
        "credit_line__entry__series",
        "credit_line__entry__invoice",
        "credit_line__entry__payment",
        "credit_line__entry__bill",
        "credit_line__entry__billpayment",
    )
    return [_settlement(row, entry_id) for row in rows.order_by("allocation_date", "pk")]


def settlements_table(settlements: list[Settlement], empty_text: Text) -> Table:
    """Return what settled a document as a table."""
    return Table(
        _("Settled by"),
        (Head(_("Date")), Head(_("By")), Head(_("Amount"), is_number=True)),
        tuple(
            (
                Value(formats.day(each.day)),
                Value(f"{each.kind} {each.title}", each.url),
                Value(formats.money(each.amount, each.currency)),
            )
            for each in settlements
        ),
        empty_text=empty_text,
    )


def _settlement(row: Allocation, entry_id: int) -> Settlement:
    other = row.credit_line if row.debit_line.entry_id == entry_id else row.debit_line
    kind, title, url = _document(other.entry)
    if row.difference_kind in GIVEN_UP:
        kind = row.get_difference_kind_display()
    return Settlement(row.allocation_date, kind, title, url, row.amount, row.currency)


def _document(entry: JournalEntry) -> tuple[Text, str, str]:
    if payment := getattr(entry, "payment", None):
        address = reverse("staff:payment", args=[payment.public_id])
        return payment.get_direction_display(), payment.number, address
    if invoice := getattr(entry, "invoice", None):
        address = reverse("staff:invoice", args=[invoice.public_id])
        return invoice.get_type_display(), invoice.number or "", address
    if paid := getattr(entry, "billpayment", None):
        return _("Payment"), paid.number, reverse("staff:bill_payment", args=[paid.public_id])
    if bill := getattr(entry, "bill", None):
        return bill.get_type_display(), bill.number, reverse("staff:bill", args=[bill.public_id])
    return _("Entry"), entry.label, reverse("staff:entry", args=[entry.public_id])
