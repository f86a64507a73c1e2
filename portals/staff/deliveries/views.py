"""Deliveries at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.sales.operations.invoicing import invoice_deliveries, invoice_delivery
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading, writing
from portals.staff.deliveries.forms import BillingRunForm
from portals.staff.deliveries.lists import SPEC, delivery_rows
from portals.staff.deliveries.records import delivery_record
from portals.staff.offers import Offer, offers
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.rows import one


@portal("staff", "crm.view_delivery")
@require_GET
def delivery_list(request: ScopedRequest) -> HttpResponse:
    """Show what left for customers."""
    run = Offer("crm.invoice_salesorder", "billing_run", _("Billing run"), "receipt")
    header = PageHeader(_("Deliveries"), actions=offers(request, [run]))
    with reading(request.scope):
        return list_page(request, header, SPEC, delivery_rows(request))


@portal("staff", "crm.view_delivery")
@require_GET
def delivery(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one delivery."""
    with reading(request.scope):
        shown = one(delivery_rows(request), public_id)
        return render(request, "staff/record.html", delivery_record(request, shown))


@portal("staff", "crm.invoice_salesorder")
@require_POST
def delivery_invoice(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Make and issue the invoice of a delivery, dated today at the company."""
    with writing(request.scope):
        left = one(delivery_rows(request), public_id)
        made = invoice_delivery(request.scope, delivery_id=left.pk, issue_date=request.today)
    said = _("Invoice %(number)s was issued.") % {"number": made.number}
    return done(request, said, reverse("staff:invoice", args=[made.public_id]))


@portal("staff", "crm.invoice_salesorder")
@require_http_methods(["GET", "POST"])
def billing_run(request: ScopedRequest) -> HttpResponse:
    """Invoice many deliveries at once, all or none, dated today at the company."""
    back = reverse("staff:invoice_list")
    with reading(request.scope):
        form = BillingRunForm(request, request.POST or None)
        is_ready = sent(request, form)
    if is_ready:
        days = dict.fromkeys(form.cleaned_data["deliveries"], request.today)
        if issued := act(request, form, invoice_deliveries, days=days):
            return done(request, _("%(count)s invoices were issued.") % {"count": len(issued)}, back)
    header = PageHeader(_("Billing run"), crumbs=(Crumb(_("Invoices"), back),))
    page = FormPage(header, _("Issue the invoices"), back, "staff/deliveries/billing_run.html")
    return form_page(request, form, page)
