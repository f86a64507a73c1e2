"""What customers hand in: orders, questions, replies."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.pricing.queries import price_list_of
from crm.sales.models import SalesOrder
from crm.service.models import Inquiry
from erp.errors import Refused
from portals.components.details import (
    CONTACT_KIND,
    LEGAL_KIND,
    ContactForm,
    LegalForm,
    contact_initial,
)
from portals.components.records import Crumb, PageHeader
from portals.components.submitted import KeyedForm, hand_in, own_submissions
from portals.customer.forms import OrderForm, WordsForm
from portals.customer.rows import account_of, invoice_rows, one, own
from portals.gate import ScopedRequest, portal, reading, writing

METHODS = ["GET", "POST"]

# The page of what a submission made, by the name of its kind of record.
_RESULTS: dict[str, tuple[type[SalesOrder] | type[Inquiry], str]] = {
    "salesorder": (SalesOrder, "customer:order"),
    "inquiry": (Inquiry, "customer:inquiry"),
}


@portal("customer")
@require_http_methods(METHODS)
def order_new(request: ScopedRequest) -> HttpResponse:
    """Order from what is offered at one's own prices and with what is in stock now."""
    account = account_of(request)
    with reading(request.scope):
        offered = price_list_of(account, on=request.today)
    form = OrderForm(request.POST or None, offered=offered, needs_number=account.requires_order_number)
    crumbs = (Crumb(_("Orders"), reverse("customer:order_list")),)
    header = PageHeader(_("Place an order"), crumbs=crumbs)
    answer = _handed_in(request, form, "sales_order", lambda: form.payload())
    return answer or _shown(request, form, header, "customer/order_form.html")


@portal("customer")
@require_http_methods(METHODS)
def invoice_ask(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Ask a question about one invoice."""
    with reading(request.scope):
        about = one(invoice_rows(request), public_id)
    form = WordsForm(request.POST or None)
    crumbs = (Crumb(about.number or "", reverse("customer:invoice", args=[public_id])),)
    header = PageHeader(_("Ask a question"), above=about.number or "", crumbs=crumbs)
    answer = _handed_in(request, form, "invoice_question", lambda: _words(form, invoice=public_id))
    return answer or _shown(request, form, header, "customer/form.html")


@portal("customer")
@require_http_methods(METHODS)
def inquiry_reply(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Say more in one's own inquiry."""
    with reading(request.scope):
        about = one(own(request, Inquiry), public_id)
    form = WordsForm(request.POST or None)
    crumbs = (Crumb(about.label, reverse("customer:inquiry", args=[public_id])),)
    header = PageHeader(_("Reply"), above=about.label, crumbs=crumbs)
    answer = _handed_in(request, form, "inquiry_reply", lambda: _words(form, inquiry=public_id))
    return answer or _shown(request, form, header, "customer/form.html")


@portal("customer")
@require_http_methods(METHODS)
def details_contact(request: ScopedRequest) -> HttpResponse:
    """Change how the customer is reached; taken over by a worker at once."""
    initial = contact_initial(account_of(request).party)
    form = ContactForm(request.POST or None, initial=initial)
    header = PageHeader(_("Change contact details"), crumbs=_details_crumbs())
    answer = _handed_in(request, form, CONTACT_KIND, lambda: form.payload())
    return answer or _shown(request, form, header, "customer/form.html")


@portal("customer")
@require_http_methods(METHODS)
def details_legal(request: ScopedRequest) -> HttpResponse:
    """Ask for a change of name, tax number or bank account; it waits for a second pair of eyes."""
    form = LegalForm(request.POST or None)
    below = _("We check these changes before they count.")
    header = PageHeader(_("Change legal details"), below=below, crumbs=_details_crumbs())
    answer = _handed_in(request, form, LEGAL_KIND, lambda: form.payload())
    return answer or _shown(request, form, header, "customer/form.html")


def result_url(request: ScopedRequest, public_id: UUID) -> str:
    """Return the page of what a submission made; empty when there is none."""
    found = own_submissions(request.scope, account_of(request)).filter(public_id=public_id).first()
    model_name, _colon, pk = (found.result if found else "").partition(":")
    if model_name not in _RESULTS:
        return ""
    model, url_name = _RESULTS[model_name]
    made = own(request, model).filter(pk=int(pk)).first()
    return reverse(url_name, args=[made.public_id]) if made else ""


def _handed_in(
    request: ScopedRequest, form: KeyedForm, kind: str, payload: Callable[[], Mapping[str, Any]]
) -> HttpResponse | None:
    """Hand in a form that came back in order; a refusal stands on it, in words."""
    if request.method != "POST" or not form.is_valid():
        return None
    key = form.cleaned_data["key"]
    try:
        with writing(request.scope):
            asked = hand_in(
                request.scope, account=account_of(request), kind=kind, key=key, payload=payload()
            )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    return redirect("customer:submission", asked.public_id)


def _shown(request: ScopedRequest, form: KeyedForm, header: PageHeader, template: str) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    with reading(request.scope):
        return render(request, template, {"form": form, "header": header}, status=status)


def _details_crumbs() -> tuple[Crumb, ...]:
    return (Crumb(_("Your details"), reverse("customer:details")),)


def _words(form: WordsForm, **about: UUID) -> dict[str, str]:
    return {"text": form.cleaned_data["text"]} | {name: str(value) for name, value in about.items()}
