"""The supplier's pages: how the account stands, bills, payments, orders, questions, details."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounting.payables.models import Bill, BillPayment
from accounting.payables.remittance import KIND as REMITTANCE
from crm.service.models import Inquiry
from portals.components import details as own_details
from portals.components.documents import document_response
from portals.components.outside import (
    FORM_METHODS,
    Results,
    inquiry_record,
    list_page,
    one,
    own,
    reply_page,
    result_url,
    words_page,
)
from portals.components.records import Crumb, PageHeader
from portals.components.submitted import submission_page
from portals.gate import ScopedRequest, handing_out, portal, reading
from portals.supplier import lists, records
from portals.supplier.rows import bill_rows, order_rows

RECORD = "shared/outside/record.html"
DOCUMENTS: Results = {"bill": (Bill, "supplier:bill")}
RESULTS: Results = {"inquiry": (Inquiry, "supplier:inquiry")}


@portal("supplier")
@require_GET
def home(request: ScopedRequest) -> HttpResponse:
    """Say what is owed to the supplier and what is next."""
    with reading(request.scope):
        return render(request, "supplier/home.html", records.home_page(request))


@portal("supplier", "accounting.view_bill")
@require_GET
def bill_list(request: ScopedRequest) -> HttpResponse:
    """Show the supplier's bills with their state."""
    with reading(request.scope):
        return list_page(request, _("Bills"), lists.bill_list(request), bill_rows(request))


@portal("supplier", "accounting.view_bill")
@require_GET
def bill(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one bill: where it stands and when it is paid."""
    with reading(request.scope):
        shown = one(bill_rows(request), public_id)
        return render(request, RECORD, records.bill_record(request, shown))


@portal("supplier", "accounting.view_billpayment")
@require_GET
def payment_list(request: ScopedRequest) -> HttpResponse:
    """Show what was paid to the supplier."""
    with reading(request.scope):
        return list_page(request, _("Payments"), lists.PAYMENTS, own(request, BillPayment))


@portal("supplier", "accounting.view_billpayment")
@require_GET
def payment(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one payment and the bills it settles."""
    with reading(request.scope):
        shown = one(own(request, BillPayment), public_id)
        return render(request, RECORD, records.payment_record(request, shown))


@portal("supplier", "accounting.view_billpayment")
@require_GET
def payment_pdf(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Hand out the remittance advice of one payment, in the reader's language."""
    with reading(request.scope):
        shown = one(own(request, BillPayment), public_id)
    with handing_out(request.scope):
        return document_response(
            request.scope,
            code=REMITTANCE,
            record_id=shown.pk,
            language=get_language() or request.company.language,
            today=request.today,
        )


@portal("supplier", "inventory.view_purchaseorder")
@require_GET
def order_list(request: ScopedRequest) -> HttpResponse:
    """Show what was ordered from the supplier."""
    with reading(request.scope):
        return list_page(request, _("Orders"), lists.ORDERS, order_rows(request))


@portal("supplier", "inventory.view_purchaseorder")
@require_GET
def order(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one purchase order and what has arrived of it."""
    with reading(request.scope):
        shown = one(order_rows(request), public_id)
        return render(request, RECORD, records.order_record(request, shown))


@portal("supplier", "crm.view_inquiry")
@require_GET
def inquiry_list(request: ScopedRequest) -> HttpResponse:
    """Show the supplier's questions."""
    with reading(request.scope):
        return list_page(request, _("Questions"), lists.INQUIRIES, own(request, Inquiry))


@portal("supplier", "crm.view_inquiry")
@require_GET
def inquiry(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one question with what was said."""
    with reading(request.scope):
        shown = one(own(request, Inquiry), public_id)
        return render(request, "shared/outside/inquiry.html", inquiry_record(request, shown, DOCUMENTS))


@portal("supplier", "crm.ask_inquiry")
@require_http_methods(FORM_METHODS)
def bill_ask(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Ask a question about one bill."""
    with reading(request.scope):
        about = one(bill_rows(request), public_id)
    crumbs = (Crumb(about.supplier_number, reverse("supplier:bill", args=[public_id])),)
    header = PageHeader(_("Ask a question"), above=about.supplier_number, crumbs=crumbs)
    return words_page(request, header, "bill_question", {"bill": public_id})


@portal("supplier", "crm.ask_inquiry")
@require_http_methods(FORM_METHODS)
def inquiry_reply(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Say more in one's own inquiry."""
    return reply_page(request, public_id)


@portal("supplier", "erp.view_submission")
@require_GET
def submission(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show what became of something handed in."""
    with reading(request.scope):
        url = result_url(request, public_id, RESULTS)
        return submission_page(request, request.scope, request.account, public_id, result_url=url)


@portal("supplier", "erp.view_party")
@require_GET
def details(request: ScopedRequest) -> HttpResponse:
    """Show what is kept of the supplier itself."""
    with reading(request.scope):
        return render(request, RECORD, own_details.details_page(request))


@portal("supplier", "erp.request_party_change")
@require_http_methods(FORM_METHODS)
def details_contact(request: ScopedRequest) -> HttpResponse:
    """Change how the supplier is reached; taken over by a worker at once."""
    return own_details.contact_page(request)


@portal("supplier", "erp.request_party_change")
@require_http_methods(FORM_METHODS)
def details_legal(request: ScopedRequest) -> HttpResponse:
    """Ask for a change of name, tax number or bank account; it waits for a second pair of eyes."""
    return own_details.legal_page(request)
