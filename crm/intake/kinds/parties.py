"""Customers and suppliers: a party, its address and contact, and its account with the company."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounting.payables.models import SupplierAccount
from accounting.payables.operations.suppliers import SupplierTerms, create_supplier_account
from accounting.receivables.models import CustomerAccount
from accounting.receivables.operations.customers import CustomerTerms, create_customer_account
from crm.intake import fields
from crm.intake.desk import Counts, Desk, Kind
from crm.intake.fields import Field, text
from crm.intake.records import Record
from erp.administration.facts import AddressFacts, ContactFacts, PartyFacts
from erp.administration.operations.parties import create_party
from erp.administration.operations.party_details import set_contact
from erp.parties.models import Address, Party

SHARED = (
    Field("number", text(20), is_required=True),
    Field("name", text(200), is_required=True),
    Field("legal_name", text(200)),
    Field("email", fields.email),
    Field("phone", text(40)),
    Field("street", text(200)),
    Field("postal_code", text(20)),
    Field("city", text(100)),
    Field("region", text(100)),
    Field("country", fields.country),
    Field("contact_name", text(120)),
    Field("contact_role", text(80)),
    Field("payment_term", text(20)),
    Field("currency", fields.currency),
    Field("tax_code", text(20)),
)
CUSTOMER_FIELDS = (
    *SHARED,
    Field("credit_limit", fields.amount),
    Field("requires_order_number", fields.boolean),
)


def book_customers(desk: Desk, records: Sequence[Record], _lines: Sequence[Record]) -> Counts:
    """Make each row a customer, by its number; a number that is known stays as it is."""
    taken = CustomerAccount.objects.filter(company=desk.company)
    new, known = _new(desk, records, set(taken.values_list("number", flat=True)))
    terms = [
        CustomerTerms(
            payment_term_id=desk.term_id(record),
            currency=record.text("currency") or desk.company.base_currency,
            default_tax_code_id=desk.tax_code_id(record),
            credit_limit=record.number("credit_limit"),
            requires_order_number=record.flag("requires_order_number"),
        )
        for record in new
    ]
    desk.stop_if_wrong()
    for record, agreed in zip(new, terms, strict=True):
        create_customer_account(
            desk.scope,
            party_id=_party(desk, record).pk,
            branch_id=desk.branch.pk,
            terms=agreed,
            number=record.text("number"),
        )
    return Counts(len(new), known)


def book_suppliers(desk: Desk, records: Sequence[Record], _lines: Sequence[Record]) -> Counts:
    """Make each row a supplier, by its number; a number that is known stays as it is."""
    taken = SupplierAccount.objects.filter(company=desk.company)
    new, known = _new(desk, records, set(taken.values_list("number", flat=True)))
    terms = [
        SupplierTerms(
            payment_term_id=desk.term_id(record),
            currency=record.text("currency") or desk.company.base_currency,
            default_tax_code_id=desk.tax_code_id(record),
        )
        for record in new
    ]
    desk.stop_if_wrong()
    for record, agreed in zip(new, terms, strict=True):
        create_supplier_account(
            desk.scope,
            party_id=_party(desk, record).pk,
            branch_id=desk.branch.pk,
            terms=agreed,
            number=record.text("number"),
        )
    return Counts(len(new), known)


CUSTOMERS = Kind("customers", CUSTOMER_FIELDS, book_customers)
SUPPLIERS = Kind("suppliers", SHARED, book_suppliers)


def _new(desk: Desk, records: Sequence[Record], taken: set[str]) -> tuple[list[Record], int]:
    rows = desk.unique(records, "number")
    new = [record for record in rows if record.text("number") not in taken]
    for record in new:
        place = [record.text(name) for name in ("street", "city", "country")]
        if any(place) and not all(place):
            desk.wrong(record, "street", _("An address needs street, city and country."))
    return new, len(rows) - len(new)


def _party(desk: Desk, record: Record) -> Party:
    address = AddressFacts(
        purpose=Address.Purpose.LEGAL,
        street=record.text("street"),
        postal_code=record.text("postal_code"),
        city=record.text("city"),
        region=record.text("region"),
        country=record.text("country"),
        start_date=desk.first_day,
    )
    party = create_party(
        desk.scope,
        company_id=desk.company.pk,
        facts=PartyFacts(
            name=record.text("name"),
            legal_name=record.text("legal_name"),
            language=desk.company.language,
            email=record.text("email"),
            phone=record.text("phone"),
        ),
        addresses=[address] if address.street else [],
        today=desk.today,
    )
    if record.text("contact_name"):
        set_contact(
            desk.scope,
            company_id=desk.company.pk,
            party_id=party.pk,
            facts=ContactFacts(
                name=record.text("contact_name"),
                role=record.text("contact_role"),
                language=desk.company.language,
            ),
        )
    return party
