"""Drafts of invoices: made, changed and thrown away while nobody outside has seen them."""

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.receivables.drafts import InvoiceDraft
from accounting.receivables.models import CustomerAccount, Invoice
from accounting.receivables.operations.composing import Desk, save_rows
from accounting.receivables.refusals import InvoiceNotDraft, NotOfThisCustomer
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit import operations as audit


def draft_invoice(scope: Scope, *, draft: InvoiceDraft, today: datetime.date) -> Invoice:
    """
    Write a draft with a preview of its totals by the rates of its supply date, else of `today`.

    :raises AccessDenied: if `scope` may not add invoices for this customer
    :raises NotOfThisCustomer: if an account, tax code, term or advance belongs to another company
    :raises InvoiceIncomplete: if neither line nor customer names a tax code
    """
    return draft_invoices(scope, drafts=[draft], today=today)[0]


@transaction.atomic
def draft_invoices(
    scope: Scope, *, drafts: Sequence[InvoiceDraft], today: datetime.date
) -> list[Invoice]:
    """
    Write drafts of one company, all or none, by as many statements as for one; see `draft_invoice`.

    :raises Refused: as `draft_invoice`
    :raises NotOfThisCustomer: if the customers are of several companies
    """
    accounts = _accounts(draft.customer_account_id for draft in drafts)
    for account in accounts.values():
        require(scope, "accounting.add_invoice", account)
    companies = {account.company_id for account in accounts.values()}
    if len(companies) != 1:
        raise NotOfThisCustomer(_("Drafts that are written together are of one company."))
    desk = Desk(companies.pop(), drafts, accounts, today)
    papers = [desk.compose(draft, Invoice(created_by=scope.actor)) for draft in drafts]
    invoices = Invoice.objects.bulk_create(paper.invoice for paper in papers)
    save_rows(papers)
    audit.record_all(scope, "invoice.drafted", ((invoice, {}) for invoice in invoices))
    return invoices


@transaction.atomic
def update_draft(scope: Scope, *, invoice_id: int, draft: InvoiceDraft, today: datetime.date) -> Invoice:
    """
    Put `draft` in the place of what a draft says; the customer stays. Locks the invoice.

    :raises InvoiceNotDraft: if it was issued before
    :raises Refused: as `draft_invoice`
    """
    invoice = _locked_draft(scope, invoice_id)
    if draft.customer_account_id != invoice.customer_account_id:
        raise NotOfThisCustomer(_("A draft cannot pass to another customer."))
    for rows in (invoice.lines, invoice.charges, invoice.taxes, invoice.deductions):
        rows.all().delete()
    accounts = _accounts([draft.customer_account_id])
    paper = Desk(invoice.company_id, [draft], accounts, today).compose(draft, invoice)
    invoice.save()
    save_rows([paper])
    audit.record(scope, "invoice.changed", invoice)
    return invoice


@transaction.atomic
def discard_draft(scope: Scope, *, invoice_id: int) -> None:
    """
    Throw a draft away; it never had a number. Locks the invoice.

    :raises InvoiceNotDraft: if it was issued before
    """
    invoice = _locked_draft(scope, invoice_id)
    audit.record(scope, "invoice.discarded", invoice)
    invoice.delete()


def _locked_draft(scope: Scope, invoice_id: int) -> Invoice:
    invoice = Invoice.objects.select_for_update(of=["self"]).get(pk=invoice_id)
    require(scope, "accounting.add_invoice", invoice)
    if invoice.status != Invoice.Status.DRAFT:
        raise InvoiceNotDraft(_("Invoice %(number)s was already issued.") % {"number": invoice.number})
    return invoice


def _accounts(ids: Iterable[int]) -> dict[int, CustomerAccount]:
    wanted = set(ids)
    accounts = CustomerAccount.objects.select_related("company", "party").in_bulk(wanted)
    if len(accounts) < len(wanted):
        raise CustomerAccount.DoesNotExist
    return accounts
