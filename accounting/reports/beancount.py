"""
The books as a beancount file, so that they can be checked without this program.

Amounts are in the company's base currency; what an entry says in another one stands in its metadata. The
file ends with an assertion of every account's balance as our own trial balance has it: `bean-check`
accepts it only if both agree.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from accounting.ledger.entries import JournalEntry
from accounting.ledger.models import Account
from accounting.reports.sums import Part, Sums, sums_until
from erp.money import Money
from erp.organization.models import Company

ROOTS = {
    Account.Type.ASSET: "Assets",
    Account.Type.LIABILITY: "Liabilities",
    Account.Type.EQUITY: "Equity",
    Account.Type.REVENUE: "Income",
    Account.Type.EXPENSE: "Expenses",
}
OPENED = datetime.date(1900, 1, 1)
FOREVER = datetime.date(9998, 12, 31)
CHUNK = 2000


def header() -> Iterator[str]:
    """Yield the lines a file begins with: our own account types, and no tolerance."""
    yield 'option "title" "Counterpart"'
    yield 'option "inferred_tolerance_default" "*:0"'
    yield ""


def company_lines(company: Company) -> Iterator[str]:
    """Yield everything of one company: its accounts, its entries by day, its balances at the end."""
    names = account_names(company)
    yield f'option "operating_currency" {quoted(company.base_currency)}'
    yield f"* {company.name.replace(chr(10), ' ')}"
    for account in Account.objects.filter(company=company).order_by("code"):
        yield f"{OPENED} open {names[account.pk]} {company.base_currency}"
        yield f"  name: {quoted(account.name)}"
    yield ""
    last_day = OPENED
    for entry in _entries(company):
        yield from _entry_lines(entry, names, company.base_currency)
        last_day = max(last_day, entry.entry_date)
    yield from _assertions(company, names, last_day + datetime.timedelta(days=1))


def account_names(company: Company) -> dict[int, str]:
    """Return the beancount name of each account of a company: "Assets:Highland-Coffee:1100"."""
    place = component(company.name)
    return {
        account.pk: f"{ROOTS[Account.Type(account.type)]}:{place}:{component(account.code)}"
        for account in Account.objects.filter(company=company)
    }


def component(text: str) -> str:
    """Return a text as one part of a beancount account name: letters, digits and hyphens."""
    plain = re.sub(r"[\W_]+", "-", text).strip("-")
    return plain[:1].upper() + plain[1:] if plain[:1].isascii() and plain else f"X{plain}"


def quoted(text: str) -> str:
    """Return a text as a beancount string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + " ".join(escaped.split()) + '"'


def final_sums(company: Company) -> dict[int, Sums]:
    """Return what each account holds after everything that is posted, by account id."""
    return sums_until(Part(company.pk), FOREVER)


def _entries(company: Company) -> Iterable[JournalEntry]:
    entries = JournalEntry.objects.filter(company=company).select_related("series", "journal")
    return entries.prefetch_related("lines").order_by("entry_date", "id").iterator(chunk_size=CHUNK)


def _entry_lines(entry: JournalEntry, names: dict[int, str], base: str) -> Iterator[str]:
    yield f"{entry.entry_date} * {quoted(entry.label)} {quoted(entry.narration)}"
    yield f"  source: {quoted(entry.source)}"
    yield f"  journal: {quoted(entry.journal.code)}"
    yield f"  kind: {quoted(entry.kind)}"
    if entry.document_date != entry.entry_date:
        yield f"  document-date: {entry.document_date}"
    if entry.external_reference:
        yield f"  reference: {quoted(entry.external_reference)}"
    for line in sorted(entry.lines.all(), key=lambda each: each.line_no):
        yield f"  {names[line.account_id]}  {_amount(line.debit - line.credit, base)}"
        if line.currency != base:
            yield f"    in-currency: {quoted(f'{line.currency_amount.normalize():f} {line.currency}')}"
    yield ""


def _assertions(company: Company, names: dict[int, str], on: datetime.date) -> Iterator[str]:
    held = final_sums(company)
    for account in Account.objects.filter(company=company).order_by("code"):
        balance = held.get(account.pk, Sums()).balance
        yield f"{on} balance {names[account.pk]}  {_amount(balance, company.base_currency)}"
    yield ""


def _amount(value: Decimal, currency: str) -> str:
    return str(Money(value, currency))
