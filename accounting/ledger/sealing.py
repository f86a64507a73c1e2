"""Seals: a chain of hashes over each company's entries, so that tampering below the guards shows."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from accounting.ledger.seals import Seal, SealedEntry

NOTHING_BEFORE = "0" * 64
SEAL_LOCK = 4712  # the first key of the advisory lock on a company's chain; the second is its id
ENTRIES_MAX = 5_000  # per seal

# What is sealed of one entry, version 1: ids, codes, numbers and amounts as a JSON array, then its lines
# and its tax lines as arrays of arrays. PostgreSQL writes jsonb always in the same way.
CANONICAL = """
    jsonb_build_array(e.id, e.company_id, e.journal_id, e.series_id, e.number, e.period_id, e.kind,
        e.entry_date, e.document_date, e.source, e.external_reference, e.narration, e.reverses_id,
        e.is_storno, e.prepared_by_id, e.approved_by_id,
        to_char(e.posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        (SELECT jsonb_agg(jsonb_build_array(l.line_no, l.account_id, l.party_account_id, l.branch_id,
             l.debit, l.credit, l.currency, l.currency_amount, l.entry_date, l.due_date,
             l.counterparty_company_id, l.dimension_set_id, l.quantity) ORDER BY l.line_no)
         FROM accounting_journalline l WHERE l.entry_id = e.id),
        (SELECT jsonb_agg(jsonb_build_array(t.line_no, t.tax_code_id, t.registration_country,
             t.registration_number, t.direction, t.category, t.exemption_code, t.rate_percent,
             t.currency, t.currency_base, t.currency_tax, t.base, t.tax, t.tax_currency,
             t.tax_currency_base, t.tax_currency_tax, t.deductible_percent, t.tax_point_date,
             t.return_period) ORDER BY t.id)
         FROM accounting_taxline t WHERE t.entry_id = e.id))::text
"""
# Whatever is seen is committed and never changes, but for the entries of this very transaction.
UNSEALED = f"""
    SELECT e.id, {CANONICAL} FROM accounting_journalentry e
    WHERE e.company_id = %(company)s
        AND e.xact IS DISTINCT FROM pg_current_xact_id_if_assigned()
        AND (%(whole)s OR e.posted_at > now() - interval '1 hour')
        AND NOT EXISTS (SELECT FROM accounting_sealedentry s WHERE s.entry_id = e.id)
    ORDER BY e.id LIMIT %(limit)s
"""  # noqa: S608  the text is our own
SEALED = f"""
    SELECT s.seal_id, {CANONICAL} FROM accounting_sealedentry s
    JOIN accounting_journalentry e ON e.id = s.entry_id JOIN accounting_seal seal ON seal.id = s.seal_id
    WHERE seal.company_id = %(company)s ORDER BY seal.number, e.id
"""  # noqa: S608  the text is our own


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One seal as stored, and the texts of its entries as the books read now."""

    company_id: int
    number: int
    version: int
    previous_hash: str
    hash: str
    texts: tuple[str, ...]

    def recomputed(self) -> str:
        """Return the hash that the seal must have."""
        return seal_hash(self.company_id, self.number, self.previous_hash, self.texts)


def seal_hash(company_id: int, number: int, previous_hash: str, texts: Iterable[str]) -> str:
    """
    Return SHA-256 over the lines: format and version, former hash, company, number, one per entry.
    """
    digest = hashlib.sha256(f"counterpart seal 1\n{previous_hash}\n{company_id}\n{number}".encode())
    for text in texts:
        digest.update(b"\n")
        digest.update(text.encode())
    return digest.hexdigest()


@transaction.atomic
def seal_entries(*, company_id: int, whole: bool = False) -> Seal | None:
    """
    Chain the committed entries of a company that no seal holds yet; None if there are none.

    Looks at the last hour, or with `whole` at all entries. At most `ENTRIES_MAX` at once. One at a time
    per company, by an advisory lock.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SEAL_LOCK, company_id])
        wanted = {"company": company_id, "whole": whole, "limit": ENTRIES_MAX}
        cursor.execute(UNSEALED, wanted)
        found: list[tuple[int, str]] = cursor.fetchall()
    if not found:
        return None
    last = Seal.objects.filter(company_id=company_id).order_by("-number").first()
    number, previous = (last.number + 1, last.hash) if last else (1, NOTHING_BEFORE)
    seal = Seal.objects.create(
        company_id=company_id,
        number=number,
        previous_hash=previous,
        hash=seal_hash(company_id, number, previous, (text for _, text in found)),
    )
    SealedEntry.objects.bulk_create(SealedEntry(entry_id=entry_id, seal=seal) for entry_id, _ in found)
    return seal


def chain(company_id: int) -> Iterator[ChainLink]:
    """Return the seals of a company in order, each with its entries as the books read now."""
    texts: dict[int, list[str]] = {}
    for seal_id, text in _rows(SEALED, {"company": company_id}):
        texts.setdefault(seal_id, []).append(text)
    for seal in Seal.objects.filter(company_id=company_id).order_by("number").iterator():
        yield ChainLink(
            company_id,
            seal.number,
            seal.version,
            seal.previous_hash,
            seal.hash,
            tuple(texts.get(seal.pk, ())),
        )


def _rows(statement: str, values: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        yield from cursor.fetchall()
