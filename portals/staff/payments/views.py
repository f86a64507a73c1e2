"""Payments of customers at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounting.receivables.models import CustomerAccount, Invoice, Payment
from accounting.receivables.operations.payments import (
    allocate_payment,
    apply_credit_note,
    record_payment,
)
from accounting.receivables.operations.refunds import refund_payment
from accounting.receivables.operations.returns import reverse_payment
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.invoices.lists import asked_invoice, open_rows
from portals.staff.offers import Offer, offers
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.payments.forms import AllocationForm, PaymentForm, RefundForm, ReversalForm
from portals.staff.payments.lists import SPEC, asked_payment, payment_rows
from portals.staff.payments.records import payment_record
from portals.staff.rows import asked_for, one

ROWS_FORM = "staff/documents/rows_form.html"


@portal("staff", "accounting.view_payment")
@require_GET
def payment_list(request: ScopedRequest) -> HttpResponse:
    """Show what customers paid."""
    record = Offer("accounting.record_payment", "payment_new", _("Record payment"), "plus")
    header = PageHeader(_("Payments"), actions=offers(request, [record]))
    with reading(request.scope):
        return list_page(request, header, SPEC, payment_rows(request))


@portal("staff", "accounting.view_payment")
@require_GET
def payment(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one payment and what it settled."""
    with reading(request.scope):
        shown = one(payment_rows(request), public_id)
        return render(request, "staff/record.html", payment_record(request, shown))


@portal("staff", "accounting.record_payment")
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


@portal("staff", "accounting.allocate_payment")
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


@portal("staff", "accounting.allocate_payment")
@require_http_methods(["GET", "POST"])
def credit_allocate(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Settle invoices with what a credit note left to the customer's credit."""
    back = reverse("staff:invoice", args=[public_id])
    with reading(request.scope):
        note = one(open_rows(request).filter(type=Invoice.Type.CREDIT_NOTE), public_id)
        form = AllocationForm(request, request.POST or None, note)
        is_ready = sent(request, form)
    if is_ready and act(request, form, apply_credit_note, credit_note_id=note.pk,
                        allocations=form.allocations(),
                        allocation_date=form.cleaned_data["allocation_date"]):  # fmt: skip
        return done(request, _("The credit note was used."), back)
    return form_page(request, form, _page(_("Use the credit"), str(note), back))


@portal("staff", "accounting.refund_payment")
@require_http_methods(["GET", "POST"])
def payment_refund(request: ScopedRequest) -> HttpResponse:
    """Give back money that stands to a customer's credit; first say which customer."""
    with reading(request.scope):
        account = asked_for(request, CustomerAccount, "customer")
        if account is None:
            return redirect(f"{reverse('staff:customer_choose')}?for=payment_refund")
        form = RefundForm(request, request.POST or None, account, asked_payment(request, account))
        is_ready = sent(request, form)
    back = reverse("staff:customer", args=[account.public_id])
    if is_ready and (new := act(request, form, refund_payment, draft=form.draft())):
        said = _("Refund %(number)s was recorded.") % {"number": new.number}
        return done(request, said, reverse("staff:payment", args=[new.public_id]))
    header = PageHeader(_("Refund"), above=account.number, crumbs=(Crumb(account.party.name, back),))
    return form_page(request, form, FormPage(header, _("Record the refund"), back))


@portal("staff", "accounting.record_payment")
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
    question = _("Take this payment back? What it settled is open again.")
    return form_page(request, form, FormPage(header, _("Take it back"), back, confirm=question))


def _page(title: str, above: str, back: str = "") -> FormPage:
    payments = reverse("staff:payment_list")
    header = PageHeader(title, above=above, crumbs=(Crumb(_("Payments"), payments),))
    return FormPage(header, title, back or payments, ROWS_FORM)
