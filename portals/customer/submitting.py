"""What customers hand in: orders, questions, replies."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.pricing.queries import price_list_of
from portals.components.details import contact_page, legal_page
from portals.components.outside import FORM_METHODS, form_page, handed_in, one, reply_page, words_page
from portals.components.records import Crumb, PageHeader
from portals.customer.forms import OrderForm
from portals.customer.rows import account_of, invoice_rows
from portals.gate import ScopedRequest, portal, reading


@portal("customer", "crm.place_order")
@require_http_methods(FORM_METHODS)
def order_new(request: ScopedRequest) -> HttpResponse:
    """Order from what is offered at one's own prices and with what is in stock now."""
    account = account_of(request)
    with reading(request.scope):
        offered = price_list_of(account, on=request.today)
    form = OrderForm(request.POST or None, offered=offered, needs_number=account.requires_order_number)
    crumbs = (Crumb(_("Orders"), reverse("customer:order_list")),)
    header = PageHeader(_("Place an order"), crumbs=crumbs)
    answer = handed_in(request, form, "sales_order", lambda: form.payload())
    return answer or form_page(request, form, header, "customer/order_form.html")


@portal("customer", "crm.ask_inquiry")
@require_http_methods(FORM_METHODS)
def invoice_ask(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Ask a question about one invoice."""
    with reading(request.scope):
        about = one(invoice_rows(request), public_id)
    crumbs = (Crumb(about.number or "", reverse("customer:invoice", args=[public_id])),)
    header = PageHeader(_("Ask a question"), above=about.number or "", crumbs=crumbs)
    return words_page(request, header, "invoice_question", {"invoice": public_id})


@portal("customer", "crm.ask_inquiry")
@require_http_methods(FORM_METHODS)
def inquiry_reply(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Say more in one's own inquiry."""
    return reply_page(request, public_id)


@portal("customer", "erp.request_party_change")
@require_http_methods(FORM_METHODS)
def details_contact(request: ScopedRequest) -> HttpResponse:
    """Change how the customer is reached; taken over by a worker at once."""
    return contact_page(request)


@portal("customer", "erp.request_party_change")
@require_http_methods(FORM_METHODS)
def details_legal(request: ScopedRequest) -> HttpResponse:
    """Ask for a change of name, tax number or bank account; it waits for a second pair of eyes."""
    return legal_page(request)
