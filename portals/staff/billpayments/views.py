"""Payments to suppliers at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounting.ledger.entries import OpenItem
from accounting.payables.models import Bill, BillPayment, SupplierAccount
from accounting.payables.operations.paying import apply_to_bills, pay_bills, reverse_bill_payment
from accounting.payables.remittance import KIND
from portals.components.documents import document_response
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading, writing
from portals.staff.billpayments.forms import BillAllocationForm, BillPaymentForm, TakeBackForm
from portals.staff.billpayments.lists import SPEC, bill_payment_rows
from portals.staff.billpayments.records import PAY, bill_payment_record
from portals.staff.bills.lists import bill_rows
from portals.staff.offers import Offer, offers
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.rows import asked_for, one

ROWS_FORM = "staff/documents/rows_form.html"


@portal("staff", "accounting.view_billpayment")
@require_GET
def bill_payment_list(request: ScopedRequest) -> HttpResponse:
    """Show what was paid to suppliers."""
    pay = Offer(PAY, "bill_pay", _("Pay bills"), "cash")
    header = PageHeader(_("Bill payments"), actions=offers(request, [pay]))
    with reading(request.scope):
        return list_page(request, header, SPEC, bill_payment_rows(request))


@portal("staff", "accounting.view_billpayment")
@require_GET
def bill_payment(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one payment, the bills it settled and its entry."""
    with reading(request.scope):
        rows = bill_payment_rows(request).select_related("journal", "journal_entry__series")
        shown = one(rows, public_id)
        return render(request, "staff/record.html", bill_payment_record(request, shown))


@portal("staff", "accounting.pay_bill")
@require_http_methods(["GET", "POST"])
def bill_pay(request: ScopedRequest) -> HttpResponse:
    """Pay one or several bills of a supplier; first say which supplier."""
    with reading(request.scope):
        account = asked_for(request, SupplierAccount, "supplier")
        if account is None:
            return redirect(f"{reverse('staff:supplier_choose')}?for=bill_pay")
        form = BillPaymentForm(request, request.POST or None, account, asked_for(request, Bill, "bill"))
        is_ready = sent(request, form)
    if is_ready and (paid := act(request, form, pay_bills, draft=form.draft())):
        said = _("Payment %(number)s was recorded.") % {"number": paid.number}
        return done(request, said, reverse("staff:bill_payment", args=[paid.public_id]))
    back = reverse("staff:supplier", args=[account.public_id])
    header = PageHeader(_("Pay bills"), crumbs=(Crumb(account.party.name, back),))
    return form_page(request, form, FormPage(header, _("Record the payment"), back, ROWS_FORM))


@portal("staff", "accounting.pay_bill")
@require_http_methods(["GET", "POST"])
def bill_payment_allocate(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Settle bills with what a payment left on account."""
    with reading(request.scope):
        shown = _posted(request, public_id)
    return _allocate(request, shown, _page(_("Allocate"), shown, ROWS_FORM))


@portal("staff", "accounting.pay_bill")
@require_http_methods(["GET", "POST"])
def bill_allocate(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Settle bills with what a supplier's credit holds."""
    with reading(request.scope):
        rows = bill_rows(request).filter(type=Bill.Type.CREDIT, status=Bill.Status.APPROVED)
        shown = one(rows, public_id)
    back = reverse("staff:bill", args=[public_id])
    header = PageHeader(_("Use for bills"), shown.number, crumbs=(Crumb(shown.number, back),))
    return _allocate(request, shown, FormPage(header, _("Settle them"), back, ROWS_FORM))


@portal("staff", "accounting.pay_bill")
@require_http_methods(["GET", "POST"])
def bill_payment_reverse(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Take a payment back: the bills it settled are open again."""
    with reading(request.scope):
        shown = _posted(request, public_id)
    form = TakeBackForm(request.POST or None, initial={"entry_date": request.today})
    if sent(request, form) and act(request, form, reverse_bill_payment, bill_payment_id=shown.pk,
                                   **form.cleaned_data):  # fmt: skip
        return done(request, _("The payment was taken back."), _back(shown))
    return form_page(request, form, _page(_("Take back"), shown))


@portal("staff", "accounting.view_billpayment")
@require_GET
def bill_payment_pdf(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Hand out the remittance advice; the first time it is printed and kept."""
    with reading(request.scope):
        shown = one(bill_payment_rows(request), public_id)
    with writing(request.scope):
        return document_response(
            request.scope,
            code=KIND,
            record_id=shown.pk,
            language=shown.party.language,
            today=request.today,
        )


def _allocate(request: ScopedRequest, credit: BillPayment | Bill, page: FormPage) -> HttpResponse:
    account = credit.supplier_account
    with reading(request.scope):
        line = OpenItem.objects.filter(entry=credit.journal_entry_id, is_debit=True).first()
        form = BillAllocationForm(request, request.POST or None, account, credit.currency)
        is_ready = sent(request, form)
    if is_ready and line and act(request, form, apply_to_bills, supplier_account_id=account.pk,
                                 debit_line_id=line.line_id, bills=form.shares(),
                                 allocation_date=form.cleaned_data["allocation_date"]):  # fmt: skip
        return done(request, _("The bills were settled."), page.back_url)
    return form_page(request, form, page)


def _posted(request: ScopedRequest, public_id: UUID) -> BillPayment:
    return one(bill_payment_rows(request).filter(status=BillPayment.Status.POSTED), public_id)


def _back(shown: BillPayment) -> str:
    return reverse("staff:bill_payment", args=[shown.public_id])


def _page(title: str, shown: BillPayment, template: str = "shared/form_page.html") -> FormPage:
    crumbs = (Crumb(shown.number, _back(shown)),)
    return FormPage(PageHeader(title, above=shown.number, crumbs=crumbs), title, _back(shown), template)
