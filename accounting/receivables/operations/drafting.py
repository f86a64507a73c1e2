"""Drafts of invoices: made, changed and thrown away while nobody outside has seen them."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.models import Account, Journal, PaymentTerm
from accounting.ledger.queries import account_for
from accounting.receivables.advances import AdvanceDeduction
from accounting.receivables.drafts import ChargeDraft, InvoiceDraft, LineDraft
from accounting.receivables.facts import CompanyFacts, company_facts
from accounting.receivables.models import (
    CustomerAccount,
    Invoice,
    InvoiceCharge,
    InvoiceLine,
    InvoiceTax,
)
from accounting.receivables.queries.advances import Remainder, advance_remainders
from accounting.receivables.refusals import InvoiceIncomplete, InvoiceNotDraft, NotOfThisCustomer
from accounting.receivables.totals import Terms, Totals, totals_of
from accounting.taxes.calculation import Taxation
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.money import MINOR_DIGITS

JOURNALS = {
    Invoice.Type.INVOICE: "SALES",
    Invoice.Type.CREDIT_NOTE: "CREDIT",
    Invoice.Type.ADVANCE: "ADVANCE",
}
COPIED = (
    *("type", "prices_include_tax", "cash_rounding_step", "supply_date", "service_start_date"),
    *("service_end_date", "customer_order_number", "buyer_reference", "note", "origin"),
    *("external_reference", "corrects_id", "reason"),
)
LINE_COPIED = (
    *("description", "quantity", "unit_code", "product_code", "gross_unit_price", "net_unit_price"),
    *("allowance_percent", "allowance_reason", "price_base_quantity", "price_trail", "sales_class"),
    *("category", "channel", "business_date", "supply_date", "dimension_set_id", "origin"),
)


@transaction.atomic
def draft_invoice(scope: Scope, *, draft: InvoiceDraft, today: datetime.date) -> Invoice:
    """
    Write a draft with a preview of its totals by the rates of its supply date, else of `today`.

    :raises AccessDenied: if `scope` may not add invoices for this customer
    :raises NotOfThisCustomer: if an account, tax code, term or advance belongs to another company
    :raises InvoiceIncomplete: if neither line nor customer names a tax code
    """
    account = _account(draft.customer_account_id)
    require(scope, "accounting.add_invoice", account)
    invoice = Invoice(created_by=scope.actor)
    _write(invoice, account, draft, today)
    audit.record(scope, "invoice.drafted", invoice)
    return invoice


@transaction.atomic
def update_draft(scope: Scope, *, invoice_id: int, draft: InvoiceDraft, today: datetime.date) -> Invoice:
    """
    Put `draft` in the place of what a draft says; the customer stays. Locks the invoice.

    :raises InvoiceNotDraft: if it was issued before
    :raises Refused: as `draft_invoice`
    """
    invoice = _locked_draft(scope, invoice_id)
    if draft.customer_account_id != invoice.customer_account_id:
        raise NotOfThisCustomer(_("A draft cannot pass to another customer."))
    for rows in (invoice.lines, invoice.charges, invoice.taxes, invoice.deductions):
        rows.all().delete()
    _write(invoice, _account(draft.customer_account_id), draft, today)
    audit.record(scope, "invoice.changed", invoice)
    return invoice


@transaction.atomic
def discard_draft(scope: Scope, *, invoice_id: int) -> None:
    """
    Throw a draft away; it never had a number. Locks the invoice.

    :raises InvoiceNotDraft: if it was issued before
    """
    invoice = _locked_draft(scope, invoice_id)
    audit.record(scope, "invoice.discarded", invoice)
    invoice.delete()


def _locked_draft(scope: Scope, invoice_id: int) -> Invoice:
    invoice = Invoice.objects.select_for_update(of=["self"]).get(pk=invoice_id)
    require(scope, "accounting.add_invoice", invoice)
    if invoice.status != Invoice.Status.DRAFT:
        raise InvoiceNotDraft(_("Invoice %(number)s was already issued.") % {"number": invoice.number})
    return invoice


def _account(customer_account_id: int) -> CustomerAccount:
    accounts = CustomerAccount.objects.select_related("company", "party")
    return accounts.get(pk=customer_account_id)


def _write(
    invoice: Invoice, account: CustomerAccount, draft: InvoiceDraft, today: datetime.date
) -> None:
    """Fill and save the invoice with lines, charges, deductions and the preview of its totals."""
    _fill(invoice, account, draft)
    lines = _lines(invoice, account, draft.lines)
    charges = _charges(invoice, account, draft.charges)
    company = company_facts(account.company_id, _tax_codes(lines, charges))
    _check_company(invoice, company, lines, charges)
    undeducted = _reckon(invoice, company, today, lines, charges, ())
    deductions = _deductions(invoice, draft, undeducted.tax.gross.amount)
    totals = _reckon(invoice, company, today, lines, charges, deductions)
    _preview(invoice, totals, lines, charges)
    invoice.save()
    rows: tuple[InvoiceLine | InvoiceCharge | AdvanceDeduction, ...] = (*lines, *charges, *deductions)
    for row in rows:
        row.invoice = invoice
    InvoiceLine.objects.bulk_create(lines)
    InvoiceCharge.objects.bulk_create(charges)
    AdvanceDeduction.objects.bulk_create(deductions)
    InvoiceTax.objects.bulk_create(breakdown_rows(invoice, totals))


def breakdown_rows(invoice: Invoice, totals: Totals) -> list[InvoiceTax]:
    """Return the tax breakdown of a document as rows that are not saved yet."""
    return [
        InvoiceTax(
            invoice=invoice,
            category=share.taxation.category,
            rate_percent=share.taxation.rate_percent,
            exemption_reason=share.taxation.exemption_reason,
            base=share.base.amount,
            tax=share.tax.amount,
        )
        for share in totals.tax.breakdown
    ]


def _fill(invoice: Invoice, account: CustomerAccount, draft: InvoiceDraft) -> None:
    for name in COPIED:
        setattr(invoice, name, getattr(draft, name))
    invoice.company_id, invoice.party_id = account.company_id, account.party_id
    invoice.customer_account = account
    invoice.branch_id = draft.branch_id or account.branch_id
    invoice.currency = draft.currency or account.currency
    invoice.payment_term_id = draft.payment_term_id or account.payment_term_id
    invoice.sold_to_id = draft.sold_to_id or account.party_id
    invoice.ship_to_id = draft.ship_to_id or account.party_id
    invoice.payer_id = draft.payer_id or account.party_id
    invoice.exchange_rate = draft.exchange_rate or Decimal(1)
    invoice.language = account.party.language
    code = draft.journal_code or JOURNALS[Invoice.Type(draft.type)]
    invoice.journal = Journal.objects.get(company_id=account.company_id, code=code)


def _lines(invoice: Invoice, account: CustomerAccount, drafts: Sequence[LineDraft]) -> list[InvoiceLine]:
    by_purpose = _default_account(invoice, "sales", (draft.revenue_account_id for draft in drafts))
    return [
        InvoiceLine(
            company_id=invoice.company_id,
            branch_id=invoice.branch_id,
            party_id=invoice.party_id,
            line_no=line_no,
            tax_code_id=_tax_code_id(account, draft),
            revenue_account_id=draft.revenue_account_id or by_purpose,
            **{name: getattr(draft, name) for name in LINE_COPIED},
        )
        for line_no, draft in enumerate(drafts, start=1)
    ]


def _charges(
    invoice: Invoice, account: CustomerAccount, drafts: Sequence[ChargeDraft]
) -> list[InvoiceCharge]:
    by_purpose = _default_account(invoice, "freight", (draft.account_id for draft in drafts))
    return [
        InvoiceCharge(
            kind=draft.kind,
            description=draft.description,
            amount=draft.amount,
            tax_code_id=_tax_code_id(account, draft),
            account_id=draft.account_id or by_purpose,
            sales_class=draft.sales_class,
        )
        for draft in drafts
    ]


def _default_account(invoice: Invoice, purpose: str, named: Iterable[int | None]) -> int:
    """Return the company's account for a purpose; 0, never used, if all drafts name their own."""
    if all(account_id is not None for account_id in named):
        return 0
    return account_for(invoice.company_id, purpose).pk


def _tax_codes(lines: Sequence[InvoiceLine], charges: Sequence[InvoiceCharge]) -> set[int]:
    return {line.tax_code_id for line in lines} | {charge.tax_code_id for charge in charges}


def _tax_code_id(account: CustomerAccount, draft: LineDraft | ChargeDraft) -> int:
    tax_code_id = draft.tax_code_id or account.default_tax_code_id
    if tax_code_id is None:
        raise InvoiceIncomplete(_("Neither the line nor the customer names a tax code."))
    return tax_code_id


def _check_company(
    invoice: Invoice,
    company: CompanyFacts,
    lines: Sequence[InvoiceLine],
    charges: Sequence[InvoiceCharge],
) -> None:
    """Refuse what belongs to another company, and accounts that only operations may post to."""
    account_ids = {line.revenue_account_id for line in lines} | {each.account_id for each in charges}
    accounts = Account.objects.filter(
        company_id=invoice.company_id,
        pk__in=account_ids,
        is_postable=True,
        control_kind=Account.ControlKind.NONE,
    )
    codes = _tax_codes(lines, charges)
    terms = PaymentTerm.objects.filter(company_id=invoice.company_id, pk=invoice.payment_term_id)
    if accounts.count() < len(account_ids) or codes - company.tax_codes.keys() or not terms.exists():
        raise NotOfThisCustomer(_("An account, tax code or payment term is not of this company."))


def _reckon(
    invoice: Invoice,
    company: CompanyFacts,
    today: datetime.date,
    lines: Sequence[InvoiceLine],
    charges: Sequence[InvoiceCharge],
    deductions: Sequence[AdvanceDeduction],
) -> Totals:
    tax_point = invoice.supply_date or invoice.service_end_date or today

    def taxation(tax_code_id: int, day: datetime.date) -> Taxation:
        return company.tax_codes[tax_code_id].taxation(day)

    terms = Terms(
        invoice.currency,
        company.company.tax_rounding,
        tax_point,
        prices_include_tax=invoice.prices_include_tax,
        cash_rounding_step=invoice.cash_rounding_step,
    )
    return totals_of(terms, lines=lines, charges=charges, deductions=deductions, taxation=taxation)


def _preview(
    invoice: Invoice,
    totals: Totals,
    lines: Sequence[InvoiceLine],
    charges: Sequence[InvoiceCharge],
) -> None:
    rows: Sequence[InvoiceLine | InvoiceCharge] = (*lines, *charges)
    for row, item, net in zip(rows, totals.items, totals.tax.nets, strict=True):
        row.rate_percent, row.net = item.taxation.rate_percent, net.amount
    invoice.net, invoice.tax = totals.tax.net.amount, totals.tax.tax.amount
    invoice.gross, invoice.payable = totals.tax.gross.amount, totals.payable.amount
    invoice.cash_rounding = totals.cash_rounding.amount


def _deductions(invoice: Invoice, draft: InvoiceDraft, gross: Decimal) -> list[AdvanceDeduction]:
    """Return what the advances take off: all that is left of them, but never more than the gross."""
    if not draft.advance_ids:
        return []
    advances = Invoice.objects.filter(
        pk__in=draft.advance_ids,
        customer_account_id=invoice.customer_account_id,
        currency=invoice.currency,
        type=Invoice.Type.ADVANCE,
    )
    if advances.count() < len(set(draft.advance_ids)):
        raise NotOfThisCustomer(_("An advance is not of this customer, or in another currency."))
    rows: dict[tuple[int, int, Decimal], AdvanceDeduction] = {}
    for remainder in advance_remainders(draft.advance_ids):
        net, tax = _affordable(remainder, gross)
        gross -= net + tax
        if net:
            key = (remainder.advance_id, remainder.tax_code_id, remainder.rate_percent)
            row = rows.setdefault(key, _deduction(key))
            row.net, row.tax = row.net + net, row.tax + tax
    return list(rows.values())


def _deduction(key: tuple[int, int, Decimal]) -> AdvanceDeduction:
    advance_id, tax_code_id, rate_percent = key
    return AdvanceDeduction(
        advance_id=advance_id,
        tax_code_id=tax_code_id,
        rate_percent=rate_percent,
        net=Decimal(0),
        tax=Decimal(0),
    )


def _affordable(remainder: Remainder, gross: Decimal) -> tuple[Decimal, Decimal]:
    net = remainder.open_net
    tax = remainder.tax_of(net)
    if net + tax <= gross:
        return net, tax
    unit = Decimal(1).scaleb(-MINOR_DIGITS.get(remainder.currency, 2))
    net = (gross * net / (net + tax)).quantize(unit, rounding="ROUND_DOWN")
    return net, remainder.tax_of(net)
