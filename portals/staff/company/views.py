"""The company's own settings at the staff door."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from erp.access.decisions import require
from erp.administration.operations.companies import (
    add_company_bank_account,
    set_branch,
    set_company_tax_number,
    update_company,
)
from erp.organization.models import Branch
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.company.forms import BankAccountForm, BranchForm, CompanyForm, TaxNumberForm
from portals.staff.company.records import CHANGE, company_record
from portals.staff.pages import FormPage, act, done, form_page, sent
from portals.staff.rows import one


@portal("staff", "erp.change_company")
@require_GET
def company(request: ScopedRequest) -> HttpResponse:
    """Show what the company prints, where it is paid and what it is known by."""
    require(request.scope, CHANGE, request.company)
    with reading(request.scope):
        return render(request, "staff/record.html", company_record(request))


@portal("staff", "erp.change_company")
@require_http_methods(["GET", "POST"])
def company_edit(request: ScopedRequest) -> HttpResponse:
    """Change what the company prints from now on; what was issued stays as it was."""
    require(request.scope, CHANGE, request.company)
    form = CompanyForm(request.POST or None, request.company)
    if sent(request, form) and act(
        request, form, update_company, company_id=request.company.pk, facts=form.facts()
    ):
        return done(request, _("The company was saved."), reverse("staff:company"))
    return form_page(request, form, _page(request, _("Edit company")))


@portal("staff", "erp.change_company")
@require_http_methods(["GET", "POST"])
def bank_account_new(request: ScopedRequest) -> HttpResponse:
    """Add an account on which the company is paid."""
    require(request.scope, CHANGE, request.company)
    with reading(request.scope):
        form = BankAccountForm(request, request.POST or None)
        is_ready = sent(request, form)
    if is_ready and act(
        request, form, add_company_bank_account, company_id=request.company.pk, facts=form.facts()
    ):
        return done(request, _("The bank account was added."), reverse("staff:company"))
    return form_page(request, form, _page(request, _("New bank account")))


@portal("staff", "erp.change_company")
@require_http_methods(["GET", "POST"])
def tax_number_new(request: ScopedRequest) -> HttpResponse:
    """Give the company a tax number from a day on."""
    require(request.scope, CHANGE, request.company)
    form = TaxNumberForm(request, request.POST or None)
    if sent(request, form) and act(request, form, set_company_tax_number,
                                   company_id=request.company.pk, facts=form.facts(),
                                   today=request.today):  # fmt: skip
        return done(request, _("The tax number was saved."), reverse("staff:company"))
    return form_page(request, form, _page(request, _("New tax number")))


@portal("staff", "erp.change_company")
@require_http_methods(["GET", "POST"])
def branch_new(request: ScopedRequest) -> HttpResponse:
    """Add a place of the company."""
    require(request.scope, CHANGE, request.company)
    form = BranchForm(request.POST or None)
    if sent(request, form) and act(
        request, form, set_branch, company_id=request.company.pk, facts=form.facts()
    ):
        return done(request, _("The branch was added."), reverse("staff:company"))
    return form_page(request, form, _page(request, _("New branch")))


@portal("staff", "erp.change_company")
@require_http_methods(["GET", "POST"])
def branch_edit(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Change a place of the company."""
    require(request.scope, CHANGE, request.company)
    with reading(request.scope):
        branch = one(Branch.objects.filter(company=request.company), public_id)
    form = BranchForm(request.POST or None, branch)
    if sent(request, form) and act(request, form, set_branch, company_id=request.company.pk,
                                   facts=form.facts(), branch_id=branch.pk):  # fmt: skip
        return done(request, _("The branch was saved."), reverse("staff:company"))
    return form_page(request, form, _page(request, branch.name))


def _page(request: ScopedRequest, title: str) -> FormPage:
    back = reverse("staff:company")
    crumbs = (Crumb(request.company.name, back),)
    return FormPage(PageHeader(title, crumbs=crumbs), _("Save"), back)
