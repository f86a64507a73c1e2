"""The invariants of the ledger, proved from its rows by code that does not write them."""

from collections.abc import Iterator

from django.db import connection

from accounting.ledger.checking import check
from accounting.ledger.roots import broken_roots
from accounting.ledger.sealing import NOTHING_BEFORE, chain
from accounting.ledger.seals import SealedEntry
from erp.organization.models import Company

SHOWN_MAX = 50  # places per invariant


def places(statement: str) -> Iterator[str]:
    """Return the first column of every row that a statement finds, at most `SHOWN_MAX`."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({statement}) found LIMIT {SHOWN_MAX}")  # noqa: S608  ours
        for row in cursor.fetchall():
            yield str(row[0])


@check("every entry has lines, and every line an entry of its company and day")
def whole_entries() -> Iterator[str]:
    """Find entries without lines, and lines apart from their entry."""
    return places("""
        SELECT 'entry ' || e.id FROM accounting_journalentry e
        WHERE NOT EXISTS (SELECT FROM accounting_journalline l WHERE l.entry_id = e.id)
        UNION ALL
        SELECT 'line ' || l.id FROM accounting_journalline l
        LEFT JOIN accounting_journalentry e ON e.id = l.entry_id
        WHERE (l.company_id, l.entry_date) IS DISTINCT FROM (e.company_id, e.entry_date)
    """)


@check("every entry is balanced, in base and where it has one currency in that")
def balanced_entries() -> Iterator[str]:
    """Find entries whose debits and credits differ, or whose lines are not numbered from 1."""
    return places("""
        SELECT 'entry ' || entry_id FROM accounting_journalline GROUP BY entry_id
        HAVING sum(debit) <> sum(credit) OR count(*) < 2
            OR min(line_no) <> 1 OR max(line_no) <> count(*)
            OR count(DISTINCT currency) = 1 AND sum(currency_amount) <> 0
    """)


@check("every line fits its account, its party account and its currencies")
def fitting_lines() -> Iterator[str]:
    """Find lines with the wrong party account, scale or part of a minor unit."""
    return places("""
        SELECT 'line ' || l.id FROM accounting_journalline l
        JOIN erp_company c ON c.id = l.company_id
        LEFT JOIN accounting_account a ON (a.company_id, a.id) = (l.company_id, l.account_id)
        LEFT JOIN accounting_partyaccount p
            ON (p.company_id, p.id) = (l.company_id, l.party_account_id)
        LEFT JOIN accounting_currency base ON base.code = c.base_currency
        LEFT JOIN accounting_currency own ON own.code = l.currency
        WHERE a.id IS NULL OR base.code IS NULL OR own.code IS NULL
            OR p.control_account_id IS DISTINCT FROM CASE WHEN a.control_kind IN
               ('RECEIVABLE', 'PAYABLE', 'ADVANCE_RECEIVED', 'ADVANCE_PAID') THEN a.id END
            OR l.currency = c.base_currency AND l.currency_amount <> l.debit - l.credit
            OR trunc(l.debit + l.credit, base.minor_units) <> l.debit + l.credit
            OR trunc(l.currency_amount, own.minor_units) <> l.currency_amount
    """)


@check("every entry lies in its period")
def entries_in_periods() -> Iterator[str]:
    """Find entries whose day their period does not hold."""
    return places("""
        SELECT 'entry ' || e.id FROM accounting_journalentry e
        LEFT JOIN accounting_period p ON (p.company_id, p.id) = (e.company_id, e.period_id)
            AND e.entry_date BETWEEN p.start_date AND p.end_date
        WHERE p.id IS NULL
    """)


@check("numbers have no gaps: every number a series counted is an entry of its journal")
def gapless_numbers() -> Iterator[str]:
    """Find series whose entries are not exactly the numbers that were counted."""
    return places("""
        SELECT 'series ' || s.id FROM erp_series s
        LEFT JOIN accounting_journalentry e ON e.series_id = s.id
        LEFT JOIN accounting_journal j ON j.id = e.journal_id
        WHERE s.posts GROUP BY s.id
        HAVING count(e.id) <> s.last_number - s.first_number + 1
            OR coalesce(min(e.number), s.first_number) <> s.first_number
            OR coalesce(max(e.number), s.last_number) <> s.last_number
            OR bool_or(j.code <> s.code OR e.company_id <> s.company_id)
    """)


@check("a reversal mirrors what it reverses")
def mirrored_reversals() -> Iterator[str]:
    """Find reversals with a line that is not the original's with its sides swapped."""
    return places("""
        SELECT 'entry ' || r.id FROM accounting_journalentry r
        LEFT JOIN accounting_journalline l ON l.entry_id = r.id
        LEFT JOIN accounting_journalline o ON o.entry_id = r.reverses_id AND o.line_no = l.line_no
        WHERE r.reverses_id IS NOT NULL
            AND (l.account_id, l.party_account_id, l.debit, l.credit, l.currency, l.currency_amount)
            IS DISTINCT FROM
                (o.account_id, o.party_account_id, o.credit, o.debit, o.currency, -o.currency_amount)
    """)


@check("the balances kept equal the sums of the lines")
def kept_balances() -> Iterator[str]:
    """Find balances that differ from what the lines come to."""
    return places("""
        SELECT format('account %s in period %s', account_id, period_id) FROM (
            (SELECT company_id, journal_id, period_id, entry_kind, account_id, currency, branch_id,
                 debit, credit, currency_amount FROM accounting_balance
             EXCEPT SELECT * FROM recomputed_balances())
            UNION ALL
            (SELECT * FROM recomputed_balances()
             EXCEPT SELECT company_id, journal_id, period_id, entry_kind, account_id, currency,
                 branch_id, debit, credit, currency_amount FROM accounting_balance)) differing
    """)


@check("the open items kept equal the lines less their allocations")
def kept_open_items() -> Iterator[str]:
    """Find open items that differ from their line and its allocations."""
    columns = """line_id, company_id, branch_id, party_id, party_account_id, account_id, entry_id,
        is_debit, currency, entry_date, due_date, amount, base_amount, open_amount, open_base_amount,
        settled_date"""
    return places(f"""
        SELECT 'line ' || line_id FROM (
            (SELECT {columns} FROM accounting_openitem EXCEPT SELECT * FROM recomputed_open_items())
            UNION
            (SELECT * FROM recomputed_open_items() EXCEPT SELECT {columns} FROM accounting_openitem)
        ) differing
    """)  # noqa: S608  our own columns


@check("open items come to the balances of their control accounts")
def control_accounts() -> Iterator[str]:
    """Find control accounts whose balance is not the sum of their open items."""
    return places("""
        SELECT 'account ' || a.id FROM accounting_account a
        LEFT JOIN (SELECT account_id, sum(debit - credit) AS amount FROM accounting_journalline
                   GROUP BY account_id) booked ON booked.account_id = a.id
        LEFT JOIN (SELECT account_id, sum(CASE WHEN is_debit THEN open_base_amount
                                               ELSE -open_base_amount END) AS amount
                   FROM accounting_openitem GROUP BY account_id) open ON open.account_id = a.id
        WHERE a.control_kind IN ('RECEIVABLE', 'PAYABLE', 'ADVANCE_RECEIVED', 'ADVANCE_PAID')
            AND coalesce(booked.amount, 0) <> coalesce(open.amount, 0)
    """)


@check("the seals are one chain, and every sealed entry reads as it was sealed")
def unbroken_seals() -> Iterator[str]:
    """Find seals that do not follow the one before, or whose entries read differently now."""
    for company_id in Company.objects.order_by("id").values_list("pk", flat=True):
        number, previous = 0, NOTHING_BEFORE
        for link in chain(company_id):
            if (link.number, link.previous_hash) != (number + 1, previous):
                yield f"seal {link.number} of company {company_id} does not follow"
            if link.recomputed() != link.hash:
                yield f"seal {link.number} of company {company_id}: an entry reads differently"
            number, previous = link.number, link.hash


@check("every entry older than a day is sealed, where seals are made")
def sealed_entries() -> Iterator[str]:
    """Find entries that no seal holds although the next day has passed."""
    if not SealedEntry.objects.exists():
        return iter(())
    return places("""
        SELECT 'entry ' || e.id FROM accounting_journalentry e
        WHERE e.posted_at < now() - interval '1 day'
            AND NOT EXISTS (SELECT FROM accounting_sealedentry s WHERE s.entry_id = e.id)
    """)


@check("the seals are those of the signed roots that are kept outside")
def kept_roots() -> Iterator[str]:
    """Find roots that are damaged or forged, or whose seal the chain no longer has."""
    return broken_roots()
