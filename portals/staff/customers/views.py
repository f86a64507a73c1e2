"""Customers at the staff door."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounting.receivables.operations.customers import update_customer_account
from accounting.receivables.queries.statements import statement_of_account
from crm.customers.operations import note_activity
from erp.access.decisions import require
from erp.clock import add_months
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.customers.forms import ChoiceForm, NoteForm, TermsForm
from portals.staff.customers.lists import customer_list as listed
from portals.staff.customers.lists import customer_rows
from portals.staff.customers.records import customer_record
from portals.staff.offers import Offer, offers
from portals.staff.pages import FormPage, act, done, form_page, list_page, sent
from portals.staff.reports.days import DaysForm
from portals.staff.reports.makers import statement_report
from portals.staff.reports.shape import report_page
from portals.staff.rows import one

# What starts with a choice of the customer.
ACTS_FOR_ONE = ("payment_new", "payment_refund", "invoice_new", "order_new")


@portal("staff", "accounting.view_customeraccount")
@require_GET
def customer_list(request: ScopedRequest) -> HttpResponse:
    """Show the customers of the company."""
    new = Offer("accounting.change_customeraccount", "customer_new", _("New customer"), "plus")
    header = PageHeader(_("Customers"), actions=offers(request, [new]))
    with reading(request.scope):
        return list_page(request, header, listed(request), customer_rows(request))


@portal("staff", "accounting.view_customeraccount")
@require_GET
def customer(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Answer a phone call in ten seconds: everything about one customer on one page."""
    return _page(request, public_id, NoteForm())


@portal("staff", "accounting.view_customeraccount")
@require_GET
def customer_choose(request: ScopedRequest) -> HttpResponse:
    """Ask whom an act is for, and go there with the answer."""
    name = request.GET.get("for", "")
    if name not in ACTS_FOR_ONE:
        raise Http404
    context: dict[str, object] = {
        "header": PageHeader(_("For which customer?")),
        "action": reverse(f"staff:{name}"),
    }
    with reading(request.scope):
        context["form"] = ChoiceForm(request)
        return render(request, "staff/parties/choose.html", context)


@portal("staff", "accounting.view_statement")
@require_GET
def customer_statement(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show a customer's account with the balance after each document; of several currencies one."""
    with reading(request.scope):
        account = one(customer_rows(request), public_id)
        require(request.scope, "accounting.view_statement", account)
        days = DaysForm(request.GET, add_months(request.today, -12), request.today)
        found = statement_of_account(account, first_date=days.first, last_date=days.last)
        asked = request.GET.get("currency", account.currency)
        shown = next((each for each in found if each.currency == asked), found[0])
        back = reverse("staff:customer", args=[public_id])
        header = PageHeader(_("Statement"), account.number, crumbs=(Crumb(account.party.name, back),))
        return report_page(request, statement_report(shown, account.party.name), days, header)


@portal("staff", "crm.change_activity")
@require_POST
def customer_note(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Write down a call, a visit or a note."""
    form = NoteForm(request.POST)
    with reading(request.scope):
        account = one(customer_rows(request), public_id)
    if form.is_valid() and act(request, form, note_activity, new=form.activity(account)):
        return done(request, _("It was written down."), reverse("staff:customer", args=[public_id]))
    return _page(request, public_id, form)


@portal("staff", "accounting.change_customeraccount")
@require_http_methods(["GET", "POST"])
def customer_terms(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Change what is agreed with a customer: payment terms, credit limit, currency."""
    back = reverse("staff:customer", args=[public_id])
    with reading(request.scope):
        account = one(customer_rows(request), public_id)
        form = TermsForm(request, request.POST or None, account=account)
        is_ready = sent(request, form)
    if is_ready and act(
        request, form, update_customer_account, customer_account_id=account.pk, terms=form.terms()
    ):
        return done(request, _("The terms were saved."), back)
    header = PageHeader(_("Terms"), above=account.number, crumbs=(Crumb(account.party.name, back),))
    return form_page(request, form, FormPage(header, _("Save"), back))


def _page(request: ScopedRequest, public_id: UUID, note: NoteForm) -> HttpResponse:
    with reading(request.scope):
        rows = customer_rows(request).select_related("payment_term", "salesperson")
        record = customer_record(request, one(rows, public_id), note)
        status = 422 if note.errors else 200
        return render(request, "staff/customers/customer.html", record, status=status)
