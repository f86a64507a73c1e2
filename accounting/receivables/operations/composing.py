"""Drafts are composed here from what the caller says and what the company's books know, then saved."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
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
from accounting.receivables.refusals import InvoiceIncomplete, NotOfThisCustomer
from accounting.receivables.totals import Terms, Totals, totals_of
from accounting.taxes.calculation import Taxation
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


@dataclass(frozen=True, slots=True)
class Paper:
    """A draft with everything on it, not saved yet."""

    invoice: Invoice
    lines: Sequence[InvoiceLine]
    charges: Sequence[InvoiceCharge]
    deductions: Sequence[AdvanceDeduction]
    totals: Totals


class Desk:
    """
    What composing drafts of one company must know, read by a fixed number of statements.

    `today` chooses the rates of drafts that name no day of supply.
    """

    def __init__(
        self,
        company_id: int,
        drafts: Sequence[InvoiceDraft],
        accounts: Mapping[int, CustomerAccount],
        today: datetime.date,
    ) -> None:
        self.accounts, self.today = accounts, today
        given = list(accounts.values())
        self.company: CompanyFacts = company_facts(company_id)
        journals = Journal.objects.filter(
            company_id=company_id, code__in={_journal_code(draft) for draft in drafts}
        )
        self.journals = {journal.code: journal for journal in journals}
        term_ids = {draft.payment_term_id for draft in drafts if draft.payment_term_id}
        term_ids |= {account.payment_term_id for account in given}
        terms = PaymentTerm.objects.filter(company_id=company_id, pk__in=term_ids)
        self.term_ids = set(terms.values_list("pk", flat=True))
        known = Account.objects.filter(
            Q(pk__in=_wanted_accounts(drafts)) | Q(purpose__in=["sales", "freight"]),
            company_id=company_id,
            is_postable=True,
            control_kind=Account.ControlKind.NONE,
        )
        self.purposes = dict(known.values_list("pk", "purpose"))

    def compose(self, draft: InvoiceDraft, invoice: Invoice) -> Paper:
        """
        Fill the invoice from the draft, with lines, charges, deductions and a preview of its totals.

        :raises NotOfThisCustomer: if an account, tax code, term or advance belongs to another company
        :raises InvoiceIncomplete: if neither line nor customer names a tax code
        """
        account = self.accounts[draft.customer_account_id]
        self._fill(invoice, account, draft)
        lines = [
            self._line(invoice, account, line, line_no)
            for line_no, line in enumerate(draft.lines, start=1)
        ]
        charges = [self._charge(account, charge) for charge in draft.charges]
        self._check_company(invoice, lines, charges)
        deductions: list[AdvanceDeduction] = []
        if draft.advance_ids:
            undeducted = self._reckon(invoice, lines, charges, ())
            deductions = deductions_of(invoice, draft, undeducted.tax.gross.amount)
        totals = self._reckon(invoice, lines, charges, deductions)
        _preview(invoice, totals, lines, charges)
        return Paper(invoice, lines, charges, deductions, totals)

    def _fill(self, invoice: Invoice, account: CustomerAccount, draft: InvoiceDraft) -> None:
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
        code = _journal_code(draft)
        if code not in self.journals:
            raise Journal.DoesNotExist(code)
        invoice.journal = self.journals[code]

    def _line(
        self, invoice: Invoice, account: CustomerAccount, draft: LineDraft, line_no: int
    ) -> InvoiceLine:
        return InvoiceLine(
            company_id=invoice.company_id,
            branch_id=invoice.branch_id,
            party_id=invoice.party_id,
            line_no=line_no,
            tax_code_id=_tax_code_id(account, draft),
            revenue_account_id=draft.revenue_account_id or self._account_id("sales"),
            **{name: getattr(draft, name) for name in LINE_COPIED},
        )

    def _charge(self, account: CustomerAccount, draft: ChargeDraft) -> InvoiceCharge:
        return InvoiceCharge(
            kind=draft.kind,
            description=draft.description,
            amount=draft.amount,
            tax_code_id=_tax_code_id(account, draft),
            account_id=draft.account_id or self._account_id("freight"),
            sales_class=draft.sales_class,
        )

    def _account_id(self, purpose: str) -> int:
        for account_id, its_purpose in self.purposes.items():
            if its_purpose == purpose:
                return account_id
        return account_for(self.company.company.id, purpose).pk

    def _check_company(
        self, invoice: Invoice, lines: Sequence[InvoiceLine], charges: Sequence[InvoiceCharge]
    ) -> None:
        """Refuse what belongs to another company, and accounts that only operations may post to."""
        account_ids = {line.revenue_account_id for line in lines} | {row.account_id for row in charges}
        codes = {line.tax_code_id for line in lines} | {charge.tax_code_id for charge in charges}
        if (
            account_ids - self.purposes.keys()
            or codes - self.company.tax_codes.keys()
            or invoice.payment_term_id not in self.term_ids
        ):
            raise NotOfThisCustomer(_("An account, tax code or payment term is not of this company."))

    def _reckon(
        self,
        invoice: Invoice,
        lines: Sequence[InvoiceLine],
        charges: Sequence[InvoiceCharge],
        deductions: Sequence[AdvanceDeduction],
    ) -> Totals:
        def taxation(tax_code_id: int, day: datetime.date) -> Taxation:
            return self.company.tax_codes[tax_code_id].taxation(day)

        terms = Terms(
            invoice.currency,
            self.company.company.tax_rounding,
            invoice.supply_date or invoice.service_end_date or self.today,
            prices_include_tax=invoice.prices_include_tax,
            cash_rounding_step=invoice.cash_rounding_step,
        )
        # What a credit note gives back of an advance is part of it, not taken off.
        taken_off = () if invoice.type == Invoice.Type.CREDIT_NOTE else deductions
        return totals_of(terms, lines=lines, charges=charges, deductions=taken_off, taxation=taxation)


def save_rows(papers: Sequence[Paper]) -> None:
    """Save what stands on drafts that are saved themselves, by one statement per table."""
    for paper in papers:
        rows: tuple[InvoiceLine | InvoiceCharge | AdvanceDeduction, ...] = (
            *paper.lines,
            *paper.charges,
            *paper.deductions,
        )
        for row in rows:
            row.invoice = paper.invoice
    InvoiceLine.objects.bulk_create(line for paper in papers for line in paper.lines)
    InvoiceCharge.objects.bulk_create(charge for paper in papers for charge in paper.charges)
    AdvanceDeduction.objects.bulk_create(row for paper in papers for row in paper.deductions)
    InvoiceTax.objects.bulk_create(
        row for paper in papers for row in breakdown_rows(paper.invoice, paper.totals)
    )


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


def _journal_code(draft: InvoiceDraft) -> str:
    return draft.journal_code or JOURNALS[Invoice.Type(draft.type)]


def _wanted_accounts(drafts: Sequence[InvoiceDraft]) -> set[int]:
    named = {line.revenue_account_id for draft in drafts for line in draft.lines}
    named |= {charge.account_id for draft in drafts for charge in draft.charges}
    return {account_id for account_id in named if account_id is not None}


def _tax_code_id(account: CustomerAccount, draft: LineDraft | ChargeDraft) -> int:
    tax_code_id = draft.tax_code_id or account.default_tax_code_id
    if tax_code_id is None:
        raise InvoiceIncomplete(_("Neither the line nor the customer names a tax code."))
    return tax_code_id


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


def deductions_of(invoice: Invoice, draft: InvoiceDraft, gross: Decimal) -> list[AdvanceDeduction]:
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
