"""A journal entry as its page shows it: facts, lines, and the document it was posted for."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.ledger.entries import JournalEntry
from accounting.receivables.models import Invoice
from accounting.reports.general_ledger import document_of, entry_lines
from erp.audit.operations import subject_key
from portals.components import formats
from portals.components.badges import Badge
from portals.components.records import Crumb, Fact, PageHeader
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.subjects import subject_links
from portals.staff.timeline import timeline_of


def entry_record(request: ScopedRequest, entry: JournalEntry) -> dict[str, object]:
    """Return what the page of one entry is made of."""
    document = document_of(entry.source)
    about = f"{document.kind}:{document.key}"
    reversal = JournalEntry.objects.filter(reverses=entry).select_related("series").first()
    return {
        "header": PageHeader(
            entry.label,
            above=str(entry.journal),
            badges=(Badge(_("Reversed"), "gray"),) if reversal else (),
            crumbs=(Crumb(_("Journal entries"), reverse("staff:entry_list")),),
        ),
        "facts": [
            Fact(_("Date"), formats.day(entry.entry_date)),
            Fact(_("Date of the document"), formats.day(entry.document_date)),
            Fact(_("Period"), entry.period.name),
            Fact(_("Kind"), entry.get_kind_display()),
            _document(request, entry, about),
            Fact(_("Reference"), entry.external_reference),
            Fact(_("Text"), entry.narration),
            Fact(_("Prepared by"), str(entry.prepared_by)),
            Fact(_("Approved by"), str(entry.approved_by or "")),
            _entry_fact(_("Reverses"), entry.reverses),
            _entry_fact(_("Reversed by"), reversal),
        ],
        "tables": [_lines(entry, request.company.base_currency)],
        "timeline": timeline_of(request, [about, f"journalentry:{entry.pk}"]),
    }


def _document(request: ScopedRequest, entry: JournalEntry, about: str) -> Fact:
    """Return the document by name; of one taken over only the entry knows it, else the source speaks."""
    if taken_over := Invoice.objects.filter(journal_entry=entry).first():
        about = subject_key(taken_over)
    link = subject_links(request, [about]).get(about)
    return Fact(_("Document"), link.text if link else entry.source, link.url if link else "")


def _entry_fact(label: str, entry: JournalEntry | None) -> Fact:
    url = reverse("staff:entry", args=[entry.public_id]) if entry else ""
    return Fact(label, entry.label if entry else "", url)


def _lines(entry: JournalEntry, currency: str) -> Table:
    lines = entry_lines(entry)
    return Table(
        _("Lines"),
        (
            Head(_("Account")),
            Head(_("Party")),
            Head(_("Debit"), is_number=True),
            Head(_("Credit"), is_number=True),
        ),
        tuple(
            (
                Value(line.account, note=line.branch),
                Value(
                    line.party_name,
                    note=_("due %(day)s") % {"day": formats.day(line.due_date)} if line.due_date else "",
                ),
                Value(formats.money(line.debit, currency) if line.debit else ""),
                Value(formats.money(line.credit, currency) if line.credit else ""),
            )
            for line in lines
        ),
    )
