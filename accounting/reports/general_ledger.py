"""The lines of one account with their running balance, each with the document it came from."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from accounting.ledger.entries import JournalEntry, JournalLine
from accounting.ledger.models import Account
from accounting.ledger.visibility import visible_branches
from accounting.reports.sums import Part, Sums, sums_on
from accounting.reports.trial_balance import VIEW_REPORTS
from erp.access.scope import Scope

ZERO = Decimal(0)
DAY = datetime.timedelta(days=1)
ROWS_MAX = 500


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """What an entry was posted for, read from its source: "invoice:42:issue" is invoice 42."""

    kind: str
    key: str
    purpose: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line; `balance` is what the account holds after it. Storno lines subtract on their side."""

    entry_id: int
    entry_public_id: UUID
    number: str
    journal_code: str
    entry_date: datetime.date
    document_date: datetime.date
    narration: str
    external_reference: str
    document: DocumentKey
    party_name: str
    debit: Decimal
    credit: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class LedgerSpan:
    """The days of a general ledger, both inclusive, and which page of its lines."""

    since: datetime.date
    until: datetime.date
    offset: int = 0
    limit: int = ROWS_MAX


@dataclass(frozen=True, slots=True)
class AccountLedger:
    """
    One page of an account's lines, in the order of their days.

    `opening` is what it held before the first day, `closing` after the last; `debit` and `credit` are
    what moved between, and `row_count` counts the lines, of all pages.
    """

    account: Account
    opening: Decimal
    rows: tuple[LedgerRow, ...]
    debit: Decimal
    credit: Decimal
    closing: Decimal
    row_count: int


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line of an entry, for the page of the entry."""

    line_no: int
    account_id: int
    account: str
    party_name: str
    branch: str
    debit: Decimal
    credit: Decimal
    currency: str
    currency_amount: Decimal
    due_date: datetime.date | None


def general_ledger(scope: Scope, *, account_id: int, span: LedgerSpan) -> AccountLedger:
    """
    Return the lines of an account in a span of days, one page of them.

    :raises AccessDenied: if `scope` may not read the company's reports
    """
    account = Account.objects.get(pk=account_id)
    branch_ids = visible_branches(scope, VIEW_REPORTS, company_id=account.company_id)
    part = Part(account.company_id, branch_ids)
    before, after = (
        sums.get(account.pk, Sums()) for sums in sums_on(part, [span.since - DAY, span.until])
    )
    moved = after - before
    lines = _lines(account, span, branch_ids)
    skipped = lines[: span.offset].aggregate(held=Sum(F("debit") - F("credit")))["held"] or ZERO
    page = lines[span.offset : span.offset + span.limit]
    return AccountLedger(
        account,
        before.balance,
        _with_balances(page, before.balance + skipped),
        moved.debit,
        moved.credit,
        after.balance,
        lines.count(),
    )


def entry_lines(entry: JournalEntry) -> list[EntryLine]:
    """Return the lines of an entry in their order; the caller has found the entry in its scope."""
    rows = entry.lines.select_related("account", "branch", "party_account__party")
    return [
        EntryLine(
            line.line_no,
            line.account_id,
            str(line.account),
            line.party_account.party.name if line.party_account else "",
            line.branch.name,
            line.debit,
            line.credit,
            line.currency,
            line.currency_amount,
            line.due_date,
        )
        for line in rows.order_by("line_no")
    ]


def document_of(source: str) -> DocumentKey:
    """Return the document and purpose that a source names: "invoice:42:issue"."""
    kind, _, rest = source.partition(":")
    key, _, purpose = rest.partition(":")
    return DocumentKey(kind, key, purpose)


def _lines(account: Account, span: LedgerSpan, branch_ids: list[int] | None) -> QuerySet[JournalLine]:
    wanted = Q(company_id=account.company_id, account=account)
    wanted &= Q(entry_date__gte=span.since, entry_date__lte=span.until)
    if branch_ids is not None:
        wanted &= Q(branch_id__in=branch_ids)
    lines = JournalLine.objects.filter(wanted)
    related = lines.select_related("entry__series", "entry__journal", "party_account__party")
    return related.order_by("entry_date", "entry_id", "line_no")


def _with_balances(lines: QuerySet[JournalLine], held: Decimal) -> tuple[LedgerRow, ...]:
    rows = []
    for line in lines:
        entry = line.entry
        held += line.debit - line.credit
        debit, credit = line.debit, line.credit
        if entry.is_storno:
            debit, credit = -line.credit, -line.debit
        rows.append(
            LedgerRow(
                entry.pk,
                entry.public_id,
                entry.label,
                entry.journal.code,
                entry.entry_date,
                entry.document_date,
                entry.narration,
                entry.external_reference,
                document_of(entry.source),
                line.party_account.party.name if line.party_account else "",
                debit,
                credit,
                held,
            )
        )
    return tuple(rows)
