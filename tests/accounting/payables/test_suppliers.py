"""Suppliers' accounts."""

import pytest

from accounting.ledger.models import Account, PartyAccount
from accounting.payables.models import SupplierAccount
from accounting.payables.operations.suppliers import (
    SupplierTerms,
    create_supplier_account,
    update_supplier_account,
)
from accounting.payables.refusals import NotOfThisCompany, SupplierExists
from erp.access.decisions import AccessDenied
from erp.audit.models import AuditEvent


def test_a_supplier_gets_an_account_on_the_payables(supplier_account, company, supplier):
    assert (supplier_account.number, supplier_account.currency) == ("70001", "EUR")
    control = supplier_account.party_account.control_account
    assert (control.code, control.control_kind) == ("2000", "PAYABLE")
    assert AuditEvent.objects.get(action="supplier_account.created").party == supplier


def test_without_a_number_the_account_names_itself(scope, branch, new_party, term):
    account = create_supplier_account(
        scope,
        party_id=new_party("Port Services").pk,
        branch_id=branch.pk,
        terms=SupplierTerms(term("NET14").pk, "EUR"),
    )

    assert account.number == str(70_000 + account.party_account_id)


def test_a_party_is_a_supplier_once(scope, branch, supplier, supplier_account, term):
    with pytest.raises(SupplierExists, match="Finca Verde is a supplier already"):
        create_supplier_account(
            scope,
            party_id=supplier.pk,
            branch_id=branch.pk,
            terms=SupplierTerms(term("NET14").pk, "EUR"),
        )

    assert SupplierAccount.objects.count() == 1


def test_an_output_tax_code_is_no_default_for_purchases(scope, supplier_account, term, tax_code):
    terms = SupplierTerms(term("NET14").pk, "EUR", default_tax_code_id=tax_code("STANDARD").pk)

    with pytest.raises(NotOfThisCompany):
        update_supplier_account(scope, supplier_account_id=supplier_account.pk, terms=terms)


def test_a_change_is_on_record_with_both_values(scope, supplier_account, term):
    terms = SupplierTerms(
        term("NET14").pk,
        "EUR",
        supplier_account.default_tax_code_id,
        supplier_account.default_expense_account_id,
        our_customer_number="C-18",
    )

    update_supplier_account(scope, supplier_account_id=supplier_account.pk, terms=terms)

    detail = AuditEvent.objects.get(action="supplier_account.changed").detail
    assert detail["our_customer_number"] == ["C-17", "C-18"]
    assert set(detail) == {"our_customer_number", "payment_term_id"}


def test_a_stranger_may_not_make_suppliers(stranger_scope, company, branch, supplier, term):
    with pytest.raises(AccessDenied):
        create_supplier_account(
            stranger_scope,
            party_id=supplier.pk,
            branch_id=branch.pk,
            terms=SupplierTerms(term("NET14").pk, "EUR"),
        )

    assert not SupplierAccount.objects.exists()
    assert not PartyAccount.objects.filter(control_account__in=Account.objects.all()).exists()
