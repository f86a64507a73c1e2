"""The only way into the ledger: one statement takes the numbers and writes entries and lines."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, connection

from accounting.ledger.entries import EntryKind, JournalEntry
from accounting.ledger.refusals import AlreadyReversed, Unbalanced, why_not_posted, why_too_late
from accounting.ledger.statement import CALL, array
from erp.access.scope import Scope
from erp.numbering.models import Series

SEAL_VERSION = 1  # of the canonical text in which entries are sealed


@dataclass(frozen=True, slots=True)
class Line:
    """
    One side of an entry before it is posted, in the company's base currency and in the document's.

    `debit` and `credit` are >= 0 and one of them is zero; `currency_amount` is positive for a debit,
    negative for a credit. `party_account_id` and `due_date` go with control accounts, and only with
    them.
    """

    account_id: int
    branch_id: int
    debit: Decimal
    credit: Decimal
    currency: str
    currency_amount: Decimal
    party_account_id: int | None = None
    due_date: datetime.date | None = None
    counterparty_company_id: int | None = None
    dimension_set_id: int | None = None
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """
    Everything an entry says. `source` names document and purpose, "invoice:42:issue", uniquely in the
    company: the database refuses to post the same thing twice.

    Without `period_id` the entry goes into the open regular period that holds `entry_date`.
    """

    company_id: int
    journal_code: str
    entry_date: datetime.date
    document_date: datetime.date
    source: str
    lines: Sequence[Line]
    narration: str = ""
    kind: EntryKind = EntryKind.NORMAL
    external_reference: str = ""
    reverses_id: int | None = None
    is_storno: bool = False
    period_id: int | None = None
    approved_by_id: int | None = None


def post_entry(scope: Scope, draft: EntryDraft) -> JournalEntry:
    """
    Post one entry; its lines are numbered in the order of the draft, their ids are in `line_ids`.

    The caller has asked `require` for its document. Locks: series, then period. The number is taken
    after every read and check.

    :raises Unbalanced: if debits and credits differ: a bug of the caller
    :raises NoPeriod, PeriodClosed, PeriodLocked: by the day of the entry
    :raises NoSeries, DateBeforeLast: by the series of the journal
    :raises AlreadyPosted: if the source was posted before
    """
    return post_entries(scope, [draft])[0]


def post_entries(scope: Scope, drafts: Sequence[EntryDraft]) -> list[JournalEntry]:
    """
    Post entries of one company and journal with one block of numbers, in the order given.

    :raises ValueError: if they are of several companies or journals
    :raises Refused: as `post_entry`; then nothing was posted
    """
    if not drafts:
        return []
    if len({(draft.company_id, draft.journal_code) for draft in drafts}) > 1:
        raise ValueError("a block of entries has one company and one journal")
    for draft in drafts:
        _check_balance(draft)
    try:
        with connection.cursor() as cursor:
            cursor.execute(CALL, _arguments(scope, drafts))
            rows = cursor.fetchall()
    except IntegrityError as error:
        if refusal := why_too_late(error, drafts[0]):
            raise refusal from error
        raise
    if len(rows) != len(drafts):
        raise why_not_posted(drafts, prepared_by_id=scope.actor.pk)
    return _posted(scope, drafts, rows)


def reverse_entry(
    scope: Scope,
    *,
    entry_id: int,
    entry_date: datetime.date,
    source: str,
    journal_code: str | None = None,
) -> JournalEntry:
    """
    Post the mirror of an entry: every line with its sides swapped, in the same journal or another.

    In a company that uses storno the mirror is marked: its lines then subtract on the original side.
    Open items of both stay open until they are allocated (`allocations.allocate_reversal`).

    :raises AlreadyReversed: if the entry has a reversal
    :raises Refused: as `post_entry`
    """
    entry = JournalEntry.objects.select_related("company", "journal").get(pk=entry_id)
    if JournalEntry.objects.filter(reverses_id=entry_id).exists():
        raise AlreadyReversed.of(entry.label)
    draft = EntryDraft(
        company_id=entry.company_id,
        journal_code=journal_code or entry.journal.code,
        entry_date=entry_date,
        document_date=entry_date,
        source=source,
        lines=_mirrored(entry),
        narration=entry.narration,
        kind=EntryKind.REVERSAL,
        external_reference=entry.external_reference,
        reverses_id=entry.pk,
        is_storno=entry.company.uses_storno,
    )
    return post_entry(scope, draft)


def _check_balance(draft: EntryDraft) -> None:
    debits = sum(line.debit for line in draft.lines)
    credited = sum(line.credit for line in draft.lines)
    if len(draft.lines) < 2 or debits != credited:
        raise Unbalanced(f"{draft.source}: {debits} debit, {credited} credit")


def _mirrored(entry: JournalEntry) -> list[Line]:
    return [
        Line(
            account_id=line.account_id,
            branch_id=line.branch_id,
            debit=line.credit,
            credit=line.debit,
            currency=line.currency,
            currency_amount=-line.currency_amount,
            party_account_id=line.party_account_id,
            due_date=line.due_date,
            counterparty_company_id=line.counterparty_company_id,
            dimension_set_id=line.dimension_set_id,
            quantity=None if line.quantity is None else -line.quantity,
        )
        for line in entry.lines.order_by("line_no")
    ]


def _arguments(scope: Scope, drafts: Sequence[EntryDraft]) -> list[Any]:
    first = drafts[0]
    lines = [line for draft in drafts for line in draft.lines]
    return [
        first.company_id,
        first.journal_code,
        scope.actor.pk,
        array([draft.entry_date for draft in drafts]),
        array([draft.document_date for draft in drafts]),
        [draft.source for draft in drafts],
        [draft.narration for draft in drafts],
        [str(draft.kind) for draft in drafts],
        [draft.external_reference for draft in drafts],
        array([draft.reverses_id for draft in drafts]),
        array([draft.is_storno for draft in drafts]),
        array([draft.period_id for draft in drafts]),
        array([draft.approved_by_id for draft in drafts]),
        array([at for at, draft in enumerate(drafts, start=1) for _ in draft.lines]),
        array([line_no for draft in drafts for line_no in range(1, len(draft.lines) + 1)]),
        array([line.account_id for line in lines]),
        array([line.party_account_id for line in lines]),
        array([line.branch_id for line in lines]),
        array([line.debit for line in lines]),
        array([line.credit for line in lines]),
        [line.currency for line in lines],
        array([line.currency_amount for line in lines]),
        array([line.due_date for line in lines]),
        array([line.counterparty_company_id for line in lines]),
        array([line.dimension_set_id for line in lines]),
        array([line.quantity for line in lines]),
    ]


def _posted(
    scope: Scope, drafts: Sequence[EntryDraft], rows: Sequence[tuple[Any, ...]]
) -> list[JournalEntry]:
    """Return the rows that the database answered as entries, with their series and line ids."""
    series = _series(*rows[0][7:])
    return [_entry(scope, draft, row, series) for draft, row in zip(drafts, rows, strict=True)]


@lru_cache(maxsize=256)
def _series(series_id: int, pattern: str) -> Series:
    """Return the part of a series that never changes and makes a number a label."""
    return Series.from_db("default", ("id", "pattern"), (series_id, pattern))


def _entry(scope: Scope, draft: EntryDraft, row: tuple[Any, ...], series: Series) -> JournalEntry:
    entry_id, public_id, number, journal_id, period_id, posted_at, line_ids = row[:7]
    values = {
        "id": entry_id,
        "public_id": public_id,
        "company_id": draft.company_id,
        "journal_id": journal_id,
        "series_id": series.pk,
        "number": number,
        "period_id": period_id,
        "kind": draft.kind,
        "entry_date": draft.entry_date,
        "document_date": draft.document_date,
        "source": draft.source,
        "external_reference": draft.external_reference,
        "narration": draft.narration,
        "reverses_id": draft.reverses_id,
        "is_storno": draft.is_storno,
        "prepared_by_id": scope.actor.pk,
        "approved_by_id": draft.approved_by_id,
        "posted_at": posted_at,
        "seal_version": SEAL_VERSION,
    }
    entry = JournalEntry.from_db("default", values.keys(), values.values())
    entry._state.fields_cache["series"] = series
    entry.line_ids = tuple(line_ids)
    return entry
