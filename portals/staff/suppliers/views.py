"""Suppliers at the staff door."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portals.components.records import PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.offers import Offer, offers
from portals.staff.pages import list_page
from portals.staff.rows import one
from portals.staff.suppliers.forms import ChoiceForm
from portals.staff.suppliers.lists import SPEC, supplier_rows
from portals.staff.suppliers.records import CHANGE, supplier_record

# What starts with a choice of the supplier.
ACTS_FOR_ONE = ("bill_pay", "bill_new", "purchase_order_new")


@portal("staff", "accounting.view_supplieraccount")
@require_GET
def supplier_list(request: ScopedRequest) -> HttpResponse:
    """Show the suppliers of the company."""
    new = Offer(CHANGE, "supplier_new", _("New supplier"), "plus")
    header = PageHeader(_("Suppliers"), actions=offers(request, [new]))
    with reading(request.scope):
        return list_page(request, header, SPEC, supplier_rows(request))


@portal("staff", "accounting.view_supplieraccount")
@require_GET
def supplier(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one supplier: what is owed, bills, payments, orders, and where the money goes."""
    with reading(request.scope):
        rows = supplier_rows(request).select_related("default_tax_code", "default_expense_account")
        record = supplier_record(request, one(rows, public_id))
        return render(request, "staff/suppliers/supplier.html", record)


@portal("staff", "accounting.view_supplieraccount")
@require_GET
def supplier_choose(request: ScopedRequest) -> HttpResponse:
    """Ask whom an act is for, and go there with the answer."""
    name = request.GET.get("for", "")
    if name not in ACTS_FOR_ONE:
        raise Http404
    context: dict[str, object] = {
        "header": PageHeader(_("For which supplier?")),
        "action": reverse(f"staff:{name}"),
    }
    with reading(request.scope):
        context["form"] = ChoiceForm(request)
        return render(request, "staff/parties/choose.html", context)
