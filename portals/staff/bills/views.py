"""Suppliers' bills at the staff door: received, approved or refused, paid."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounting.payables.models import Bill, SupplierAccount
from accounting.payables.operations.approving import approve_bill, reverse_bill
from accounting.payables.operations.receiving import receive_bill, refuse_bill
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading, writing
from portals.staff.bills.forms import BillForm, ReasonForm
from portals.staff.bills.lists import bill_list as listed
from portals.staff.bills.lists import bill_rows
from portals.staff.bills.records import bill_record
from portals.staff.offers import Offer, offers
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.rows import asked_for, one


@portal("staff", "accounting.view_bill")
@require_GET
def bill_list(request: ScopedRequest) -> HttpResponse:
    """Show the bills of suppliers."""
    new = Offer("accounting.change_bill", "bill_new", _("New bill"), "plus")
    header = PageHeader(_("Bills"), actions=offers(request, [new]))
    with reading(request.scope):
        return list_page(request, header, listed(request), bill_rows(request))


@portal("staff", "accounting.view_bill")
@require_GET
def bill(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one bill."""
    with reading(request.scope):
        rows = bill_rows(request).select_related("journal_entry__series")
        shown = one(rows, public_id)
        return render(request, "staff/record.html", bill_record(request, shown))


@portal("staff", "accounting.change_bill")
@require_http_methods(["GET", "POST"])
def bill_new(request: ScopedRequest) -> HttpResponse:
    """Write down a bill that arrived."""
    back = reverse("staff:bill_list")
    with reading(request.scope):
        supplier = asked_for(request, SupplierAccount, "supplier")
        form = BillForm(request, request.POST or None, supplier=supplier)
        is_ready = sent(request, form)
    if is_ready and (new := act(request, form, receive_bill, draft=form.draft())):
        said = _("Bill %(number)s was written down.") % {"number": new.number}
        return done(request, said, reverse("staff:bill", args=[new.public_id]))
    header = PageHeader(_("New bill"), crumbs=(Crumb(_("Bills"), back),))
    page = FormPage(header, _("Write it down"), back, "staff/documents/form.html")
    return form_page(request, form, page)


@portal("staff", "accounting.post_bill")
@require_POST
def bill_approve(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Approve a bill: it is posted, or waits for a second person where a rule asks."""
    with writing(request.scope):
        shown = one(bill_rows(request), public_id)
        approved = approve_bill(request.scope, bill_id=shown.pk, posting_date=request.today)
    said = f"{approved.number}: {approved.get_status_display()}"
    return done(request, said, reverse("staff:bill", args=[public_id]))


@portal("staff", "accounting.post_bill")
@require_http_methods(["GET", "POST"])
def bill_refuse(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Refuse a bill, with the reason for the supplier."""
    with reading(request.scope):
        shown = one(bill_rows(request).filter(status=Bill.Status.RECEIVED), public_id)
    form = ReasonForm(request.POST or None)
    if sent(request, form) and (refused := act(
            request, form, refuse_bill, bill_id=shown.pk, **form.cleaned_data)):  # fmt: skip
        said = _("Bill %(number)s was refused.") % {"number": refused.number}
        return done(request, said, reverse("staff:bill", args=[public_id]))
    return form_page(request, form, _page(_("Refuse"), shown))


@portal("staff", "accounting.post_bill")
@require_http_methods(["GET", "POST"])
def bill_reverse(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Take back a bill that was posted."""
    with reading(request.scope):
        shown = one(bill_rows(request).filter(status=Bill.Status.APPROVED), public_id)
    form = ReasonForm(request.POST or None)
    if sent(request, form) and (undone := act(
            request, form, reverse_bill, bill_id=shown.pk, entry_date=request.today,
            **form.cleaned_data)):  # fmt: skip
        said = _("Bill %(number)s was taken back.") % {"number": undone.number}
        return done(request, said, reverse("staff:bill", args=[public_id]))
    return form_page(request, form, _page(_("Take back"), shown))


def _page(title: str, shown: Bill) -> FormPage:
    back = reverse("staff:bill", args=[shown.public_id])
    header = PageHeader(title, above=shown.number, crumbs=(Crumb(shown.number, back),))
    return FormPage(header, title, back)
