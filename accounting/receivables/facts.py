"""
All that issuing must know, read by one statement whatever the number of invoices.

It locks the invoices and reads what belongs to each. What belongs to their company is remembered by each
process for as long as the company has the same `facts_version`.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import msgspec
from django.db import connection

from accounting.receivables.models import Invoice
from accounting.taxes.calculation import DatedRate, Taxation, rate_on
from erp.organization.models import Company
from erp.rows import row_reader

# Functions of the database (migration 0013): their plans are kept.
INVOICES = "SELECT invoice_facts(%s, %s)"
COMPANY = "SELECT company_facts(%s)"


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
class Seller:
    """The company that sells, as far as its documents tell."""

    id: int
    name: str
    legal_name: str
    register_line: str
    legal_lines: str
    street: str
    postal_code: str
    city: str
    country: str
    base_currency: str
    tax_rounding: str
    time_zone: str

    @property
    def address(self) -> str:
        """The postal address as printed, one line per part."""
        place = f"{self.postal_code} {self.city}".strip()
        return "\n".join(filter(None, (self.street, place, self.country)))


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """An address of a party; see `Address`."""

    id: int
    party_id: int
    purpose: str
    recipient: str
    street: str
    postal_code: str
    city: str
    region: str
    country: str
    start_date: datetime.date
    end_date: datetime.date | None

    @property
    def printed(self) -> str:
        """The address as printed, one line per part."""
        place = f"{self.postal_code} {self.city}".strip()
        parts = (self.recipient, self.street, place, self.region, self.country)
        return "\n".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """
    A company with its tax codes by their id, its accounts by purpose, and the steps of its terms.
    """

    company: Seller
    registrations: tuple[Registration, ...]
    bank_accounts: tuple[BankAccountFacts, ...]
    purposes: dict[str, int]
    terms: dict[int, tuple[StepFacts, ...]]
    tax_codes: dict[int, TaxCodeFacts]


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """One locked invoice with everything that issuing it must know."""

    invoice: Invoice
    company_version: UUID
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
    addresses: tuple[PostalAddress, ...]
    registrations: tuple[Registration, ...]
    contacts: tuple[ContactFacts, ...]


def locked_invoices(invoice_ids: Sequence[int]) -> list[InvoiceFacts]:
    """Lock the invoices in the order of their ids and return them with their facts."""
    return _read(sorted(set(invoice_ids)), for_update=True)


def read_invoices(invoice_ids: Sequence[int]) -> list[InvoiceFacts]:
    """Return invoices with their facts, by id, without locking them."""
    return _read(list(invoice_ids), for_update=False)


def company_facts(company_id: int, version: UUID | None = None) -> CompanyFacts:
    """
    Return a company with what its documents take from it; of the `version` its row bears, if known.
    """
    if version is None:
        version = Company.objects.values_list("facts_version", flat=True).get(pk=company_id)
    known = _known_companies.get(company_id)
    if known is not None and known[0] == version:
        return known[1]
    with connection.cursor() as cursor:
        cursor.execute(COMPANY, [company_id])
        (text,) = cursor.fetchone()
    read = msgspec.json.decode(text, type=_ReadCompany)
    facts = CompanyFacts(
        read.company,
        read.registrations,
        read.bank_accounts,
        read.purposes,
        read.terms,
        {code.id: code for code in read.tax_codes},
    )
    _known_companies[company_id] = (version, facts)
    return facts


_known_companies: dict[int, tuple[UUID, CompanyFacts]] = {}


@dataclass(frozen=True, slots=True)
class _ReadCompany:
    """A company as the database tells it."""

    company: Seller
    registrations: tuple[Registration, ...]
    bank_accounts: tuple[BankAccountFacts, ...]
    purposes: dict[str, int]
    terms: dict[int, tuple[StepFacts, ...]]
    tax_codes: tuple[TaxCodeFacts, ...]


_row = row_reader(Invoice)
_reader = msgspec.json.Decoder(InvoiceFacts, dec_hook=lambda _kind, text: _row(text))


def _read(invoice_ids: list[int], *, for_update: bool) -> list[InvoiceFacts]:
    with connection.cursor() as cursor:
        cursor.execute(INVOICES, [invoice_ids, for_update])
        return [_reader.decode(text) for (text,) in cursor.fetchall()]
