"""A voucher as its page shows it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.ledger.vouchers import ManualJournal
from erp.audit.operations import subject_key
from portals.components import formats
from portals.components.badges import status_badge
from portals.components.figures import Action
from portals.components.records import Crumb, Fact, PageHeader
from portals.components.tables import Head, Table, Value
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers
from portals.staff.timeline import timeline_of

CHANGE = "accounting.change_manualjournal"


def journal_record(request: ScopedRequest, journal: ManualJournal) -> dict[str, object]:
    """Return what the page of one voucher is made of."""
    entry = journal.journal_entry
    return {
        "header": PageHeader(
            str(journal),
            above=_("Voucher"),
            below=journal.narration,
            badges=(status_badge(journal),),
            crumbs=(Crumb(_("Vouchers"), reverse("staff:journal_list")),),
            actions=_actions(request, journal),
        ),
        "facts": [
            Fact(_("Date"), formats.day(journal.entry_date)),
            Fact(_("Journal"), str(journal.journal)),
            Fact(_("Branch"), journal.branch.name),
            Fact(_("Kind"), journal.get_kind_display()),
            Fact(_("Prepared by"), str(journal.prepared_by)),
            Fact(_("Approved by"), str(journal.approved_by or "")),
            Fact(
                _("Entry"),
                entry.label if entry else "",
                reverse("staff:entry", args=[entry.public_id]) if entry else "",
            ),
        ],
        "tables": [_lines(journal, request.company.base_currency)],
        "timeline": timeline_of(request, [subject_key(journal)]),
    }


def _actions(request: ScopedRequest, journal: ManualJournal) -> tuple[Action, ...]:
    post = "accounting.post_manualjournal"
    question = _("Post this voucher? A posted one can only be reversed.")
    discard = _("Throw this voucher away?")
    status = ManualJournal.Status
    by_status = {
        status.DRAFT: [
            Offer(CHANGE, "journal_discard", _("Discard"), "trash", posts=True, confirm=discard),
            Offer(CHANGE, "journal_edit", _("Edit"), "edit"),
            Offer(post, "journal_post", _("Post"), "check", posts=True, confirm=question),
        ],
        status.POSTED: [
            Offer("accounting.reverse_entry", "journal_reverse", _("Reverse"), "arrow-back-up"),
            Offer(CHANGE, "journal_copy", _("Copy"), "copy", posts=True),
        ],
    }
    return offers(request, by_status.get(status(journal.status), []), journal)


def _lines(journal: ManualJournal, currency: str) -> Table:
    lines = list(journal.lines.select_related("account").order_by("line_no"))
    total = sum(line.debit for line in lines)
    return Table(
        _("Lines"),
        (
            Head(_("Account")),
            Head(_("Text")),
            Head(_("Debit"), is_number=True),
            Head(_("Credit"), is_number=True),
        ),
        tuple(
            (
                Value(str(line.account)),
                Value(line.text),
                Value(formats.money(line.debit, currency) if line.debit else ""),
                Value(formats.money(line.credit, currency) if line.credit else ""),
            )
            for line in lines
        ),
        foot=((_("Total"), formats.money(total, currency)),) if total else (),
    )
