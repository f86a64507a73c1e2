"""Payments of customers, each on its day, settling the invoice it names."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from accounting.receivables.models import CustomerAccount, Invoice, Payment
from accounting.receivables.operations.payments import record_payments
from accounting.receivables.payment_drafts import RECEIPT_JOURNAL, AllocationDraft, PaymentDraft
from crm.intake import fields
from crm.intake.desk import Counts, Desk, Kind
from crm.intake.fields import Field, text
from crm.intake.records import Record
from crm.sales.numbers import by_series
from erp.money import Money

PAYMENT_FIELDS = (
    Field("reference", text(57), is_required=True),
    Field("date", fields.date, is_required=True),
    Field("value_date", fields.date),
    Field("amount", fields.positive, is_required=True),
    Field("invoice", text(80)),
    Field("customer", text(20)),
    Field("method", text(14), default=Payment.Method.TRANSFER.value),
)


def book_payments(desk: Desk, records: Sequence[Record], _lines: Sequence[Record]) -> Counts:
    """
    Record each payment by its reference; without an invoice it stays on the customer's account.

    An invoice is named by our number or by the one it was taken over with. Known references stay.
    """
    invoices = _invoices(desk, records)
    customers = {
        account.number: account for account in CustomerAccount.objects.filter(company=desk.company)
    }
    drafts = [_draft(desk, record, invoices, customers) for record in records]
    seen: set[str] = set()
    for record in records:
        if record.text("reference") in seen:
            desk.wrong(record, "reference", _("The payment is in the file twice."))
        seen.add(record.text("reference"))
    desk.stop_if_wrong()
    ready = [draft for draft in drafts if draft is not None]
    taken = Payment.objects.filter(company=desk.company, key__in=[draft.key for draft in ready])
    known = set(taken.values_list("key", flat=True))
    new = [draft for draft in ready if draft.key not in known]
    _record(desk, sorted(new, key=lambda one: one.booked_date))
    return Counts(len(ready) - len(known), len(known))


PAYMENTS = Kind("payments", PAYMENT_FIELDS, book_payments)


def _record(desk: Desk, drafts: Sequence[PaymentDraft]) -> None:
    by_key = {draft.key: draft for draft in drafts}
    days = {key: draft.booked_date for key, draft in by_key.items()}
    for block in by_series(company_id=desk.company.pk, code=RECEIPT_JOURNAL, days=days):
        record_payments(desk.scope, drafts=[by_key[key] for key in block])


def _invoices(desk: Desk, records: Sequence[Record]) -> dict[str, Invoice]:
    named = {record.text("invoice") for record in records} - {""}
    found = Invoice.objects.filter(
        Q(external_reference__in=named) | Q(number__in=named),
        company=desk.company,
        status=Invoice.Status.ISSUED,
    )
    by_name: dict[str, Invoice] = {}
    for invoice in found.select_related("customer_account"):
        for name in (invoice.number, invoice.external_reference):
            if name:
                by_name[name] = invoice
    return by_name


def _draft(
    desk: Desk,
    record: Record,
    invoices: Mapping[str, Invoice],
    customers: Mapping[str, CustomerAccount],
) -> PaymentDraft | None:
    invoice = invoices.get(record.text("invoice"))
    account = invoice.customer_account if invoice else customers.get(record.text("customer"))
    day = record.date("date")
    if record.text("invoice") and invoice is None:
        desk.wrong(record, "invoice", _("There is no issued invoice of this number."))
    elif account is None:
        desk.wrong(record, "customer", _("There is no customer of this number."))
    elif record.text("customer") and record.text("customer") != account.number:
        desk.wrong(record, "customer", _("The invoice is another customer's."))
    if record.text("method") not in Payment.Method.values:
        desk.wrong(
            record, "method", _("One of %(known)s.") % {"known": ", ".join(Payment.Method.values)}
        )
    if account is None or day is None:
        return None
    currency = invoice.currency if invoice else account.currency
    return PaymentDraft(
        customer_account_id=account.pk,
        amount=Money(record.number("amount") or Decimal(0), currency),
        booked_date=day,
        value_date=record.date("value_date"),
        key=f"import:{record.text('reference')}",
        allocations=[AllocationDraft(invoice.pk)] if invoice else [],
        branch_id=desk.branch.pk,
        method=record.text("method"),
        reference=record.text("reference"),
    )
