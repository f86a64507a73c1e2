"""Credit notes: what is given back of an invoice, as a whole or in part, and invoices written anew."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.receivables.advances import AdvanceReceipt
from accounting.receivables.drafts import ChargeDraft, InvoiceDraft, LineDraft
from accounting.receivables.models import Invoice, InvoiceCharge, InvoiceLine
from accounting.receivables.operations.drafting import draft_invoice
from accounting.receivables.operations.issuing import issue_invoice
from accounting.receivables.queries.advances import advance_remainders
from accounting.receivables.refusals import AdvanceUsed, CreditTooHigh, InvoiceNotIssued
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Refused


class NoReason(Refused):
    """A credit note says why."""

    code = "no_reason"


@dataclass(frozen=True, slots=True)
class CreditLine:
    """
    What is given back of one line: so much of its quantity, or so much of its price.

    With `unit_price` the price is lowered by it for `quantity`; without, the goods are taken back at
    their price.
    """

    line_no: int
    quantity: Decimal
    unit_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CreditDraft:
    """
    What is given back of an invoice and why; without lines all of it, charges included.

    The reason decides upward what happens to stock, net sales and royalties.
    """

    invoice_id: int
    reason: str
    lines: Sequence[CreditLine] | None = None
    with_charges: bool = False
    note: str = ""
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """An invoice taken back as a whole, and the draft that takes its place."""

    credit_note: Invoice
    draft: Invoice


@transaction.atomic
def credit_invoice(scope: Scope, *, credit: CreditDraft, issue_date: datetime.date) -> Invoice:
    """
    Issue a credit note for an invoice; it settles what is open of it, the rest stands to their credit.

    It bears the rates and exchange rate of the invoice. A whole credit for CANCELLATION is posted as
    the reversal of the invoice's entry (Generalumkehr where the company uses storno). Locks: as
    `issue_invoice`, which it calls.

    :raises AccessDenied: if `scope` may not credit invoices
    :raises InvoiceNotIssued: if it is a draft or a credit note
    :raises CreditTooHigh: if more would be given back than was invoiced
    :raises AdvanceUsed: if it is an advance that an invoice has deducted
    """
    invoice = _locked(scope, credit.invoice_id)
    if not credit.reason:
        raise NoReason(_("Say why it is credited."))
    draft = _credit_draft(invoice, credit)
    note = draft_invoice(scope, draft=draft, today=issue_date)
    note = issue_invoice(scope, invoice_id=note.pk, issue_date=issue_date)
    audit.record(scope, "invoice.credited", invoice, number=invoice.number, credit_note=note.number)
    return note


@transaction.atomic
def reverse_invoice(
    scope: Scope, *, invoice_id: int, issue_date: datetime.date, note: str = ""
) -> Invoice:
    """
    Cancel an invoice as a whole, by a credit note that is the reversal of its entry.

    :raises Refused: as `credit_invoice`
    """
    credit = CreditDraft(invoice_id, Invoice.Reason.CANCELLATION, note=note)
    return credit_invoice(scope, credit=credit, issue_date=issue_date)


@transaction.atomic
def correct_invoice(
    scope: Scope, *, invoice_id: int, issue_date: datetime.date, note: str = ""
) -> Correction:
    """
    Take an invoice back as a whole and draft it anew, linked, in one act.

    :raises Refused: as `credit_invoice`
    """
    credit_note = reverse_invoice(scope, invoice_id=invoice_id, issue_date=issue_date, note=note)
    invoice = Invoice.objects.get(pk=invoice_id)
    advance_ids = invoice.deductions.order_by().values_list("advance_id", flat=True).distinct()
    again = replace(
        draft_of(invoice),
        corrects_id=invoice.pk,
        origin=f"invoice:{invoice.pk}:correction",
        advance_ids=tuple(advance_ids),
    )
    draft = draft_invoice(scope, draft=again, today=issue_date)
    return Correction(credit_note, draft)


def draft_of(invoice: Invoice) -> InvoiceDraft:
    """Return an invoice as a draft that says the same, without what is unique to it."""
    return InvoiceDraft(
        customer_account_id=invoice.customer_account_id,
        type=invoice.type,
        lines=[_line(line) for line in invoice.lines.order_by("line_no")],
        charges=[_charge(charge) for charge in invoice.charges.order_by("pk")],
        branch_id=invoice.branch_id,
        currency=invoice.currency,
        payment_term_id=invoice.payment_term_id,
        prices_include_tax=invoice.prices_include_tax,
        cash_rounding_step=invoice.cash_rounding_step,
        supply_date=invoice.supply_date,
        service_start_date=invoice.service_start_date,
        service_end_date=invoice.service_end_date,
        customer_order_number=invoice.customer_order_number,
        buyer_reference=invoice.buyer_reference,
        note=invoice.note,
        sold_to_id=invoice.sold_to_id,
        ship_to_id=invoice.ship_to_id,
        payer_id=invoice.payer_id,
    )


def _locked(scope: Scope, invoice_id: int) -> Invoice:
    invoice = Invoice.objects.select_for_update(of=["self"]).get(pk=invoice_id)
    require(scope, "accounting.credit_invoice", invoice)
    if invoice.status != Invoice.Status.ISSUED or invoice.type == Invoice.Type.CREDIT_NOTE:
        raise InvoiceNotIssued(_("Only an issued invoice can be credited."))
    return invoice


def _credit_draft(invoice: Invoice, credit: CreditDraft) -> InvoiceDraft:
    whole = draft_of(invoice)
    supplied = invoice.supply_date or invoice.service_end_date
    draft = replace(
        whole,
        type=Invoice.Type.CREDIT_NOTE,
        corrects_id=invoice.pk,
        reason=credit.reason,
        note=credit.note,
        origin=credit.origin,
        # The rates of the invoice: where it names no day of supply they hung on the day of its issue.
        supply_date=invoice.supply_date if supplied else invoice.tax_point_date,
        advance_ids=_credited_advance(invoice, credit),
    )
    if credit.lines is None:
        return draft
    lines = {line.line_no: line for line in invoice.lines.all()}
    missing = [each.line_no for each in credit.lines if each.line_no not in lines]
    if missing:
        raise CreditTooHigh(_("The invoice has no line %(line)s.") % {"line": missing[0]})
    return replace(
        draft,
        lines=[_credited(lines[each.line_no], each) for each in credit.lines],
        charges=whole.charges if credit.with_charges else (),
        cash_rounding_step=Decimal(0),
    )


def _credited_advance(invoice: Invoice, credit: CreditDraft) -> tuple[int, ...]:
    """Return the advance whose receipts the credit note gives back, if it credits one that was paid."""
    if invoice.type != Invoice.Type.ADVANCE:
        return ()
    receipts = AdvanceReceipt.objects.filter(advance=invoice, reverses=None, reversal=None)
    received = sum(receipts.values_list("net", flat=True), start=Decimal(0))
    left = sum((each.open_net for each in advance_remainders([invoice.pk])), start=Decimal(0))
    if credit.lines is not None or left != received:
        raise AdvanceUsed(_("An advance is credited as a whole, before an invoice deducts it."))
    return (invoice.pk,) if received else ()


def _credited(line: InvoiceLine, credit: CreditLine) -> LineDraft:
    if credit.quantity <= 0 or credit.quantity > abs(line.quantity):
        raise CreditTooHigh(
            _("Line %(line)s has %(quantity)s to give back.")
            % {"line": line.line_no, "quantity": line.quantity.normalize()}
        )
    quantity = credit.quantity if line.quantity > 0 else -credit.quantity
    draft = replace(_line(line), quantity=quantity)
    if credit.unit_price is None:
        return draft
    if credit.unit_price <= 0 or credit.unit_price > line.net_unit_price:
        raise CreditTooHigh(
            _("The price of line %(line)s was %(price)s.")
            % {"line": line.line_no, "price": line.net_unit_price.normalize()}
        )
    return replace(
        draft,
        gross_unit_price=credit.unit_price,
        allowance_percent=Decimal(0),
        allowance_reason="",
        price_trail="",
    )


def _line(line: InvoiceLine) -> LineDraft:
    return LineDraft(
        description=line.description,
        quantity=line.quantity,
        gross_unit_price=line.gross_unit_price,
        allowance_percent=line.allowance_percent,
        allowance_reason=line.allowance_reason,
        price_base_quantity=line.price_base_quantity,
        price_trail=line.price_trail,
        unit_code=line.unit_code,
        product_code=line.product_code,
        tax_code_id=line.tax_code_id,
        revenue_account_id=line.revenue_account_id,
        dimension_set_id=line.dimension_set_id,
        sales_class=line.sales_class,
        category=line.category,
        channel=line.channel,
        business_date=line.business_date,
        supply_date=line.supply_date,
        origin=line.origin,
    )


def _charge(charge: InvoiceCharge) -> ChargeDraft:
    return ChargeDraft(
        description=charge.description,
        amount=charge.amount,
        kind=charge.kind,
        tax_code_id=charge.tax_code_id,
        account_id=charge.account_id,
        sales_class=charge.sales_class,
    )
