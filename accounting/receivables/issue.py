"""What issuing an invoice will write, computed before anything is written. Pure."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounting.ledger.posting import EntryDraft
from accounting.ledger.terms import Installment, installments
from accounting.receivables import snapshot
from accounting.receivables.facts import CompanyFacts, InvoiceFacts
from accounting.receivables.invoice_postings import (
    InvoicePostings,
    IssueDay,
    PostedTax,
    Released,
    ReleasedPart,
)
from accounting.receivables.models import Invoice
from accounting.receivables.posting import Posting, to_base
from accounting.receivables.refusals import InvoiceAsksNothing, InvoiceIncomplete
from accounting.receivables.totals import Terms, Totals, totals_of
from accounting.taxes.calculation import Taxation
from accounting.taxes.models import TaxCategory
from accounting.taxes.operations import TaxRecord
from erp.money import Money

NEEDS_BUYER_NUMBER = (TaxCategory.AE, TaxCategory.K)


@dataclass(frozen=True, slots=True)
class Issue:
    """Everything that issuing one invoice writes; `released` names the lines that use up receipts."""

    facts: InvoiceFacts
    totals: Totals
    draft: EntryDraft
    taxes: tuple[PostedTax, ...]
    released: tuple[tuple[int, ReleasedPart], ...]
    tax_point: datetime.date
    frozen: dict[str, Any]

    @property
    def reverses_entry_id(self) -> int | None:
        """The entry that it undoes as a whole: a cancellation of all that was invoiced is a reversal."""
        facts = self.facts
        original = facts.corrects
        if original is None or facts.invoice.reason != Invoice.Reason.CANCELLATION:
            return None
        whole = original.credited == 0 and self.totals.tax.gross.amount == original.gross
        is_sale = (
            facts.invoice.type == Invoice.Type.CREDIT_NOTE and original.type == Invoice.Type.INVOICE
        )
        return original.journal_entry_id if whole and is_sale else None


def plan_issue(
    facts: InvoiceFacts,
    company: CompanyFacts,
    day: IssueDay,
    released: Mapping[int, Released] | None = None,
) -> Issue:
    """
    Return what issuing writes; `released` tells of each deduction what it was worth when received.

    :raises InvoiceAsksNothing: if the invoice does not come to an amount above zero
    :raises InvoiceIncomplete: if it lacks what law or customer want on it
    :raises NoTaxRate: if a tax code has no rate on the tax point
    """
    invoice = facts.invoice
    tax_point, reason = tax_point_of(invoice, day.date)
    totals = invoice_totals(facts, company, tax_point)
    buyer = snapshot.buyer(facts, day.date)
    _check(facts, totals, buyer)
    due = installments_of(invoice, company, totals.payable, day.date)
    postings = InvoicePostings(facts, company, totals, day)
    postings.add(due, released or {})
    frozen = {
        **snapshot.seller(company, invoice.currency, tax_point),
        **buyer,
        **_amounts(totals),
        **_terms(facts, due, day),
        "tax_point_date": tax_point,
        "tax_point_reason": reason,
    }
    issue = Issue(
        facts,
        totals,
        _entry_draft(facts, postings.all, day.date),
        tuple(postings.taxes),
        tuple(postings.released),
        tax_point,
        frozen,
    )
    if issue.reverses_entry_id is not None and facts.corrects:
        # The mirror of the invoice: what it deducted and rounded is undone with it.
        frozen |= {
            "payable": facts.corrects.payable,
            "cash_rounding": facts.corrects.cash_rounding,
        }
    return issue


def tax_point_of(invoice: Invoice, issue_date: datetime.date) -> tuple[datetime.date, str]:
    """
    Return the day that chooses the rate, with its reason (UNTDID 2475): 35 delivery, 3 date of issue.

    VAT directive art. 63: the tax is chargeable when the goods or services are supplied. The tax on an
    advance falls due by its receipt (art. 65); until then the day of its invoice stands.
    """
    if invoice.type != Invoice.Type.ADVANCE:
        supplied = invoice.supply_date or invoice.service_end_date
        if supplied:
            return supplied, "35"
    return issue_date, "3"


def invoice_totals(facts: InvoiceFacts, company: CompanyFacts, tax_point: datetime.date) -> Totals:
    """Return what the invoice comes to with the rates of its tax point."""
    invoice = facts.invoice
    known: dict[tuple[int, datetime.date], Taxation] = {}

    def taxation(tax_code_id: int, day: datetime.date) -> Taxation:
        key = (tax_code_id, day)
        if key not in known:
            known[key] = company.tax_codes[tax_code_id].taxation(day)
        return known[key]

    terms = Terms(
        invoice.currency,
        company.company.tax_rounding,
        tax_point,
        prices_include_tax=invoice.prices_include_tax,
        cash_rounding_step=invoice.cash_rounding_step,
    )
    return totals_of(
        terms,
        lines=facts.lines,
        charges=facts.charges,
        deductions=() if invoice.type == Invoice.Type.CREDIT_NOTE else facts.deductions,
        taxation=taxation,
    )


def installments_of(
    invoice: Invoice, company: CompanyFacts, payable: Money, day: datetime.date
) -> tuple[Installment, ...]:
    """Return what falls due when; a credit note counts at once, and nothing is due of nothing."""
    if not payable:
        return ()
    is_credit_note = invoice.type == Invoice.Type.CREDIT_NOTE
    steps = () if is_credit_note else company.terms.get(invoice.payment_term_id, ())
    return installments(steps, day, payable)


def tax_records(issue: Issue, company: CompanyFacts, entry_id: int) -> list[TaxRecord]:
    """Return the tax lines of the entry that was posted for `issue`."""
    invoice, base_currency = issue.facts.invoice, company.company.base_currency
    rate = issue.frozen["tax_exchange_rate"]
    records = []
    for tax in issue.taxes:
        code = company.tax_codes[tax.share.taxation.tax_code_id]
        registration = snapshot.registration_on(
            company.registrations, code.jurisdiction, issue.tax_point
        )
        records.append(
            TaxRecord(
                company_id=invoice.company_id,
                entry_id=entry_id,
                line_no=tax.line_no,
                tax_code_id=code.id,
                category=code.category,
                exemption_code=code.exemption_code,
                rate_percent=tax.share.taxation.rate_percent,
                currency=invoice.currency,
                currency_base=tax.share.base.amount,
                currency_tax=tax.share.tax.amount,
                base=tax.base_net.amount,
                tax=tax.base_tax.amount,
                tax_currency=base_currency,
                tax_currency_base=to_base(tax.share.base, rate, base_currency).amount,
                tax_currency_tax=to_base(tax.share.tax, rate, base_currency).amount,
                registration_country=registration.country if registration else code.jurisdiction[:2],
                registration_number=registration.number if registration else "",
                tax_point_date=issue.tax_point,
                return_period=f"{return_day(issue):%Y-%m}",
            )
        )
    return records


def return_day(issue: Issue) -> datetime.date:
    """
    Return the day whose period the tax is returned in: the tax point, but a credit note counts when it
    is issued (VAT directive art. 90).
    """
    is_credit_note = issue.facts.invoice.type == Invoice.Type.CREDIT_NOTE
    day: datetime.date = issue.frozen["issue_date"]
    return day if is_credit_note else issue.tax_point


def _check(facts: InvoiceFacts, totals: Totals, buyer: Mapping[str, str]) -> None:
    if totals.tax.gross.amount <= 0 or totals.payable.amount < 0:
        raise InvoiceAsksNothing(_("An invoice asks for an amount above zero."))
    if facts.requires_order_number and not facts.invoice.customer_order_number:
        raise InvoiceIncomplete(_("This customer wants an order number of their own on each invoice."))
    if buyer["buyer_tax_number"]:
        return
    if any(item.taxation.category in NEEDS_BUYER_NUMBER for item in totals.items):
        raise InvoiceIncomplete(
            _("Reverse charge and intra-Community supplies need the customer's tax number.")
        )


def _amounts(totals: Totals) -> dict[str, Decimal]:
    return {
        "net": totals.tax.net.amount,
        "tax": totals.tax.tax.amount,
        "gross": totals.tax.gross.amount,
        "cash_rounding": totals.cash_rounding.amount,
        "payable": totals.payable.amount,
    }


def _terms(facts: InvoiceFacts, due: Sequence[Installment], day: IssueDay) -> dict[str, Any]:
    language = snapshot.language_of(facts)
    return {
        "language": language,
        "terms_text": snapshot.terms_text(facts.invoice, due, day.date, language),
        "installments": [_installment_row(each) for each in due],
        "due_date": due[0].due_date if due else day.date,
        "issue_date": day.date,
        "posting_date": day.date,
        "exchange_rate": day.exchange_rate,
        "tax_exchange_rate": day.tax_exchange_rate,
    }


def _installment_row(installment: Installment) -> dict[str, str | None]:
    discount_date = installment.discount_date
    return {
        "due_date": installment.due_date.isoformat(),
        "amount": str(installment.amount.amount),
        "discount_percent": str(installment.discount_percent),
        "discount_date": discount_date.isoformat() if discount_date else None,
    }


def _entry_draft(facts: InvoiceFacts, postings: Sequence[Posting], day: datetime.date) -> EntryDraft:
    invoice = facts.invoice
    return EntryDraft(
        company_id=invoice.company_id,
        journal_code=facts.journal_code,
        entry_date=day,
        document_date=day,
        source=f"invoice:{invoice.pk}:issue",
        narration=f"invoice:{invoice.pk}",
        external_reference=invoice.external_reference or "",
        lines=[posting.line(invoice.branch_id) for posting in postings],
    )
