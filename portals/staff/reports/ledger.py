"""The general ledger of one account: its lines with the running balance, page by page."""

import re
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.reports.general_ledger import ROWS_MAX, AccountLedger, LedgerRow, LedgerSpan
from portals.components import formats
from portals.components.columns import Link
from portals.components.lists import ROWS_EXPORTED_MAX, TooManyRows
from portals.gate import ScopedRequest
from portals.staff.reports.days import DaysForm
from portals.staff.reports.shape import Pages, Report, ReportRow
from portals.staff.subjects import subject_links

# Narrations of documents name their source ("payment:27:record"); those of people are worth reading.
_SOURCE = re.compile(r"[a-z]+:\S+")


def asked_span(request: ScopedRequest, days: DaysForm) -> LedgerSpan:
    """Return the days and the page asked for; a file holds all pages."""
    if request.GET.get("export"):
        return LedgerSpan(days.first, days.last, limit=ROWS_EXPORTED_MAX)
    asked = request.GET.get("page", "")
    page = max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1
    return LedgerSpan(days.first, days.last, offset=(page - 1) * ROWS_MAX, limit=ROWS_MAX)


def general_ledger_report(request: ScopedRequest, found: AccountLedger, span: LedgerSpan) -> Report:
    """
    Return one page of the lines of an account; each leads to its entry and its document.

    :raises TooManyRows: if a file would hold more lines than files do
    """
    if request.GET.get("export") and found.row_count > span.limit:
        limit = formats.number(span.limit)
        raise TooManyRows(_("A file holds up to %(limit)s rows. Narrow the list.") % {"limit": limit})
    subjects = {_subject(row) for row in found.rows}
    links = subject_links(request, subjects)
    rows = [_row(row, links.get(_subject(row))) for row in found.rows]
    return Report(
        str(found.account),
        (_("Date"), _("Entry"), _("Document"), _("Text")),
        (_("Debit"), _("Credit"), _("Balance")),
        (_first(found, span), *rows, _last(found, span)),
        request.company.base_currency,
        pages=_pages(request, found, span),
    )


def _row(row: LedgerRow, document: Link | None) -> ReportRow:
    written = "" if _SOURCE.fullmatch(row.narration) else row.narration
    return ReportRow(
        (
            formats.day(row.entry_date),
            Link(row.number, reverse("staff:entry", args=[row.entry_public_id])),
            document or row.external_reference,
            row.party_name or written,
            row.debit or None,
            row.credit or None,
            row.balance,
        )
    )


def _first(found: AccountLedger, span: LedgerSpan) -> ReportRow:
    if not span.offset or not found.rows:
        return _balance(_("Opening"), found.opening)
    row = found.rows[0]
    return _balance(_("Brought forward"), row.balance - row.debit + row.credit)


def _last(found: AccountLedger, span: LedgerSpan) -> ReportRow:
    """Return what moved in all and the closing balance; before the last page what is carried over."""
    if span.offset + len(found.rows) < found.row_count:
        return _balance(_("Carried over"), found.rows[-1].balance)
    return _balance(_("Closing"), found.closing, found.debit, found.credit)


def _balance(label: str, held: Decimal, *moved: Decimal) -> ReportRow:
    return ReportRow((label, "", "", "", *(moved or (None, None)), held), is_strong=True)


def _pages(request: ScopedRequest, found: AccountLedger, span: LedgerSpan) -> Pages | None:
    page = span.offset // ROWS_MAX + 1
    last = -(-found.row_count // ROWS_MAX)
    if last <= 1:
        return None
    words = _("Page %(page)s of %(last)s") % {"page": page, "last": last}
    return Pages(
        words,
        _page_url(request, page - 1) if page > 1 else "",
        _page_url(request, page + 1) if page < last else "",
    )


def _page_url(request: ScopedRequest, page: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(page)
    return f"?{asked.urlencode()}"


def _subject(row: LedgerRow) -> str:
    return f"{row.document.kind}:{row.document.key}"
