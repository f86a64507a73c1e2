"""Invoices of the past, issued here under our numbers; their own number stays as the reference."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.ledger.models import PaymentTerm
from accounting.receivables.drafts import InvoiceDraft, LineDraft
from accounting.receivables.models import CustomerAccount, Invoice
from accounting.receivables.operations.drafting import draft_invoices
from accounting.receivables.operations.issuing import issue_invoices_dated
from crm.intake import fields
from crm.intake.desk import Counts, Desk, Kind
from crm.intake.fields import Field, text
from crm.intake.records import Record
from crm.sales.numbers import by_series

ONE = Decimal(1)
INVOICE_FIELDS = (
    Field("number", text(80), is_required=True),
    Field("customer", text(20), is_required=True),
    Field("issue_date", fields.date, is_required=True),
    Field("due_date", fields.date),
    Field("supply_date", fields.date),
    Field("description", text(200), default="Taken over"),
    Field("quantity", fields.positive, default=ONE),
    Field("unit_price", fields.amount, is_required=True),
    Field("tax_code", text(20)),
    Field("category", text(80)),
    Field("customer_order_number", text(60)),
)
OF_THE_WHOLE = ("customer", "issue_date", "due_date", "supply_date", "customer_order_number")


def book_invoices(desk: Desk, records: Sequence[Record], _lines: Sequence[Record]) -> Counts:
    """
    Issue an invoice per number on the day it bears; rows of one number are its lines.

    A due date must be one that a payment term of the company gives. A number that is known stays.
    """
    rows: dict[str, list[Record]] = {}
    for record in records:
        rows.setdefault(record.text("number"), []).append(record)
    customers = {
        account.number: account for account in CustomerAccount.objects.filter(company=desk.company)
    }
    terms = _terms_by_delay(desk)
    drafts = {number: _draft(desk, number, lines, customers, terms) for number, lines in rows.items()}
    desk.stop_if_wrong()
    known = set(
        Invoice.objects.filter(
            company=desk.company, external_reference__in=list(rows), status=Invoice.Status.ISSUED
        ).values_list("external_reference", flat=True)
    )
    new = [number for number in rows if number not in known]
    if new:
        _issue(desk, [drafts[number] for number in new], [_day(rows[number]) for number in new])
    return Counts(len(new), len(known))


INVOICES = Kind("invoices", INVOICE_FIELDS, book_invoices)


def _issue(desk: Desk, drafts: Sequence[InvoiceDraft], days: Sequence[datetime.date]) -> None:
    drafted = draft_invoices(desk.scope, drafts=drafts, today=desk.today)
    dated = {invoice.pk: day for invoice, day in zip(drafted, days, strict=True)}
    for block in by_series(company_id=desk.company.pk, code="SALES", days=dated):
        issue_invoices_dated(desk.scope, days=block)


def _draft(
    desk: Desk,
    number: str,
    lines: Sequence[Record],
    customers: Mapping[str, CustomerAccount],
    terms: Mapping[int, int],
) -> InvoiceDraft:
    first = lines[0]
    for line in lines[1:]:
        for name in OF_THE_WHOLE:
            if line.values[name] != first.values[name]:
                words = _("Line %(line)s of the same invoice says something else.")
                desk.wrong(line, name, words % {"line": first.line})
    account = customers.get(first.text("customer"))
    if account is None:
        desk.wrong(first, "customer", _("There is no customer of this number."))
    return InvoiceDraft(
        customer_account_id=account.pk if account else 0,
        lines=[_line(desk, line, account) for line in lines],
        branch_id=desk.branch.pk,
        payment_term_id=_term_id(desk, first, terms),
        supply_date=first.date("supply_date"),
        customer_order_number=first.text("customer_order_number"),
        external_reference=number,
    )


def _line(desk: Desk, record: Record, account: CustomerAccount | None) -> LineDraft:
    tax_code_id = desk.tax_code_id(record)
    if account and tax_code_id is None and account.default_tax_code_id is None:
        desk.wrong(record, "tax_code", _("Neither the row nor the customer names a tax code."))
    return LineDraft(
        description=record.text("description"),
        quantity=record.number("quantity") or ONE,
        gross_unit_price=record.number("unit_price") or Decimal(0),
        tax_code_id=tax_code_id,
        category=record.text("category"),
        channel="IMPORT",
        business_date=record.date("issue_date"),
    )


def _terms_by_delay(desk: Desk) -> dict[int, int]:
    """Return the terms of one step by the days they give."""
    found: dict[int, int] = {}
    for term in PaymentTerm.objects.filter(company=desk.company).prefetch_related("steps"):
        steps = list(term.steps.all())
        if len(steps) == 1 and not steps[0].is_end_of_month and steps[0].fixed_day is None:
            found.setdefault(steps[0].delay_days, term.pk)
    return found


def _term_id(desk: Desk, record: Record, terms: Mapping[int, int]) -> int | None:
    due, issued = record.date("due_date"), record.date("issue_date")
    if due is None or issued is None:
        return None
    days = (due - issued).days
    if days not in terms:
        words = _("No payment term gives %(days)s days.")
        desk.wrong(record, "due_date", words % {"days": days})
    return terms.get(days)


def _day(lines: Sequence[Record]) -> datetime.date:
    day: datetime.date = lines[0].values["issue_date"]
    return day
