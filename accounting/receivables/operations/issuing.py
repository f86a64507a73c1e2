"""Invoices are issued here: one by one, or by the thousand in a billing run."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import batched, groupby

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounting.currencies.models import RateKind
from accounting.currencies.queries import exchange_rate
from accounting.ledger.entries import JournalEntry
from accounting.ledger.posting import post_entries, reverse_entry
from accounting.receivables.facts import CompanyFacts, InvoiceFacts, company_facts, locked_invoices
from accounting.receivables.invoice_postings import IssueDay
from accounting.receivables.issue import Issue, plan_issue, tax_records
from accounting.receivables.models import Invoice
from accounting.receivables.operations.freezing import freeze, freeze_deductions
from accounting.receivables.operations.mailing import queue_invoices
from accounting.receivables.operations.settling import Settlement, check_credit, prepared, settle
from accounting.receivables.refusals import InvoiceNotDraft
from accounting.taxes.operations import mirror_tax_lines, record_tax_lines
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit
from erp.errors import Refused
from erp.events import announce
from erp.writes import in_one_go

BLOCK_MAX = 1000
UNQUOTED = Decimal(1)

type OnRefusal = Callable[[Invoice, Exception], None]


@dataclass(frozen=True, slots=True)
class BillingRun:
    """What a billing run did: the invoices issued, and why others were not, by their id."""

    issued: tuple[Invoice, ...]
    refused: dict[int, str]


@transaction.atomic
def issue_invoice(
    scope: Scope, *, invoice_id: int, issue_date: datetime.date, is_history: bool = False
) -> Invoice:
    """
    Number a draft, post it to the ledger, freeze it and queue it to the customer.

    An invoice posts Dr receivables, one line per due date; Cr revenue, net; Cr tax, per tax code; what
    it deducts for advances posts Dr advances received and Dr tax. A credit note posts the other way
    round and settles what it corrects; one that cancels all of an invoice is its reversal. An advance
    invoice posts against what was requested; its tax is owed when the money comes. All of it commits or
    none of it does; the message leaves after the commit. Locks: documents by id, open items by line,
    number series, period, in that order. What `is_history` was sent long ago: on record as mailed on its
    day, and never mailed.

    :raises AccessDenied: if `scope` may not issue this invoice
    :raises InvoiceNotDraft: if it was issued before
    :raises InvoiceAsksNothing, InvoiceIncomplete, CreditTooHigh, AdvanceUsed: by what it says
    :raises NoExchangeRate, NoTaxRate: if a rate is not known
    :raises PeriodClosed, PeriodLocked, DateBeforeLast: by the day
    :raises Refused: if a listener of "invoice.issuing" forbids it
    """
    (invoice,) = _issue(scope, {invoice_id: issue_date}, _raise, is_history=is_history)
    return invoice


def issue_invoices(
    scope: Scope, *, invoice_ids: Sequence[int], issue_date: datetime.date, is_history: bool = False
) -> BillingRun:
    """
    Issue many drafts, up to a thousand per transaction; what is refused does not stop the others.

    A run that is cut off is simply started again: what was issued is refused the second time.
    """
    refused: dict[int, str] = {}

    def note(invoice: Invoice, error: Exception) -> None:
        refused[invoice.pk] = str(error)

    issued: list[Invoice] = []
    for block in batched(sorted(set(invoice_ids)), BLOCK_MAX):
        with transaction.atomic():
            issued += _issue(scope, dict.fromkeys(block, issue_date), note, is_history=is_history)
    return BillingRun(tuple(issued), refused)


@transaction.atomic
def issue_invoices_dated(
    scope: Scope, *, days: Mapping[int, datetime.date], is_history: bool = False
) -> list[Invoice]:
    """
    Issue drafts by their id, each on a day of its own in one fiscal year: all of them or none.

    Numbers follow the days, and on one day the ids. For documents taken over, or invoiced as delivered.

    :raises Refused: as `issue_invoice`
    """
    return _issue(scope, days, _raise, is_history=is_history)


def _issue(
    scope: Scope, days: Mapping[int, datetime.date], on_refusal: OnRefusal, *, is_history: bool
) -> list[Invoice]:
    found = [
        facts
        for facts in locked_invoices([*days])
        if _passes(
            facts.invoice, on_refusal, partial(_check, scope, facts.invoice, days[facts.invoice.pk])
        )
    ]
    issues: list[Issue] = []
    settlements: dict[int, Settlement] = {}
    companies = _companies(found)
    rates = _Rates()

    def plan(facts: InvoiceFacts) -> None:
        company = companies[facts.invoice.company_id]
        settlement = prepared(facts, company.company.base_currency)
        issue = plan_issue(
            facts, company, rates.day(facts, company, days[facts.invoice.pk]), settlement.released
        )
        check_credit(issue)
        settlements[facts.invoice.pk] = settlement
        issues.append(issue)

    for facts in found:
        _passes(facts.invoice, on_refusal, partial(plan, facts))
    if issues:
        entries = _post(scope, issues)
        zones = {company_id: facts.company.time_zone for company_id, facts in companies.items()}
        with in_one_go():
            _record(scope, issues, companies, entries)
            queue_invoices(issues, history_zones=zones if is_history else None)
        for issue in issues:
            _settle(scope, issue, settlements[issue.facts.invoice.pk], entries)
    for issue in issues:
        announce("invoice.issued", scope=scope, invoice=issue.facts.invoice)
    return [issue.facts.invoice for issue in issues]


def _record(
    scope: Scope,
    issues: Sequence[Issue],
    companies: dict[int, CompanyFacts],
    entries: dict[int, JournalEntry],
) -> None:
    """Write what belongs to the entries: taxes, the documents as issued, who did it."""
    _record_taxes(issues, companies, entries)
    freeze(issues, entries)
    invoices = [issue.facts.invoice for issue in issues]
    audit.record_all(
        scope, "invoice.issued", ((invoice, {"number": invoice.number}) for invoice in invoices)
    )


def _settle(
    scope: Scope, issue: Issue, settlement: Settlement, entries: dict[int, JournalEntry]
) -> None:
    if settlement.released:
        freeze_deductions(issue, settlement.released)
    if settlement.released or settlement.credited or issue.reverses_entry_id:
        settle(scope, issue, settlement, entries[issue.facts.invoice.pk])


def _raise(_invoice: Invoice, error: Exception) -> None:
    raise error


def _passes(invoice: Invoice, on_refusal: OnRefusal, step: Callable[[], None]) -> bool:
    try:
        step()
    except (Refused, PermissionDenied) as error:
        on_refusal(invoice, error)
        return False
    return True


def _check(scope: Scope, invoice: Invoice, issue_date: datetime.date) -> None:
    require(scope, "accounting.issue_invoice", invoice)
    if invoice.status != Invoice.Status.DRAFT:
        raise InvoiceNotDraft(_("Invoice %(number)s was already issued.") % {"number": invoice.number})
    announce("invoice.issuing", scope=scope, invoice=invoice, issue_date=issue_date)


def _companies(found: Iterable[InvoiceFacts]) -> dict[int, CompanyFacts]:
    versions = {facts.invoice.company_id: facts.company_version for facts in found}
    return {company_id: company_facts(company_id, version) for company_id, version in versions.items()}


class _Rates:
    """The exchange rates of the days of issue, each looked up once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str, datetime.date], Decimal] = {}

    def day(self, facts: InvoiceFacts, company: CompanyFacts, date: datetime.date) -> IssueDay:
        """Return the rates that an invoice freezes: a credit note those of what it corrects."""
        invoice, base = facts.invoice, company.company.base_currency
        if facts.corrects:
            rates = facts.corrects.exchange_rate, facts.corrects.tax_exchange_rate
        elif invoice.exchange_rate != UNQUOTED:
            rates = invoice.exchange_rate, invoice.exchange_rate
        else:
            spot = self._rate(invoice.currency, base, RateKind.SPOT, date)
            rates = spot, spot
        return IssueDay(date, *rates)

    def _rate(self, currency: str, base: str, kind: str, date: datetime.date) -> Decimal:
        if currency == base:
            return UNQUOTED
        key = (currency, base, kind, date)
        if key not in self._known:
            self._known[key] = exchange_rate(currency, into=base, on=date, kind=kind)
        return self._known[key]


def _post(scope: Scope, issues: Sequence[Issue]) -> dict[int, JournalEntry]:
    entries: dict[int, JournalEntry] = {}
    plain = [issue for issue in issues if issue.reverses_entry_id is None]
    for _journal, same in groupby(sorted(plain, key=_order_of), key=_journal_of):
        group = list(same)
        posted = post_entries(scope, [issue.draft for issue in group])
        entries |= {issue.facts.invoice.pk: entry for issue, entry in zip(group, posted, strict=True)}
    for issue in issues:
        if issue.reverses_entry_id is not None:
            entries[issue.facts.invoice.pk] = reverse_entry(
                scope,
                entry_id=issue.reverses_entry_id,
                entry_date=issue.draft.entry_date,
                source=issue.draft.source,
                journal_code=issue.draft.journal_code,
            )
    return entries


def _order_of(issue: Issue) -> tuple[int, str, datetime.date, int]:
    return *_journal_of(issue), issue.draft.entry_date, issue.facts.invoice.pk


def _journal_of(issue: Issue) -> tuple[int, str]:
    return issue.draft.company_id, issue.draft.journal_code


def _record_taxes(
    issues: Sequence[Issue], companies: dict[int, CompanyFacts], entries: dict[int, JournalEntry]
) -> None:
    records = []
    for issue in issues:
        invoice = issue.facts.invoice
        entry = entries[invoice.pk]
        if issue.reverses_entry_id is None:
            records += tax_records(issue, companies[invoice.company_id], entry.pk)
        else:
            mirror_tax_lines(
                issue.reverses_entry_id,
                entry_id=entry.pk,
                return_period=f"{issue.draft.entry_date:%Y-%m}",
            )
    if records:
        record_tax_lines(records)
