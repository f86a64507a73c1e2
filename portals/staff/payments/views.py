"""Payments of customers at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounting.receivables.models import CustomerAccount, Payment
from accounting.receivables.operations.payments import allocate_payment, record_payment
from accounting.receivables.operations.returns import reverse_payment
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.invoices.lists import asked_invoice
from portals.staff.offers import Offer, offers
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.payments.forms import AllocationForm, PaymentForm, ReversalForm
from portals.staff.payments.lists import SPEC, payment_rows
from portals.staff.payments.records import payment_record
from portals.staff.rows import asked_for, one

ROWS_FORM = "staff/documents/rows_form.html"


@portal("staff")
@require_GET
def payment_list(request: ScopedRequest) -> HttpResponse:
    """Show what customers paid."""
    record = Offer("accounting.record_payment", "payment_new", _("Record payment"), "plus")
    header = PageHeader(_("Payments"), actions=offers(request, [record]))
    with reading(request.scope):
        return list_page(request, header, SPEC, payment_rows(request))


@portal("staff")
@require_GET
def payment(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one payment and what it settled."""
    with reading(request.scope):
        shown = one(payment_rows(request), public_id)
        return render(request, "staff/record.html", payment_record(request, shown))


@portal("staff")
@require_http_methods(["GET", "POST"])
def payment_new(request: ScopedRequest) -> HttpResponse:
    """Record what a customer paid; first say which customer."""
    with reading(request.scope):
        account = asked_for(request, CustomerAccount, "customer")
        if account is None:
            return redirect(f"{reverse('staff:customer_choose')}?for=payment_new")
        form = PaymentForm(request, request.POST or None, account, asked_invoice(request))
        is_ready = sent(request, form)
    if is_ready and (new := act(request, form, record_payment, draft=form.draft())):
        said = _("Payment %(number)s was recorded.") % {"number": new.number}
        return done(request, said, reverse("staff:payment", args=[new.public_id]))
    return form_page(request, form, _page(_("Record payment"), account.party.name))


@portal("staff")
@require_http_methods(["GET", "POST"])
def payment_allocate(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Settle invoices with what a payment left on account."""
    back = reverse("staff:payment", args=[public_id])
    with reading(request.scope):
        rows = payment_rows(request).filter(status=Payment.Status.POSTED)
        shown = one(rows, public_id)
        form = AllocationForm(request, request.POST or None, shown)
        is_ready = sent(request, form)
    if is_ready and act(request, form, allocate_payment, payment_id=shown.pk,
                        allocations=form.allocations(),
                        allocation_date=form.cleaned_data["allocation_date"]):  # fmt: skip
        return done(request, _("The payment was allocated."), back)
    return form_page(request, form, _page(_("Allocate"), shown.number, back))


@portal("staff")
@require_http_methods(["GET", "POST"])
def payment_reverse(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Take a payment back: what it settled is open again."""
    back = reverse("staff:payment", args=[public_id])
    with reading(request.scope):
        shown = one(payment_rows(request).filter(status=Payment.Status.POSTED), public_id)
        form = ReversalForm(request, request.POST or None, shown)
        is_ready = sent(request, form)
    if is_ready and act(request, form, reverse_payment, payment_id=shown.pk, reversal=form.draft()):
        return done(request, _("The payment was taken back."), back)
    header = PageHeader(_("Reverse payment"), crumbs=(Crumb(shown.number, back),))
    return form_page(request, form, FormPage(header, _("Take it back"), back))


def _page(title: str, above: str, back: str = "") -> FormPage:
    payments = reverse("staff:payment_list")
    header = PageHeader(title, above=above, crumbs=(Crumb(_("Payments"), payments),))
    return FormPage(header, title, back or payments, ROWS_FORM)
