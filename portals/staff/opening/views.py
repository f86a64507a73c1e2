"""Opening balances at the staff door: what other books held, until the opening account is at zero."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounting.ledger.opening import confirm_opening, opening_difference, post_opening_balances
from accounting.payables.operations.opening import open_bill
from accounting.receivables.operations.openings import take_over_receivable
from erp.access.decisions import require
from portals.components import formats
from portals.components.lists import render_list
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading, writing
from portals.staff.offers import Offer, offers
from portals.staff.opening.forms import BalancesForm, OpeningBillForm, OpeningInvoiceForm
from portals.staff.opening.lists import SPEC, opening_day, opening_figures, opening_rows
from portals.staff.pages import FormPage, act, done, form_page, sent

POST = "accounting.post_opening_balance"


@portal("staff", "accounting.post_opening_balance")
@require_GET
def opening(request: ScopedRequest) -> HttpResponse:
    """Show what was taken over, and what the opening account still holds."""
    require(request.scope, POST, request.company)
    question = _("Put on record that everything was taken over?")
    acts = (
        Offer(POST, "opening_confirm", _("Confirm"), "circle-check", posts=True, confirm=question),
        Offer(POST, "opening_bill", _("Open bill"), "receipt"),
        Offer(POST, "opening_invoice", _("Open invoice"), "file-invoice"),
        Offer(POST, "opening_balances", _("Accounts"), "book"),
    )
    with reading(request.scope):
        crumbs = (Crumb(_("Periods"), reverse("staff:period_list")),)
        header = PageHeader(_("Opening balances"), crumbs=crumbs, actions=offers(request, acts))
        context = {"header": header, "figures": opening_figures(request)}
        template = "staff/opening/opening.html"
        return render_list(request, SPEC, opening_rows(request), template=template, context=context)


@portal("staff", "accounting.post_opening_balance")
@require_http_methods(["GET", "POST"])
def opening_balances(request: ScopedRequest) -> HttpResponse:
    """Take over what plain accounts held: bank, stock, equity."""
    require(request.scope, POST, request.company)
    with reading(request.scope):
        form = BalancesForm(request, request.POST or None, opening_day(request))
        is_ready = sent(request, form)
    if is_ready and act(request, form, post_opening_balances, company_id=request.company.pk,
                        opening_date=form.cleaned_data["opening_date"], key=form.cleaned_data["key"],
                        balances=form.balances()):  # fmt: skip
        return done(request, _taken(request), reverse("staff:opening"))
    page = _page(request, _("Accounts"), "staff/documents/form.html")
    return form_page(request, form, page)


@portal("staff", "accounting.post_opening_balance")
@require_http_methods(["GET", "POST"])
def opening_invoice(request: ScopedRequest) -> HttpResponse:
    """Take over an open invoice or credit note, then ask for the next one."""
    require(request.scope, POST, request.company)
    with reading(request.scope):
        form = OpeningInvoiceForm(request, request.POST or None, opening_day(request))
        is_ready = sent(request, form)
    if is_ready and act(request, form, take_over_receivable, opening=form.opening(),
                        opening_date=form.cleaned_data["opening_date"]):  # fmt: skip
        return done(request, _taken(request), reverse("staff:opening_invoice"))
    return form_page(request, form, _page(request, _("Open invoice")))


@portal("staff", "accounting.post_opening_balance")
@require_http_methods(["GET", "POST"])
def opening_bill(request: ScopedRequest) -> HttpResponse:
    """Take over an open bill or supplier credit, then ask for the next one."""
    require(request.scope, POST, request.company)
    with reading(request.scope):
        form = OpeningBillForm(request, request.POST or None, opening_day(request))
        is_ready = sent(request, form)
    if is_ready and act(request, form, open_bill, opening=form.opening(),
                        opening_date=form.cleaned_data["opening_date"]):  # fmt: skip
        return done(request, _taken(request), reverse("staff:opening_bill"))
    return form_page(request, form, _page(request, _("Open bill")))


@portal("staff", "accounting.post_opening_balance")
@require_POST
def opening_confirm(request: ScopedRequest) -> HttpResponse:
    """Put on record that everything was taken over."""
    with writing(request.scope):
        confirm_opening(request.scope, company_id=request.company.pk)
    return done(request, _("It is on record that all was taken over."), reverse("staff:opening"))


def _left(request: ScopedRequest) -> str:
    """Say what the opening account still holds; ask within a reading scope."""
    left = opening_difference(request.company.pk)
    amount = formats.money(left, request.company.base_currency)
    return _("The opening account holds %(amount)s.") % {"amount": amount}


def _taken(request: ScopedRequest) -> str:
    with reading(request.scope):
        return f"{_('It was taken over.')} {_left(request)}"


def _page(request: ScopedRequest, title: str, template: str = "shared/form_page.html") -> FormPage:
    back = reverse("staff:opening")
    with reading(request.scope):
        header = PageHeader(title, below=_left(request), crumbs=(Crumb(_("Opening balances"), back),))
    return FormPage(header, _("Take over"), back, template)
