"""How invoices stand: open, overdue, paid, credited; and what settled them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import (
    Case,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextChoices,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounting.ledger.entries import Allocation, OpenItem
from accounting.ledger.models import Account
from accounting.receivables.models import Invoice, Payment

ZERO = Decimal(0)


class InvoiceState(TextChoices):
    """How an invoice stands, in the words the customer reads."""

    DRAFT = "DRAFT", _("Draft")
    OPEN = "OPEN", _("Open")
    PARTLY_PAID = "PARTLY_PAID", _("Partly paid")
    OVERDUE = "OVERDUE", _("Overdue")
    PAID = "PAID", _("Paid")
    CREDITED = "CREDITED", _("Credited")


@dataclass(frozen=True, slots=True)
class InvoiceStanding:
    """
    How one document stands on a day; amounts in its currency.

    `open_amount` is what the customer still owes of it, or for a credit note what is not used up.
    `next_due_date` is the first due date still open, `overdue_days` how long that has passed,
    `paid_date` the day the last of it was settled.
    """

    invoice_id: int
    state: InvoiceState
    open_amount: Decimal
    next_due_date: datetime.date | None
    overdue_days: int
    paid_date: datetime.date | None


@dataclass(frozen=True, slots=True)
class AppliedAmount:
    """One thing that settled a part of an invoice: a payment, a credit note, a difference."""

    date: datetime.date
    kind: str
    number: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class SettledInvoice:
    """One invoice that a payment settled, with the amount in the invoice's currency."""

    invoice_id: int
    number: str
    currency: str
    gross: Decimal
    amount: Decimal


def invoice_standings(
    invoices: Iterable[Invoice], *, today: datetime.date
) -> dict[int, InvoiceStanding]:
    """Return how each of these documents stands, by id and by two statements."""
    invoices = list(invoices)
    entries = [invoice.journal_entry_id for invoice in invoices if invoice.journal_entry_id]
    rows = (
        _claims(OpenItem.objects.filter(entry_id__in=entries))
        .values("entry_id")
        .annotate(
            left=Sum("open_amount"),
            next_due=Min("due_date", filter=Q(open_amount__gt=0)),
            settled=Max("settled_date"),
        )
    )
    found = {row["entry_id"]: (row["left"], row["next_due"], row["settled"]) for row in rows}
    credit_notes = Invoice.objects.filter(
        corrects__in=invoices, type=Invoice.Type.CREDIT_NOTE, status=Invoice.Status.ISSUED
    )
    sums = credit_notes.values("corrects_id").annotate(gross=Sum("gross")).order_by()
    credited = {row["corrects_id"]: row["gross"] for row in sums}
    return {
        invoice.pk: _standing(
            invoice,
            found.get(invoice.journal_entry_id or 0, (ZERO, None, None)),
            credited.get(invoice.pk, ZERO),
            today,
        )
        for invoice in invoices
    }


def with_open_amount(invoices: "QuerySet[Invoice]") -> "QuerySet[Invoice]":
    """Annotate invoices with `open_amount`, what is left of each, for lists that sort by it."""
    items = _claims(OpenItem.objects.filter(entry_id=OuterRef("journal_entry_id")))
    left = items.order_by().values("entry_id").annotate(left=Sum("open_amount")).values("left")
    return invoices.annotate(open_amount=Coalesce(Subquery(left), ZERO))


def still_open(invoices: "QuerySet[Invoice]") -> "QuerySet[Invoice]":
    """Keep the documents of which something is open."""
    return invoices.filter(Exists(_open_of_invoice()))


def overdue(invoices: "QuerySet[Invoice]", *, today: datetime.date) -> "QuerySet[Invoice]":
    """Keep the invoices of which something was due before `today` and is open."""
    late = _open_of_invoice().filter(due_date__lt=today, is_debit=True)
    return invoices.filter(Exists(late))


def applied_amounts(invoice: Invoice) -> list[AppliedAmount]:
    """
    Return what settled an invoice and still does, oldest first.

    `kind` is PAYMENT, CREDIT_NOTE, or the kind of a difference.
    """
    rows = (
        Allocation.objects.filter(
            debit_line__entry_id=invoice.journal_entry_id, reverses=None, reversal=None
        )
        .order_by("allocation_date", "pk")
        .values_list(
            "allocation_date",
            "difference_kind",
            "credit_line__entry__invoice__number",
            "credit_line__entry__payment__number",
            "amount",
        )
    )
    return [
        AppliedAmount(day, _kind(kind, note, payment), note or payment or "", amount)
        for day, kind, note, payment, amount in rows
    ]


def settled_invoices(payment: Payment) -> list[SettledInvoice]:
    """Return what a payment settled and still settles, in the order of the invoices' numbers."""
    amounts = dict(
        Allocation.objects.filter(credit_line__entry_id=payment.journal_entry_id)
        .values("debit_line__entry_id")
        .annotate(amount=Sum(Case(When(reverses=None, then=F("amount")), default=-F("amount"))))
        .values_list("debit_line__entry_id", "amount")
    )
    invoices = Invoice.objects.filter(journal_entry_id__in=amounts).order_by("issue_date", "pk")
    return [
        SettledInvoice(invoice.pk, invoice.number or "", invoice.currency, invoice.gross or ZERO, amount)
        for invoice in invoices
        if invoice.journal_entry_id is not None and (amount := amounts[invoice.journal_entry_id])
    ]


def _claims(items: "QuerySet[OpenItem]") -> "QuerySet[OpenItem]":
    """Leave out what an invoice used up of advances: it is no claim on the customer."""
    return items.filter(account__control_kind=Account.ControlKind.RECEIVABLE)


def _open_of_invoice() -> "QuerySet[OpenItem]":
    items = OpenItem.objects.filter(entry_id=OuterRef("journal_entry_id"), open_amount__gt=0)
    return _claims(items)


def _kind(kind: str, note: str | None, payment: str | None) -> str:
    if kind not in (Allocation.DifferenceKind.NONE, Allocation.DifferenceKind.FX):
        return kind
    if note:
        return "CREDIT_NOTE"
    return "PAYMENT" if payment else "OTHER"


def _standing(
    invoice: Invoice,
    found: tuple[Decimal, datetime.date | None, datetime.date | None],
    credited: Decimal,
    today: datetime.date,
) -> InvoiceStanding:
    open_amount, due_date, settled = found
    paid_date = None if open_amount else settled
    is_claim = invoice.type != Invoice.Type.CREDIT_NOTE
    overdue_days = max((today - due_date).days, 0) if due_date and is_claim else 0
    state = _state(invoice, open_amount, credited, overdue_days)
    return InvoiceStanding(invoice.pk, state, open_amount, due_date, overdue_days, paid_date)


def _state(invoice: Invoice, open_amount: Decimal, credited: Decimal, overdue_days: int) -> InvoiceState:
    if invoice.status == Invoice.Status.DRAFT:
        return InvoiceState.DRAFT
    if not open_amount:
        is_credited = invoice.gross is not None and credited >= invoice.gross
        return InvoiceState.CREDITED if is_credited else InvoiceState.PAID
    if overdue_days:
        return InvoiceState.OVERDUE
    return InvoiceState.OPEN if open_amount == invoice.payable else InvoiceState.PARTLY_PAID
