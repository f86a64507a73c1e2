"""Invoices at the staff door."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounting.receivables.models import CustomerAccount, Invoice
from accounting.receivables.operations.crediting import correct_invoice, credit_invoice
from accounting.receivables.operations.drafting import discard_draft, draft_invoice, update_draft
from accounting.receivables.operations.issuing import issue_invoice
from accounting.receivables.sheets.invoices import KIND
from erp.notifications.operations import resend_message
from portals.components.documents import document_response
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading, writing
from portals.staff.invoices.actions import letters_of, list_actions
from portals.staff.invoices.drafts import draft_of
from portals.staff.invoices.forms import CreditForm, InvoiceForm
from portals.staff.invoices.lists import invoice_list as listed
from portals.staff.invoices.lists import invoice_rows, listed_invoices
from portals.staff.invoices.records import invoice_record
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.rows import asked_for, one

FORM = "staff/documents/form.html"


@portal("staff", "accounting.view_invoice")
@require_GET
def invoice_list(request: ScopedRequest) -> HttpResponse:
    """Show the invoices of the company."""
    header = PageHeader(_("Invoices"), actions=list_actions(request))
    with reading(request.scope):
        return list_page(request, header, listed(request), listed_invoices(request))


@portal("staff", "accounting.view_invoice")
@require_GET
def invoice(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one invoice."""
    with reading(request.scope):
        shown = one(invoice_rows(request), public_id)
        return render(request, "staff/record.html", invoice_record(request, shown))


@portal("staff", "accounting.add_invoice")
@require_http_methods(["GET", "POST"])
def invoice_new(request: ScopedRequest) -> HttpResponse:
    """Write a draft."""
    with reading(request.scope):
        customer = asked_for(request, CustomerAccount, "customer")
        form = InvoiceForm(request, request.POST or None, customer=customer)
        is_ready = sent(request, form)
    if is_ready and (new := act(request, form, draft_invoice, draft=form.draft(), today=request.today)):
        return done(request, _("The draft was saved."), reverse("staff:invoice", args=[new.public_id]))
    return form_page(request, form, _form_page(_("New invoice"), reverse("staff:invoice_list")))


@portal("staff", "accounting.add_invoice")
@require_http_methods(["GET", "POST"])
def invoice_edit(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Change a draft; an issued invoice is corrected instead."""
    back = reverse("staff:invoice", args=[public_id])
    with reading(request.scope):
        rows = invoice_rows(request).filter(status=Invoice.Status.DRAFT).select_related("journal")
        draft = one(rows, public_id)
        form = InvoiceForm(request, request.POST or None, kept=draft_of(draft))
        is_ready = sent(request, form)
    if is_ready and act(request, form, update_draft, invoice_id=draft.pk, draft=form.draft(),
                        today=request.today):  # fmt: skip
        return done(request, _("The draft was saved."), back)
    return form_page(request, form, _form_page(_("Edit draft"), back))


@portal("staff", "accounting.add_invoice")
@require_POST
def invoice_discard(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    with writing(request.scope):
        draft = one(invoice_rows(request), public_id)
        discard_draft(request.scope, invoice_id=draft.pk)
    return done(request, _("The draft was thrown away."), reverse("staff:invoice_list"))


@portal("staff", "accounting.issue_invoice")
@require_POST
def invoice_issue(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Issue a draft, dated today at the company."""
    with writing(request.scope):
        draft = one(invoice_rows(request), public_id)
        issued = issue_invoice(request.scope, invoice_id=draft.pk, issue_date=request.today)
    said = _("Invoice %(number)s was issued.") % {"number": issued.number}
    return done(request, said, reverse("staff:invoice", args=[public_id]))


@portal("staff", "accounting.credit_invoice")
@require_http_methods(["GET", "POST"])
def invoice_credit(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Give back all or part of an invoice, by a credit note dated today."""
    back = reverse("staff:invoice", args=[public_id])
    with reading(request.scope):
        form = CreditForm(request.POST or None, one(_credible(request), public_id))
        is_ready = sent(request, form)
    if is_ready and (note := act(request, form, credit_invoice, credit=form.draft(),
                                 issue_date=request.today)):  # fmt: skip
        said = _("Credit note %(number)s was issued.") % {"number": note.number}
        return done(request, said, reverse("staff:invoice", args=[note.public_id]))
    header = PageHeader(_("Credit"), crumbs=(Crumb(str(form.invoice), back),))
    page = FormPage(header, _("Issue the credit note"), back, "staff/documents/rows_form.html")
    return form_page(request, form, page)


@portal("staff", "accounting.credit_invoice")
@require_POST
def invoice_correct(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Take an invoice back as a whole and write it anew, as a draft to be changed."""
    with writing(request.scope):
        wrong = one(_credible(request), public_id)
        anew = correct_invoice(request.scope, invoice_id=wrong.pk, issue_date=request.today)
    said = _("%(number)s was taken back. Change the new draft and issue it.") % {"number": wrong}
    return done(request, said, reverse("staff:invoice_edit", args=[anew.draft.public_id]))


@portal("staff", "accounting.view_invoice")
@require_GET
def invoice_pdf(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Hand out the document; the first time it is printed and kept."""
    with reading(request.scope):
        shown = one(invoice_rows(request), public_id)
    with writing(request.scope):
        return document_response(
            request.scope, code=KIND, record_id=shown.pk, language=shown.language, today=request.today
        )


@portal("staff", "erp.send_message")
@require_POST
def invoice_send(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Send the letter of an invoice again that failed, or perhaps left."""
    with writing(request.scope):
        shown = one(invoice_rows(request), public_id)
        letter = get_object_or_404(letters_of(shown)[:1])
        resend_message(request.scope, message_id=letter.pk)
    said = _("It is sent again to %(address)s.") % {"address": letter.address}
    return done(request, said, reverse("staff:invoice", args=[public_id]))


def _credible(request: ScopedRequest) -> QuerySet[Invoice]:
    issued = invoice_rows(request).filter(status=Invoice.Status.ISSUED)
    return issued.exclude(type=Invoice.Type.CREDIT_NOTE)


def _form_page(title: str, back: str) -> FormPage:
    crumbs = (Crumb(_("Invoices"), reverse("staff:invoice_list")),)
    return FormPage(PageHeader(title, crumbs=crumbs), _("Save the draft"), back, FORM)
