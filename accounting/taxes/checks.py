"""The invariants of tax lines."""

from collections.abc import Iterator

from accounting.ledger.checking import check
from accounting.ledger.checks import places


@check("tax lines tie to the tax accounts of their entry")
def tax_lines_tie() -> Iterator[str]:
    """
    Find entries whose tax lines differ from what they post on tax accounts.

    Output tax is a credit, input tax a debit. Entries with tax that is not deducted in full are left
    out: what is not deducted is a cost, on another account.
    """
    return places("""
        SELECT 'entry ' || taxed.entry_id FROM (
            SELECT entry_id, sum(CASE direction WHEN 'OUTPUT' THEN tax ELSE -tax END) AS tax
            FROM accounting_taxline GROUP BY entry_id HAVING min(deductible_percent) = 100) taxed
        LEFT JOIN (SELECT l.entry_id, sum(l.credit - l.debit) AS tax FROM accounting_journalline l
                   JOIN accounting_account a ON a.id = l.account_id
                   WHERE a.control_kind = 'TAX' GROUP BY l.entry_id) booked
            ON booked.entry_id = taxed.entry_id
        WHERE taxed.tax <> coalesce(booked.tax, 0)
    """)


@check("every tax line belongs to its entry's company and names a line of it")
def tax_lines_have_entries() -> Iterator[str]:
    """Find tax lines apart from their entry, or with tax that no line holds."""
    return places("""
        SELECT 'tax line ' || t.id FROM accounting_taxline t
        LEFT JOIN accounting_journalentry e ON (e.company_id, e.id) = (t.company_id, t.entry_id)
        LEFT JOIN accounting_journalline l ON l.entry_id = t.entry_id AND l.line_no = t.line_no
        WHERE e.id IS NULL OR t.tax <> 0 AND l.id IS NULL
    """)
