"""The customer's pages: how the account stands, invoices, orders, questions."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounting.receivables.models import Invoice
from accounting.receivables.queries.statements import Statement, statement_of_account
from crm.sales.models import SalesOrder
from crm.service.models import Inquiry
from erp.access.decisions import require
from portals.components.details import details_page
from portals.components.documents import document_response
from portals.components.figures import Action
from portals.components.outside import Results, inquiry_record, list_page, one, own, result_url
from portals.components.periods import PeriodForm
from portals.components.records import PageHeader
from portals.components.submitted import submission_page
from portals.customer import lists, statements
from portals.customer.home import home_page
from portals.customer.paying import pay_page
from portals.customer.records import invoice_record, order_record
from portals.customer.rows import account_of, invoice_rows, order_rows
from portals.gate import ScopedRequest, handing_out, portal, reading

# What questions are about.
DOCUMENTS: Results = {"invoice": (Invoice, "customer:invoice")}

# The page of what a submission made, by the name of its kind of record.
RESULTS: Results = {
    "salesorder": (SalesOrder, "customer:order"),
    "inquiry": (Inquiry, "customer:inquiry"),
}


@portal("customer")
@require_GET
def home(request: ScopedRequest) -> HttpResponse:
    """Say how the account stands and what is next."""
    with reading(request.scope):
        return render(request, "customer/home.html", home_page(request))


@portal("customer", "accounting.view_invoice")
@require_GET
def pay(request: ScopedRequest) -> HttpResponse:
    """Say what to transfer, and where to."""
    with reading(request.scope):
        return render(request, "shared/outside/record.html", pay_page(request))


@portal("customer", "accounting.view_invoice")
@require_GET
def invoice_list(request: ScopedRequest) -> HttpResponse:
    """Show the account's invoices."""
    with reading(request.scope):
        return list_page(request, _("Invoices"), lists.invoice_list(request), invoice_rows(request))


@portal("customer", "accounting.view_invoice")
@require_GET
def invoice(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one invoice."""
    with reading(request.scope):
        shown = one(invoice_rows(request), public_id)
        return render(request, "shared/outside/record.html", invoice_record(request, shown))


@portal("customer", "accounting.view_invoice")
@require_GET
def invoice_pdf(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Hand out the PDF of one invoice, in the language it was issued in."""
    with reading(request.scope):
        shown = one(invoice_rows(request), public_id)
    with handing_out(request.scope):
        return document_response(
            request.scope,
            code="INVOICE",
            record_id=shown.pk,
            language=shown.language,
            today=request.today,
        )


@portal("customer", "accounting.view_statement")
@require_GET
def statement(request: ScopedRequest) -> HttpResponse:
    """Show the statement of account between two days; as a file when asked."""
    form = PeriodForm(request.GET.dict(), today=request.today, months=statements.MONTHS_SHOWN)
    if request.GET.get("export") == "pdf" and form.is_valid():
        with handing_out(request.scope):
            return statements.printed_statement(request, form)
    with reading(request.scope):
        require(request.scope, "accounting.view_statement", request.account)
        found = _statements(request, form)
        answer = statements.statement_file(request, found)
        if answer:
            return answer
        return render(request, "customer/statement.html", _statement_page(request, form, found))


@portal("customer", "erp.view_party")
@require_GET
def details(request: ScopedRequest) -> HttpResponse:
    """Show what is kept of the customer itself."""
    with reading(request.scope):
        return render(request, "shared/outside/record.html", details_page(request))


@portal("customer", "crm.view_salesorder")
@require_GET
def order_list(request: ScopedRequest) -> HttpResponse:
    """Show the account's orders."""
    new = Action(_("Place an order"), "/customer/orders/new/", "plus", is_primary=True)
    with reading(request.scope):
        return list_page(request, _("Orders"), lists.ORDERS, order_rows(request), new)


@portal("customer", "crm.view_salesorder")
@require_GET
def order(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one order."""
    with reading(request.scope):
        shown = one(order_rows(request), public_id)
        return render(request, "shared/outside/record.html", order_record(request, shown))


@portal("customer", "crm.view_inquiry")
@require_GET
def inquiry_list(request: ScopedRequest) -> HttpResponse:
    """Show the account's questions."""
    with reading(request.scope):
        return list_page(request, _("Questions"), lists.INQUIRIES, own(request, Inquiry))


@portal("customer", "crm.view_inquiry")
@require_GET
def inquiry(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show one question with what was said."""
    with reading(request.scope):
        shown = one(own(request, Inquiry), public_id)
        return render(request, "shared/outside/inquiry.html", inquiry_record(request, shown, DOCUMENTS))


@portal("customer", "erp.view_submission")
@require_GET
def submission(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Show what became of something handed in."""
    with reading(request.scope):
        account = account_of(request)
        url = result_url(request, public_id, RESULTS)
        return submission_page(request, request.scope, account, public_id, result_url=url)


def _statements(request: ScopedRequest, form: PeriodForm) -> list[Statement]:
    if not form.is_valid():
        return []
    asked = form.cleaned_data
    return statement_of_account(
        account_of(request), first_date=asked["start_date"], last_date=asked["end_date"]
    )


def _statement_page(
    request: ScopedRequest, form: PeriodForm, found: list[Statement]
) -> dict[str, object]:
    asked = request.GET.copy()
    asked.pop("export", None)
    return {
        "header": PageHeader(_("Statement of account")),
        "form": form,
        "parts": [(statements.ages(one), statements.statement_table(one)) for one in found],
        "query": asked.urlencode(),
    }
