"""The statement that posts: period, number, entries and lines at once, whatever their count."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

# It writes nothing and takes no number unless every draft has found its period and is new. All lines
# come by one INSERT: from it the guards prove each entry whole and balanced.
POST = """
WITH draft AS MATERIALIZED (
    SELECT d.*, j.id AS journal_id, j.kind AS journal_kind, p.id AS period_id
    FROM unnest(%(entry_date)s::date[], %(document_date)s::date[], %(source)s::text[],
                %(narration)s::text[], %(kind)s::text[], %(external_reference)s::text[],
                %(reverses)s::bigint[], %(is_storno)s::boolean[], %(wanted_period)s::bigint[],
                %(approved_by)s::bigint[])
        WITH ORDINALITY AS d (entry_date, document_date, source, narration, kind, external_reference,
                              reverses_id, is_storno, wanted_period, approved_by_id, position)
    JOIN accounting_journal j ON j.company_id = %(company)s AND j.code = %(journal)s
    JOIN accounting_period p ON p.company_id = %(company)s
        AND d.entry_date BETWEEN p.start_date AND p.end_date
        AND p.id = coalesce(d.wanted_period, p.id)
        AND (d.wanted_period IS NOT NULL OR p.kind = 'REGULAR')
    WHERE period_takes(p, j.kind, %(prepared_by)s)
        AND NOT EXISTS (SELECT FROM accounting_journalentry e
                        WHERE e.company_id = %(company)s AND e.source = d.source)
), series AS MATERIALIZED (
    SELECT s.* FROM (SELECT min(entry_date) AS first_day, max(entry_date) AS last_day,
            CASE WHEN count(*) = %(count)s THEN count(*) ELSE 0 END AS how_many,
            bool_or(journal_kind = 'SALES') AS in_date_order FROM draft) block,
        take_numbers(%(company)s, %(journal)s, first_day, last_day, how_many, in_date_order) s
), entry AS (
    INSERT INTO accounting_journalentry (public_id, company_id, journal_id, series_id, number, period_id,
        kind, entry_date, document_date, source, external_reference, narration, reverses_id, is_storno,
        prepared_by_id, approved_by_id, seal_version)
    SELECT gen_random_uuid(), %(company)s, d.journal_id, s.id, s.last_number - %(count)s + d.position,
        d.period_id, d.kind, d.entry_date, d.document_date, d.source, d.external_reference, d.narration,
        d.reverses_id, d.is_storno, %(prepared_by)s, d.approved_by_id, 1
    FROM draft d, series s ORDER BY d.position
    RETURNING id, public_id, journal_id, number, period_id, posted_at, entry_date, series_id
), line AS (
    INSERT INTO accounting_journalline (company_id, entry_id, line_no, account_id, party_account_id,
        branch_id, debit, credit, currency, currency_amount, entry_date, due_date,
        counterparty_company_id, dimension_set_id, quantity)
    SELECT %(company)s, e.id, l.line_no, l.account_id, l.party_account_id, l.branch_id, l.debit,
        l.credit, l.currency, l.currency_amount, e.entry_date, l.due_date, l.counterparty_company_id,
        l.dimension_set_id, l.quantity
    FROM unnest(%(position)s::int[], %(line_no)s::int[], %(account)s::bigint[],
                %(party_account)s::bigint[], %(branch)s::bigint[], %(debit)s::numeric[],
                %(credit)s::numeric[], %(currency)s::text[], %(currency_amount)s::numeric[],
                %(due_date)s::date[], %(counterparty)s::bigint[], %(dimension_set)s::bigint[],
                %(quantity)s::numeric[])
        AS l (position, line_no, account_id, party_account_id, branch_id, debit, credit, currency,
              currency_amount, due_date, counterparty_company_id, dimension_set_id, quantity)
    CROSS JOIN series s JOIN entry e ON e.number = s.last_number - %(count)s + l.position
    ORDER BY l.position, l.line_no
    RETURNING id, entry_id, line_no
)
SELECT e.id, e.public_id, e.journal_id, e.number, e.period_id, e.posted_at,
    s.id, s.code, s.start_date, s.end_date, s.pattern, s.first_number, s.last_number, s.latest_date,
    array_agg(l.id ORDER BY l.line_no)
FROM entry e JOIN line l ON l.entry_id = e.id CROSS JOIN series s
GROUP BY e.id, e.public_id, e.journal_id, e.number, e.period_id, e.posted_at, s.id, s.code, s.start_date,
    s.end_date, s.pattern, s.first_number, s.last_number, s.latest_date
ORDER BY e.number
"""


def array(values: Iterable[Decimal | datetime.date | int | str | None]) -> str:
    """Return an array literal of values that need no quotes: numbers, days, codes of our own."""
    return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"
