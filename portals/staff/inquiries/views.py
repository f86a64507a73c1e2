"""Questions from outside, at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm.service.operations import answer_inquiry, close_inquiry
from erp.clock import now
from portals.components.records import PageHeader
from portals.gate import ScopedRequest, portal, reading, writing
from portals.staff.inquiries.forms import AnswerForm
from portals.staff.inquiries.lists import SPEC, inquiry_rows
from portals.staff.inquiries.records import inquiry_record
from portals.staff.pages import act, done, list_page
from portals.staff.rows import one


@portal("staff", "crm.view_inquiry")
@require_GET
def inquiry_list(request: ScopedRequest) -> HttpResponse:
    """Show what customers and suppliers ask."""
    with reading(request.scope):
        return list_page(request, PageHeader(_("Inquiries")), SPEC, inquiry_rows(request))


@portal("staff", "crm.view_inquiry")
@require_GET
def inquiry(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one question with its answers."""
    return _page(request, public_id, AnswerForm())


@portal("staff", "crm.answer_inquiry")
@require_POST
def inquiry_answer(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Answer for the company."""
    form = AnswerForm(request.POST)
    with reading(request.scope):
        asked = one(inquiry_rows(request), public_id)
    if form.is_valid() and act(
        request, form, answer_inquiry, inquiry_id=asked.pk, text=form.cleaned_data["text"], now=now()
    ):
        return done(request, _("Your answer was sent."), reverse("staff:inquiry", args=[public_id]))
    return _page(request, public_id, form)


@portal("staff", "crm.answer_inquiry")
@require_POST
def inquiry_close(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """End an inquiry."""
    with writing(request.scope):
        asked = one(inquiry_rows(request), public_id)
        close_inquiry(request.scope, inquiry_id=asked.pk)
    return done(request, _("The inquiry was closed."), reverse("staff:inquiry", args=[public_id]))


def _page(request: ScopedRequest, public_id: UUID, form: AnswerForm) -> HttpResponse:
    with reading(request.scope):
        record = inquiry_record(request, one(inquiry_rows(request), public_id), form)
        status = 422 if form.errors else 200
        return render(request, "staff/inquiries/inquiry.html", record, status=status)
