"""Taking up suppliers, and changing who they are, where they are, and where their money goes."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounting.payables.operations.suppliers import take_up_supplier, update_supplier_account
from erp.administration.operations.party_details import set_bank_account, verify_bank_account
from erp.parties.models import PartyBankAccount
from portals.components.records import Crumb, PageHeader
from portals.gate import ScopedRequest, portal, reading
from portals.staff.pages import FormPage, act, done, form_page, sent
from portals.staff.parties import acts
from portals.staff.rows import one
from portals.staff.suppliers.forms import BankAccountForm, CheckForm, SupplierForm, TermsForm
from portals.staff.suppliers.lists import supplier_rows


@portal("staff", "accounting.change_supplieraccount")
@require_http_methods(["GET", "POST"])
def supplier_new(request: ScopedRequest) -> HttpResponse:
    """Take up a supplier with address, terms and bank account."""
    back = reverse("staff:supplier_list")
    with reading(request.scope):
        form = SupplierForm(request, request.POST or None)
        is_ready = sent(request, form)
    if is_ready and (
        new := act(request, form, take_up_supplier, new=form.supplier(), today=request.today)
    ):
        said = _("Supplier %(number)s was added.") % {"number": new.number}
        return done(request, said, reverse("staff:supplier", args=[new.public_id]))
    header = PageHeader(_("New supplier"), crumbs=(Crumb(_("Suppliers"), back),))
    return form_page(request, form, FormPage(header, _("Add the supplier"), back))


@portal("staff", "accounting.change_supplieraccount")
@require_http_methods(["GET", "POST"])
def supplier_terms(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Change what is agreed with a supplier; bills received stay as they are."""
    holder = _holder(request, public_id)
    with reading(request.scope):
        account = one(supplier_rows(request), public_id)
        form = TermsForm(request, request.POST or None, account=account)
        is_ready = sent(request, form)
    if is_ready and act(
        request, form, update_supplier_account, supplier_account_id=account.pk, terms=form.terms()
    ):
        return done(request, _("The terms were saved."), holder.url)
    return form_page(request, form, holder.page(_("Terms")))


@portal("staff", "erp.change_party")
@require_http_methods(["GET", "POST"])
def supplier_edit(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Change what a supplier is called and how it is reached."""
    return acts.edit_party(request, _holder(request, public_id))


@portal("staff", "erp.change_party")
@require_http_methods(["GET", "POST"])
def supplier_contact_new(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Add a person to talk to."""
    return acts.add_contact(request, _holder(request, public_id))


@portal("staff", "erp.change_party")
@require_http_methods(["GET", "POST"])
def supplier_contact_edit(request: ScopedRequest, public_id: UUID, contact_id: UUID) -> HttpResponse:
    """Change what is known of a person to talk to."""
    return acts.edit_contact(request, _holder(request, public_id), contact_id)


@portal("staff", "erp.change_party")
@require_http_methods(["GET", "POST"])
def supplier_address_new(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Give a supplier an address from today on."""
    return acts.add_address(request, _holder(request, public_id))


@portal("staff", "erp.change_party")
@require_http_methods(["GET", "POST"])
def supplier_tax_number_new(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Give a supplier a tax number from today on."""
    return acts.add_tax_number(request, _holder(request, public_id))


@portal("staff", "erp.change_party")
@require_http_methods(["GET", "POST"])
def supplier_bank_new(request: ScopedRequest, public_id: UUID) -> HttpResponse:
    """Give a supplier a bank account; the one before it ends, and somebody else must check it."""
    holder = _holder(request, public_id)
    form = BankAccountForm(request.POST or None, initial={"holder": holder.account.party.printed_name})
    if sent(request, form) and act(request, form, set_bank_account, company_id=request.company.pk,
                                   party_id=holder.account.party_id, facts=form.facts(),
                                   today=request.today):  # fmt: skip
        said = _("The bank account was saved. Nothing is paid to it until a second person checked it.")
        return done(request, said, holder.url)
    return form_page(request, form, holder.page(_("New bank account")))


@portal("staff", "erp.verify_bank_account")
@require_http_methods(["GET", "POST"])
def supplier_bank_check(request: ScopedRequest, public_id: UUID, bank_id: UUID) -> HttpResponse:
    """Say that a bank account was checked, or block it."""
    holder = _holder(request, public_id)
    with reading(request.scope):
        rows = PartyBankAccount.objects.filter(party=holder.account.party_id, end_date=None)
        account = get_object_or_404(rows, public_id=bank_id)
    form = CheckForm(request.POST or None)
    if sent(request, form) and (checked := act(
            request, form, verify_bank_account, company_id=request.company.pk,
            bank_account_id=account.pk, **form.cleaned_data)):  # fmt: skip
        return done(request, f"{checked.iban}: {checked.get_status_display()}", holder.url)
    return form_page(request, form, holder.page(_("Check %(iban)s") % {"iban": account.iban}))


def _holder(request: ScopedRequest, public_id: UUID) -> acts.Holder:
    with reading(request.scope):
        account = one(supplier_rows(request), public_id)
    return acts.Holder(account, reverse("staff:supplier", args=[public_id]))
