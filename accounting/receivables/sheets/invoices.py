"""
How an issued invoice, credit note or advance invoice is printed (VAT directive art. 226 and 230).

Everything comes from what was frozen on the document, so that a second print says the same.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounting.ledger.terms import Installment
from accounting.receivables import snapshot
from accounting.receivables.models import Invoice, InvoiceCharge, InvoiceLine
from accounting.receivables.posting import to_base
from accounting.receivables.refusals import InvoiceNotIssued
from accounting.receivables.sheets.units import printed_unit
from accounting.receivables.totals import charge_amount, line_amount
from accounting.taxes.models import TaxCategory
from erp import formats
from erp.documents.registry import Sheet
from erp.money import Money

KIND = "INVOICE"
PERMISSION = "accounting.view_invoice"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the facts beside the address: what it is, and what it says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of the table; amounts are net, or gross where prices include tax."""

    number: int
    description: str
    details: tuple[str, ...]
    quantity: str
    price: str
    rate: str
    amount: Money


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One row below the table; the last one of all is what is to be paid."""

    label: str
    amount: Money
    is_total: bool = False


def compose_invoice(record_id: int, language: str) -> Sheet:
    """
    Return the sheet of an issued document, in the active language; registered as "INVOICE".

    :raises InvoiceNotIssued: if it is a draft: what is not issued has no number and is no invoice
    """
    invoices = Invoice.objects.select_related("company", "corrects", "customer_account")
    invoice = invoices.get(pk=record_id)
    if invoice.status != Invoice.Status.ISSUED:
        raise InvoiceNotIssued(_("A draft is not printed: issue it first."))
    return Sheet(invoice, "invoice", values_of(invoice, language), f"{invoice.number}.pdf")


def values_of(invoice: Invoice, language: str) -> dict[str, Any]:
    """Return what the layout `documents/invoice.html` asks for."""
    company = invoice.company
    lines = list(invoice.lines.order_by("line_no"))
    charges = list(invoice.charges.order_by("pk"))
    contact = filter(None, (company.phone, company.email, company.website))
    return {
        "language": language,
        "title": title_of(invoice),
        "number": invoice.number or "",
        "seller_name": invoice.seller_name,
        "seller_address": invoice.seller_address,
        "seller_line": " · ".join([invoice.seller_name, *invoice.seller_address.splitlines()]),
        "seller_contact": " · ".join(contact),
        "recipient": "\n".join(filter(None, (invoice.buyer_name, invoice.buyer_address))),
        "ship_to": invoice.ship_to_address,
        "facts": list(_facts(invoice)),
        "lines": [_line(invoice, line) for line in lines],
        "charges": [_charge(invoice, charge) for charge in charges],
        "prices_include_tax": invoice.prices_include_tax,
        "totals": list(_totals(invoice)),
        "mentions": list(_mentions(invoice)),
        "terms": terms_of(invoice, language),
        "payment": list(_payment(invoice)),
        "note": invoice.note,
        "legal_lines": invoice.seller_legal_lines,
    }


def terms_of(invoice: Invoice, language: str) -> list[str]:
    """Return the frozen terms in the reader's language; what was taken over keeps its own words."""
    if not invoice.installments or invoice.issue_date is None:
        return invoice.terms_text.splitlines()
    due = [
        Installment(
            datetime.date.fromisoformat(row["due_date"]),
            Money(Decimal(row["amount"]), invoice.currency),
            Decimal(row["discount_percent"]),
            datetime.date.fromisoformat(row["discount_date"]) if row["discount_date"] else None,
        )
        for row in invoice.installments
    ]
    return snapshot.terms_text(invoice, due, invoice.issue_date, language).splitlines()


def title_of(invoice: Invoice) -> str:
    """Return what the document is called."""
    return {
        Invoice.Type.INVOICE: _("Invoice"),
        Invoice.Type.CREDIT_NOTE: _("Credit note"),
        Invoice.Type.ADVANCE: _("Advance invoice"),
    }[Invoice.Type(invoice.type)]


def _facts(invoice: Invoice) -> Iterator[Fact]:
    if invoice.issue_date:
        yield Fact(_("Date"), formats.day(invoice.issue_date))
    yield Fact(_("Customer number"), invoice.customer_account.number)
    if invoice.type != Invoice.Type.ADVANCE:
        yield from _supplied(invoice)
    if invoice.corrects and invoice.corrects.number and invoice.corrects.issue_date:
        of = f"{invoice.corrects.number}, {formats.day(invoice.corrects.issue_date)}"
        yield Fact(_("For invoice"), of)
    if invoice.reason:
        yield Fact(_("Reason"), str(Invoice.Reason(invoice.reason).label))
    texts = (
        (_("Your order"), invoice.customer_order_number),
        (_("Your reference"), invoice.buyer_reference),
        (_("Your tax number"), invoice.buyer_tax_number),
        (_("Our tax number"), invoice.seller_tax_number),
    )
    yield from (Fact(label, text) for label, text in texts if text)


def _supplied(invoice: Invoice) -> Iterator[Fact]:
    if invoice.service_start_date and invoice.service_end_date:
        days = (formats.day(invoice.service_start_date), formats.day(invoice.service_end_date))
        yield Fact(_("Service period"), " – ".join(days))
    elif invoice.type == Invoice.Type.INVOICE:
        supplied: datetime.date | None = invoice.supply_date or invoice.tax_point_date
        if supplied:
            yield Fact(_("Date of supply"), formats.day(supplied))


def _line(invoice: Invoice, line: InvoiceLine) -> PrintedLine:
    details = []
    if line.product_code:
        details.append(line.product_code)
    if line.allowance_percent:
        values = {
            "price": _price(line.gross_unit_price, invoice.currency),
            "percent": formats.percent(line.allowance_percent),
            "reason": f" ({line.allowance_reason})" if line.allowance_reason else "",
        }
        details.append(_("%(price)s less %(percent)s%(reason)s") % values)
    if line.supply_date and line.supply_date != invoice.supply_date:
        details.append(_("supplied %(day)s") % {"day": formats.day(line.supply_date)})
    price = _price(line.net_unit_price, invoice.currency)
    if line.price_base_quantity != 1:
        price = f"{price} / {formats.number(line.price_base_quantity)}"
    return PrintedLine(
        line.line_no,
        line.description,
        tuple(details),
        f"{formats.number(line.quantity)} {printed_unit(line.unit_code)}",
        price,
        formats.percent(line.rate_percent or Decimal(0)),
        line_amount(line, invoice.currency),
    )


def _charge(invoice: Invoice, charge: InvoiceCharge) -> PrintedLine:
    return PrintedLine(
        0,
        charge.description,
        (),
        "",
        "",
        formats.percent(charge.rate_percent or Decimal(0)),
        charge_amount(charge, invoice.currency),
    )


def _price(price: Decimal, currency: str) -> str:
    """Return a unit price: to the minor unit, or with all its decimals where it has more."""
    amount = Money(price, currency)
    if amount.amount == price:
        return formats.money(amount.amount, currency)
    return f"{formats.number(price)} {currency}"


def _totals(invoice: Invoice) -> Iterator[TotalRow]:
    def money(amount: Decimal | None) -> Money:
        return Money(amount or Decimal(0), invoice.currency)

    yield TotalRow(_("Net"), money(invoice.net))
    for row in invoice.taxes.order_by("-rate_percent", "category"):
        label = _("Tax %(rate)s on %(base)s") % {
            "rate": formats.percent(row.rate_percent),
            "base": formats.money(row.base, invoice.currency),
        }
        yield TotalRow(label, money(row.tax))
    yield TotalRow(_("Total"), money(invoice.gross), is_total=True)
    yield from _deducted(invoice)
    if invoice.cash_rounding:
        yield TotalRow(_("Rounding"), money(invoice.cash_rounding))
    if invoice.payable != invoice.gross:
        label = _("To be credited") if invoice.type == Invoice.Type.CREDIT_NOTE else _("To be paid")
        yield TotalRow(label, money(invoice.payable), is_total=True)


def _deducted(invoice: Invoice) -> Iterator[TotalRow]:
    """Name each advance with net and tax: otherwise the tax would be owed twice."""
    owner = invoice
    if invoice.type == Invoice.Type.CREDIT_NOTE:
        if invoice.payable == invoice.gross or invoice.corrects is None:
            return
        owner = invoice.corrects
    for row in owner.deductions.select_related("advance").order_by("pk"):
        advance = row.advance
        label = _("Less advance %(number)s of %(day)s: net %(net)s, tax %(rate)s %(tax)s") % {
            "number": advance.number,
            "day": formats.day(advance.issue_date) if advance.issue_date else "",
            "net": formats.money(row.net, invoice.currency),
            "rate": formats.percent(row.rate_percent),
            "tax": formats.money(row.tax, invoice.currency),
        }
        yield TotalRow(label, Money(-(row.net + row.tax), invoice.currency))


def _mentions(invoice: Invoice) -> Iterator[str]:
    """What must be said of taxes that are not charged, and of tax in another currency (art. 230)."""
    for row in invoice.taxes.order_by("category", "exemption_reason"):
        if mention := _mention(row.category, row.exemption_reason):
            yield mention
    if invoice.type == Invoice.Type.ADVANCE:
        yield _("The tax is owed when your payment is received.")
    base = invoice.company.base_currency
    if invoice.currency != base and invoice.tax:
        tax = to_base(Money(invoice.tax, invoice.currency), invoice.tax_exchange_rate, base)
        yield _("Tax in %(currency)s: %(tax)s (1 %(foreign)s = %(rate)s %(currency)s).") % {
            "currency": base,
            "foreign": invoice.currency,
            "tax": formats.money(tax.amount, base),
            "rate": formats.number(invoice.tax_exchange_rate, digits_max=8),
        }


def _mention(category: str, reason: str) -> str:
    if reason:
        return reason
    return {
        TaxCategory.AE: _("Reverse charge: the recipient owes the tax."),
        TaxCategory.K: _("Intra-Community supply, exempt under art. 138 of directive 2006/112/EC."),
        TaxCategory.G: _("Export, exempt from tax."),
        TaxCategory.E: _("Exempt from tax."),
        TaxCategory.O: _("Not subject to tax."),
    }.get(TaxCategory(category), "")


def _payment(invoice: Invoice) -> Iterator[Fact]:
    if invoice.type == Invoice.Type.CREDIT_NOTE or not invoice.payable or not invoice.seller_iban:
        return
    yield Fact(_("Account"), formats.iban(invoice.seller_iban))
    if invoice.seller_bic:
        yield Fact(_("BIC"), invoice.seller_bic)
    yield Fact(_("Reference"), invoice.number or "")
