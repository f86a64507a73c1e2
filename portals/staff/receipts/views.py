"""Receipts at the staff door, and the bills made from them."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounting.payables.models import SupplierAccount
from inventory.purchasing.billing import bill_receipts
from inventory.purchasing.models import Receipt
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.receipts.forms import ReceiptBillForm
from portals.staff.receipts.lists import SPEC, receipt_rows
from portals.staff.receipts.records import receipt_record
from portals.staff.rows import one, visible


@portal("staff", "inventory.view_receipt")
@require_GET
def receipt_list(request: ScopedRequest) -> HttpResponse:
    """Show what arrived from suppliers."""
    with reading(request.scope):
        return list_page(request, PageHeader(_("Receipts")), SPEC, receipt_rows(request))


@portal("staff", "inventory.view_receipt")
@require_GET
def receipt(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one receipt."""
    with reading(request.scope):
        shown = one(receipt_rows(request), public_id)
        return render(request, "staff/record.html", receipt_record(request, shown))


@portal("staff", "accounting.change_bill")
@require_http_methods(["GET", "POST"])
def receipt_bill(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Write down the bill of one receipt, without retyping it."""
    with reading(request.scope):
        found = one(receipt_rows(request), public_id)
    back = reverse("staff:receipt", args=[public_id])
    return _bill(request, [] if found.is_billed else [found], Crumb(found.number, back))


@portal("staff", "accounting.change_bill")
@require_http_methods(["GET", "POST"])
def purchase_order_bill(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Write down the bill of everything of an order that arrived and is not billed yet."""
    with reading(request.scope):
        rows = receipt_rows(request).filter(purchase_order__public_id=public_id)
        waiting = [each for each in rows.order_by("pk") if not each.is_billed]
    back = reverse("staff:purchase_order", args=[public_id])
    number = str(waiting[0].purchase_order) if waiting else ""
    return _bill(request, waiting, Crumb(number, back))


def _bill(request: ScopedRequest, receipts: Sequence[Receipt], crumb: Crumb) -> HttpResponse:
    if not receipts:
        raise Http404
    with reading(request.scope):
        suppliers = visible(request, SupplierAccount)
        account = one(suppliers, receipts[0].purchase_order.supplier_account.public_id)
        form = ReceiptBillForm(request, request.POST or None, account, receipts)
        is_ready = sent(request, form)
    ids = [each.pk for each in receipts]
    if is_ready and (new := act(request, form, bill_receipts, receipt_ids=ids, draft=form.draft())):
        said = _("Bill %(number)s was written down.") % {"number": new.number}
        return done(request, said, reverse("staff:bill", args=[new.public_id]))
    header = PageHeader(_("New bill"), above=account.party.name, crumbs=(crumb,))
    page = FormPage(header, _("Write it down"), crumb.url, "staff/documents/form.html")
    return form_page(request, form, page)
