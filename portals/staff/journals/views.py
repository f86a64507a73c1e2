"""Vouchers written by hand, at the staff door."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounting.ledger.manual_journals import (
    change_manual_journal,
    copy_manual_journal,
    discard_manual_journal,
    draft_manual_journal,
    post_manual_journal,
    reverse_manual_journal,
)
from accounting.ledger.vouchers import ManualJournal
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading, writing
from portals.staff.journals.forms import ReversalForm, VoucherForm
from portals.staff.journals.lists import SPEC, journal_rows
from portals.staff.journals.records import journal_record
from portals.staff.offers import Offer, offers
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.rows import one


@portal("staff", "accounting.view_manualjournal")
@require_GET
def journal_list(request: ScopedRequest) -> HttpResponse:
    """Show the vouchers written by hand."""
    new = Offer("accounting.change_manualjournal", "journal_new", _("New voucher"), "plus")
    header = PageHeader(_("Vouchers"), actions=offers(request, [new]))
    with reading(request.scope):
        return list_page(request, header, SPEC, journal_rows(request))


@portal("staff", "accounting.view_manualjournal")
@require_GET
def journal(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one voucher."""
    with reading(request.scope):
        shown = one(journal_rows(request), public_id)
        return render(request, "staff/record.html", journal_record(request, shown))


@portal("staff", "accounting.change_manualjournal")
@require_http_methods(["GET", "POST"])
def journal_new(request: ScopedRequest) -> HttpResponse:
    """Write a voucher down; nothing is posted yet."""
    with reading(request.scope):
        form = VoucherForm(request, request.POST or None)
        is_ready = sent(request, form)
    if is_ready and (new := act(request, form, draft_manual_journal, voucher=form.voucher())):
        return done(request, _("The voucher was saved."), _url("journal", new.public_id))
    return form_page(request, form, _page(_("New voucher"), reverse("staff:journal_list")))


@portal("staff", "accounting.change_manualjournal")
@require_http_methods(["GET", "POST"])
def journal_edit(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Change a voucher that is not posted."""
    back = _url("journal", public_id)
    with reading(request.scope):
        kept = one(_with(request, ManualJournal.Status.DRAFT), public_id)
        form = VoucherForm(request, request.POST or None, kept=kept)
        is_ready = sent(request, form)
    if is_ready and act(request, form, change_manual_journal, manual_journal_id=kept.pk,
                        voucher=form.voucher()):  # fmt: skip
        return done(request, _("The voucher was saved."), back)
    return form_page(request, form, _page(_("Edit voucher"), back))


@portal("staff", "accounting.post_manualjournal")
@require_POST
def journal_post(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Post a voucher, or let it wait for a second person where a rule asks."""
    with writing(request.scope):
        shown = one(journal_rows(request), public_id)
        posted = post_manual_journal(request.scope, manual_journal_id=shown.pk)
    return done(request, f"{posted}: {posted.get_status_display()}", _url("journal", public_id))


@portal("staff", "accounting.change_manualjournal")
@require_POST
def journal_discard(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Throw a voucher away that was not posted."""
    with writing(request.scope):
        shown = one(journal_rows(request), public_id)
        discard_manual_journal(request.scope, manual_journal_id=shown.pk)
    return done(request, _("The voucher was thrown away."), reverse("staff:journal_list"))


@portal("staff", "accounting.change_manualjournal")
@require_POST
def journal_copy(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Write the same voucher again, dated today."""
    with writing(request.scope):
        shown = one(journal_rows(request), public_id)
        copy = copy_manual_journal(request.scope, manual_journal_id=shown.pk, entry_date=request.today)
    return done(request, _("The voucher was copied."), _url("journal_edit", copy.public_id))


@portal("staff", "accounting.reverse_entry")
@require_http_methods(["GET", "POST"])
def journal_reverse(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Reverse a posted voucher."""
    back = _url("journal", public_id)
    with reading(request.scope):
        shown = one(_with(request, ManualJournal.Status.POSTED), public_id)
    form = ReversalForm(request.POST or None, initial={"entry_date": request.today})
    if sent(request, form) and act(request, form, reverse_manual_journal,
                                   manual_journal_id=shown.pk, **form.cleaned_data):  # fmt: skip
        return done(request, _("The voucher was reversed."), back)
    header = PageHeader(_("Reverse voucher"), crumbs=(Crumb(str(shown), back),))
    return form_page(request, form, FormPage(header, _("Reverse it"), back))


def _with(request: ScopedRequest, status: ManualJournal.Status) -> QuerySet[ManualJournal]:
    return journal_rows(request).filter(status=status)


def _url(name: str, public_id: UUID) -> str:
    return reverse(f"staff:{name}", args=[public_id])


def _page(title: str, back: str) -> FormPage:
    header = PageHeader(title, crumbs=(Crumb(_("Vouchers"), reverse("staff:journal_list")),))
    return FormPage(header, _("Save the voucher"), back, "staff/documents/form.html")
