"""What the books say about a document, as plain rows."""

from decimal import Decimal

from accounting.ledger.entries import JournalEntry, OpenItem
from accounting.taxes.models import TaxLine


def lines(entry: JournalEntry) -> list[tuple[str, Decimal, Decimal]]:
    """Return (purpose of the account, debit, credit) per line."""
    rows = entry.lines.order_by("line_no")
    return list(rows.values_list("account__purpose", "debit", "credit"))


def taxes(entry: JournalEntry) -> list[tuple[str, Decimal, Decimal]]:
    """Return (tax code, base, tax) per tax line, in the company's currency."""
    rows = TaxLine.objects.filter(entry=entry).order_by("pk")
    return list(rows.values_list("tax_code__code", "base", "tax"))


def open_amounts(entry: JournalEntry) -> list[Decimal]:
    """Return what is open of each control line of an entry."""
    return list(
        OpenItem.objects.filter(entry=entry).order_by("line_id").values_list("open_amount", flat=True)
    )
