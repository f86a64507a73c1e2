"""
All that issuing must know, read by three statements whatever the number of invoices.

The first locks the invoices: what the next ones read cannot be older than the lock. The second reads
what belongs to each invoice, the third what belongs to their company.
"""

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from accounting.receivables.models import Invoice
from accounting.taxes.calculation import DatedRate, Taxation, rate_on
from erp.organization.models import Company
from erp.parties.models import Address

# What a credit note corrects and what an invoice deducts is locked with it, all in one order.
LOCK = """
SELECT id FROM accounting_invoice WHERE id = ANY (ARRAY(
    SELECT unnest(%(ids)s) UNION SELECT corrects_id FROM accounting_invoice WHERE id = ANY (%(ids)s)
    UNION SELECT advance_id FROM accounting_advancededuction WHERE invoice_id = ANY (%(ids)s)))
ORDER BY id FOR NO KEY UPDATE
"""
INVOICES = """
SELECT i.*, json_build_object(
    'journal_code', j.code, 'customer_number', a.number, 'party_account_id', a.party_account_id,
    'receivable_account_id', r.control_account_id, 'advance_party_account_id', a.advance_account_id,
    'advance_account_id', d.control_account_id, 'requires_order_number', a.requires_order_number,
    'buyer_name', coalesce(nullif(p.legal_name, ''), p.name), 'buyer_language', p.language,
    'buyer_email', p.email, 'ship_to_name', coalesce(nullif(s.legal_name, ''), s.name),
    'corrects', (SELECT row_to_json(x) FROM (
        SELECT o.id, o.number, o.status, o.type, o.exchange_rate, o.tax_exchange_rate, o.gross,
            o.payable, o.cash_rounding, o.journal_entry_id, (
                SELECT coalesce(sum(n.gross), 0.0) FROM accounting_invoice n
                WHERE n.corrects_id = o.id AND n.type = 'CREDIT_NOTE' AND n.status = 'ISSUED'
            ) AS credited
        FROM accounting_invoice o WHERE o.id = i.corrects_id) x),
    'lines', (SELECT coalesce(json_agg(l ORDER BY l.line_no), '[]') FROM (
        SELECT id, line_no, quantity, net_unit_price, price_base_quantity, net, rate_percent,
            tax_code_id, revenue_account_id, dimension_set_id, supply_date
        FROM accounting_invoiceline WHERE invoice_id = i.id) l),
    'charges', (SELECT coalesce(json_agg(c ORDER BY c.id), '[]') FROM (
        SELECT id, kind, amount, net, rate_percent, tax_code_id, account_id
        FROM accounting_invoicecharge WHERE invoice_id = i.id) c),
    'deductions', (SELECT coalesce(json_agg(x ORDER BY x.id), '[]') FROM (
        SELECT id, advance_id, tax_code_id, rate_percent, net, tax
        FROM accounting_advancededuction WHERE invoice_id = i.id) x),
    'breakdown', (SELECT coalesce(json_agg(b ORDER BY b.id), '[]') FROM (
        SELECT id, category, rate_percent, exemption_reason, base, tax
        FROM accounting_invoicetax WHERE invoice_id = i.id) b),
    'steps', (SELECT coalesce(json_agg(t ORDER BY t.delay_days, t.id), '[]') FROM (
        SELECT id, share_percent, delay_days, is_end_of_month, fixed_day, discount_percent, discount_days
        FROM accounting_paymenttermstep WHERE term_id = i.payment_term_id) t),
    'addresses', (SELECT coalesce(json_agg(x ORDER BY x.id), '[]') FROM (
        SELECT id, party_id, purpose, recipient, street, postal_code, city, region, country, start_date,
            end_date
        FROM erp_address WHERE party_id IN (i.party_id, i.ship_to_id)) x),
    'registrations', (SELECT coalesce(json_agg(x ORDER BY x.start_date), '[]') FROM (
        SELECT country, number, scheme, start_date, end_date
        FROM erp_taxregistration WHERE party_id = i.party_id) x),
    'contacts', (SELECT coalesce(json_agg(x ORDER BY x.id), '[]') FROM (
        SELECT id, email, language FROM erp_contact
        WHERE party_id = i.party_id AND receives_invoices AND is_active AND email <> '') x)
)::text AS facts
FROM accounting_invoice i
JOIN accounting_journal j ON j.id = i.journal_id
JOIN accounting_customeraccount a ON a.id = i.customer_account_id
JOIN accounting_partyaccount r ON r.id = a.party_account_id
LEFT JOIN accounting_partyaccount d ON d.id = a.advance_account_id
JOIN erp_party p ON p.id = i.party_id
JOIN erp_party s ON s.id = i.ship_to_id
WHERE i.id = ANY (%s) ORDER BY i.id
"""

COMPANY = """
SELECT c.*, json_build_object(
    'registrations', (SELECT coalesce(json_agg(x ORDER BY x.start_date), '[]') FROM (
        SELECT country, number, scheme, start_date, end_date
        FROM erp_companytaxregistration WHERE company_id = c.id) x),
    'bank_accounts', (SELECT coalesce(json_agg(x ORDER BY x.is_default DESC, x.id), '[]') FROM (
        SELECT id, iban, bic, currency, is_default
        FROM erp_companybankaccount WHERE company_id = c.id) x),
    'purposes', (SELECT coalesce(json_object_agg(purpose, id), '{}') FROM accounting_account
        WHERE company_id = c.id AND purpose = ANY (%s)),
    'tax_codes', (SELECT coalesce(json_agg(x), '[]') FROM (
        SELECT t.id, t.code, t.category, t.exemption_code, t.exemption_reason, t.jurisdiction,
            (SELECT coalesce(json_agg(json_build_array(r.start_date, r.rate_percent)), '[]')
                FROM accounting_taxrate r WHERE r.tax_code_id = t.id) AS rates,
            (SELECT coalesce(json_agg(json_build_array(k.account_id, k.share_percent) ORDER BY k.id),
                    '[]') FROM accounting_taxcomponent k WHERE k.tax_code_id = t.id) AS components
        FROM accounting_taxcode t WHERE t.company_id = c.id AND t.id = ANY (%s)) x)
)::text AS facts
FROM erp_company c WHERE c.id = %s
"""
PURPOSES = ("rounding", "advance_requested")
DATES = {"supply_date", "start_date", "end_date"}


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of a draft; `net` and `rate_percent` are what the draft promised."""

    id: int
    line_no: int
    quantity: Decimal
    net_unit_price: Decimal
    price_base_quantity: Decimal
    net: Decimal | None
    rate_percent: Decimal | None
    tax_code_id: int
    revenue_account_id: int
    dimension_set_id: int | None
    supply_date: datetime.date | None


@dataclass(frozen=True, slots=True)
class ChargeFacts:
    """A charge or allowance of a draft."""

    id: int
    kind: str
    amount: Decimal
    net: Decimal | None
    rate_percent: Decimal | None
    tax_code_id: int
    account_id: int


@dataclass(frozen=True, slots=True)
class DeductionFacts:
    """What a draft takes off for an advance."""

    id: int
    advance_id: int
    tax_code_id: int
    rate_percent: Decimal
    net: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class BreakdownFacts:
    """A row of the tax breakdown that the draft promised."""

    id: int
    category: str
    rate_percent: Decimal
    exemption_reason: str
    base: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class CorrectedFacts:
    """The invoice that a credit note gives back from, and the gross of its issued credit notes."""

    id: int
    number: str | None
    status: str
    type: str
    exchange_rate: Decimal
    tax_exchange_rate: Decimal
    gross: Decimal
    payable: Decimal
    cash_rounding: Decimal
    journal_entry_id: int | None
    credited: Decimal


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A step of the payment term; see `PaymentTermStep`."""

    id: int
    share_percent: Decimal
    delay_days: int
    is_end_of_month: bool
    fixed_day: int | None
    discount_percent: Decimal
    discount_days: int


@dataclass(frozen=True, slots=True)
class Registration:
    """A tax number in one country, for a time; both dates are inclusive."""

    country: str
    number: str
    scheme: str
    start_date: datetime.date
    end_date: datetime.date | None


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Somebody who receives the customer's invoices."""

    id: int
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class BankAccountFacts:
    """A bank account of the company, as printed."""

    id: int
    iban: str
    bic: str
    currency: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class TaxCodeFacts:
    """A tax code with its dated rates and the accounts that collect it."""

    id: int
    code: str
    category: str
    exemption_code: str
    exemption_reason: str
    jurisdiction: str
    rates: tuple[DatedRate, ...]
    components: tuple[tuple[int, Decimal], ...]

    def taxation(self, day: datetime.date) -> Taxation:
        """Return what the code charges on `day`."""
        return Taxation(self.id, self.category, rate_on(self.rates, day), self.exemption_reason)


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """The company of the invoices, with the tax codes they use and its accounts by purpose."""

    company: Company
    registrations: tuple[Registration, ...]
    bank_accounts: tuple[BankAccountFacts, ...]
    purposes: dict[str, int]
    tax_codes: dict[int, TaxCodeFacts]


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """One locked invoice with everything that issuing it must know."""

    invoice: Invoice
    journal_code: str
    customer_number: str
    party_account_id: int
    receivable_account_id: int
    advance_party_account_id: int | None
    advance_account_id: int | None
    requires_order_number: bool
    buyer_name: str
    buyer_language: str
    buyer_email: str
    ship_to_name: str
    corrects: CorrectedFacts | None
    lines: tuple[LineFacts, ...]
    charges: tuple[ChargeFacts, ...]
    deductions: tuple[DeductionFacts, ...]
    breakdown: tuple[BreakdownFacts, ...]
    steps: tuple[StepFacts, ...]
    addresses: tuple[Address, ...]
    registrations: tuple[Registration, ...]
    contacts: tuple[ContactFacts, ...]


def locked_invoices(invoice_ids: Sequence[int]) -> list[InvoiceFacts]:
    """Lock the invoices in the order of their ids and return them with their facts."""
    wanted = sorted(set(invoice_ids))
    with connection.cursor() as cursor:
        cursor.execute(LOCK, {"ids": wanted})
    return read_invoices(wanted)


def read_invoices(invoice_ids: Sequence[int]) -> list[InvoiceFacts]:
    """Return invoices with their facts, by id, without locking them."""
    rows = Invoice.objects.raw(INVOICES, [list(invoice_ids)])
    return [_invoice_facts(row) for row in rows]


def company_facts(company_id: int, tax_code_ids: Iterable[int]) -> CompanyFacts:
    """Return a company with its registrations, bank accounts and the tax codes asked for."""
    parameters = [list(PURPOSES), sorted(set(tax_code_ids)), company_id]
    (company,) = Company.objects.raw(COMPANY, parameters)
    read = _read(company)
    return CompanyFacts(
        company,
        _rows(Registration, read["registrations"]),
        _rows(BankAccountFacts, read["bank_accounts"]),
        read["purposes"],
        {row["id"]: _tax_code(row) for row in read["tax_codes"]},
    )


def _invoice_facts(invoice: Invoice) -> InvoiceFacts:
    read = _read(invoice)
    parts: dict[str, Any] = {
        "lines": LineFacts,
        "charges": ChargeFacts,
        "deductions": DeductionFacts,
        "breakdown": BreakdownFacts,
        "steps": StepFacts,
        "registrations": Registration,
        "contacts": ContactFacts,
    }
    read |= {name: _rows(kind, read[name]) for name, kind in parts.items()}
    if corrected := read["corrects"]:
        read["corrects"] = CorrectedFacts(**corrected)
    read["addresses"] = tuple(Address(**_dated(row)) for row in read["addresses"])
    return InvoiceFacts(invoice, **read)


def _tax_code(row: dict[str, Any]) -> TaxCodeFacts:
    rates = tuple(DatedRate(datetime.date.fromisoformat(day), rate) for day, rate in row.pop("rates"))
    components = tuple((account_id, share) for account_id, share in row.pop("components"))
    return TaxCodeFacts(**row, rates=rates, components=components)


def _read(row: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(row.facts, parse_float=Decimal)
    return read


def _rows[T](kind: type[T], rows: Sequence[dict[str, Any]]) -> tuple[T, ...]:
    return tuple(kind(**_dated(row)) for row in rows)


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    for name in DATES & row.keys():
        if row[name] is not None:
            row[name] = datetime.date.fromisoformat(row[name])
    return row
