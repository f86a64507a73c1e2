"""What is frozen on a document when it is issued: who sells, who buys, and the terms in words."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounting.ledger.terms import Installment
from accounting.receivables.facts import BankAccountFacts, CompanyFacts, InvoiceFacts, Registration
from accounting.receivables.models import Invoice
from erp import formats
from erp.parties.models import Address

BILLED_AT = (Address.Purpose.BILLING, Address.Purpose.LEGAL)
DELIVERED_TO = (Address.Purpose.SHIPPING, Address.Purpose.LEGAL)


def language_of(facts: InvoiceFacts) -> str:
    """Return the language of the document: that of who receives it, else the customer's."""
    return facts.contacts[0].language if facts.contacts else facts.buyer_language


def seller(facts: CompanyFacts, currency: str, day: datetime.date) -> dict[str, str]:
    """Return who sells, as printed (VAT directive art. 226(3), (5)), and where to pay."""
    company = facts.company
    registration = registration_on(facts.registrations, company.country, day)
    bank = bank_account(facts.bank_accounts, currency)
    return {
        "seller_name": company.legal_name or company.name,
        "seller_address": company.address,
        "seller_tax_number": registration.number if registration else "",
        "seller_legal_lines": "\n".join(filter(None, (company.register_line, company.legal_lines))),
        "seller_iban": bank.iban if bank else "",
        "seller_bic": bank.bic if bank else "",
    }


def buyer(facts: InvoiceFacts, day: datetime.date) -> dict[str, str]:
    """Return who is billed and where it was delivered, as printed (VAT directive art. 226(4), (5))."""
    invoice = facts.invoice
    billed = address_on(facts.addresses, invoice.party_id, BILLED_AT, day)
    delivered = address_on(facts.addresses, invoice.ship_to_id, DELIVERED_TO, day)
    registration = registration_on(facts.registrations, billed.country if billed else "", day)
    ship_to = ""
    if delivered and delivered != billed:
        ship_to = f"{facts.ship_to_name}\n{delivered.printed}"
    return {
        "buyer_name": facts.buyer_name,
        "buyer_address": billed.printed if billed else "",
        "buyer_tax_number": registration.number if registration else "",
        "ship_to_address": ship_to,
    }


def terms_text(
    invoice: Invoice, installments: Sequence[Installment], day: datetime.date, language: str
) -> str:
    """Return the terms of payment in words, in `language`."""
    if len(installments) == 1 and invoice.type != Invoice.Type.CREDIT_NOTE:
        return _single_text(installments[0], day >= installments[0].due_date, language)
    with override(language):
        if invoice.type == Invoice.Type.CREDIT_NOTE:
            return _("The amount is credited to your account.")
        if not installments:
            return _("Nothing remains to be paid.")
        return "\n".join(_part_text(each) for each in installments)


class DatedAddress(Protocol):
    """The part of an address that tells where and when it holds."""

    @property
    def party_id(self) -> int: ...
    @property
    def purpose(self) -> str: ...
    @property
    def start_date(self) -> datetime.date: ...
    @property
    def end_date(self) -> datetime.date | None: ...


def address_on[A: DatedAddress](
    addresses: Iterable[A], party_id: int, purposes: Sequence[str], day: datetime.date
) -> A | None:
    """Return the party's address on a day, for the first of the purposes it has one for."""
    valid = [
        address
        for address in addresses
        if address.party_id == party_id
        and address.purpose in purposes
        and address.start_date <= day
        and (address.end_date is None or address.end_date >= day)
    ]
    return min(valid, key=lambda address: purposes.index(address.purpose), default=None)


def registration_on(
    registrations: Iterable[Registration], country: str, day: datetime.date
) -> Registration | None:
    """Return the tax number in force on a day, by preference the one of `country`."""
    valid = [
        each
        for each in registrations
        if each.start_date <= day and (each.end_date is None or each.end_date >= day)
    ]
    return max(valid, key=lambda each: (each.country == country, each.start_date), default=None)


def bank_account(accounts: Sequence[BankAccountFacts], currency: str) -> BankAccountFacts | None:
    """Return where to pay: the default account of the currency, else any of it, else the default."""
    return max(
        accounts, key=lambda each: (each.currency == currency, each.is_default, -each.id), default=None
    )


def _single_text(installment: Installment, is_due: bool, language: str) -> str:  # noqa: FBT001  private
    percent = installment.discount_percent if installment.discount_date else None
    return _sentence(installment.due_date, installment.discount_date, percent, is_due, language)


@lru_cache(maxsize=1024)  # a billing run says the same few sentences a thousand times
def _sentence(
    due_date: datetime.date,
    discount_date: datetime.date | None,
    percent: Decimal | None,
    is_due: bool,  # noqa: FBT001  private
    language: str,
) -> str:
    with override(language):
        due = formats.day(due_date)
        if discount_date and percent is not None:
            return _("Payable by %(due)s; %(percent)s discount if paid by %(day)s.") % {
                "due": due,
                "percent": formats.percent(percent),
                "day": formats.day(discount_date),
            }
        if is_due:
            return _("Payable at once.")
        return _("Payable by %(due)s without deduction.") % {"due": due}


def _part_text(installment: Installment) -> str:
    values = {
        "amount": formats.money(installment.amount.amount, installment.amount.currency),
        "due": formats.day(installment.due_date),
    }
    if not installment.discount_date:
        return _("%(amount)s payable by %(due)s.") % values
    values["percent"] = formats.percent(installment.discount_percent)
    values["day"] = formats.day(installment.discount_date)
    return _("%(amount)s payable by %(due)s; %(percent)s discount if paid by %(day)s.") % values
