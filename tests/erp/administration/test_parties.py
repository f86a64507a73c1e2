"""Parties and their details, as staff keep them."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from erp.access.decisions import AccessDenied
from erp.administration.facts import (
    AddressFacts,
    BankAccountFacts,
    ContactFacts,
    PartyFacts,
    TaxNumberFacts,
)
from erp.administration.operations.addresses import LaterAddress
from erp.administration.operations.parties import (
    NoSuchParty,
    ReferenceTaken,
    archive_party,
    create_party,
    update_party,
)
from erp.administration.operations.party_details import (
    NotYourOwn,
    set_address,
    set_bank_account,
    set_contact,
    set_tax_number,
    verify_bank_account,
)
from erp.administration.operations.tax_numbers import LaterTaxNumber
from erp.audit.models import AuditEvent
from erp.errors import Invalid
from erp.organization.models import Group
from erp.parties.models import Address, Contact, Party, PartyBankAccount, TaxRegistration

DAY = datetime.date(2026, 3, 31)
MAY = datetime.date(2026, 5, 1)
IBAN = "DE89370400440532013000"
OFFICE = AddressFacts(purpose="LEGAL", street="Am Kai 2", city="Bremen", country="DE", postal_code="1")


def test_a_party_is_taken_up_whole(sales_scope, company):
    party = create_party(
        sales_scope,
        company_id=company.pk,
        facts=PartyFacts(name="Ålesund Kaffe", legal_name="Ålesund Kaffe AS", email="a@b.test"),
        addresses=[OFFICE],
        tax_number=TaxNumberFacts("DE", "DE 123456788"),
        today=DAY,
    )

    row = Party.objects.get(pk=party.pk)
    assert (row.group, row.sort_name, row.external_reference) == (company.group, "alesund kaffe", None)
    assert row.addresses.get().start_date == DAY
    assert row.tax_registrations.get().number == "DE123456788"
    event = AuditEvent.objects.get(action="party.created")
    assert (event.party, event.actor) == (party, sales_scope.actor)


@pytest.mark.parametrize(
    "rest",
    [
        {"facts": PartyFacts(name=" ", email="x")},
        {"addresses": [AddressFacts(purpose="LEGAL", street="", city="x", country="DE")]},
        {"tax_number": TaxNumberFacts("DE", "DE123456789")},
    ],
)
def test_a_wrong_fact_writes_nothing(sales_scope, company, rest):
    asked = {"facts": PartyFacts(name="Blue")} | rest

    with pytest.raises(Invalid):
        create_party(sales_scope, company_id=company.pk, today=DAY, **asked)

    assert not Party.objects.exists()


def test_a_reference_names_one_party(sales_scope, company):
    facts = PartyFacts(name="Blue", external_reference="C-1")
    blue = create_party(sales_scope, company_id=company.pk, facts=facts, today=DAY)

    with pytest.raises(ReferenceTaken):
        create_party(sales_scope, company_id=company.pk, facts=facts, today=DAY)
    update_party(sales_scope, company_id=company.pk, party_id=blue.pk, facts=facts)


def test_a_change_says_which_fields(sales_scope, company, customer):
    facts = PartyFacts(name="Blue Moon", email=customer.email, phone="1")

    update_party(sales_scope, company_id=company.pk, party_id=customer.pk, facts=facts)

    assert Party.objects.get(pk=customer.pk).sort_name == "blue moon"
    assert AuditEvent.objects.get(action="party.changed").detail == {"fields": ["name", "phone"]}


def test_a_party_of_another_group_is_not_there(sales_scope, company, new_party):
    foreign = new_party("Foreign", group=Group.objects.create(name="Others"))

    with pytest.raises(NoSuchParty):
        update_party(
            sales_scope, company_id=company.pk, party_id=foreign.pk, facts=PartyFacts(name="Mine")
        )

    assert Party.objects.get(pk=foreign.pk).name == "Foreign"


@pytest.mark.parametrize("who", ["stranger_scope", "customer_scope"])
def test_who_may_not_change_parties_changes_nothing(request, who, company, customer):
    scope = request.getfixturevalue(who)
    place = {"company_id": company.pk, "party_id": customer.pk}
    before = AuditEvent.objects.count()
    acts = [
        lambda: create_party(scope, company_id=company.pk, facts=PartyFacts(name="New"), today=DAY),
        lambda: update_party(scope, **place, facts=PartyFacts(name="New")),
        lambda: archive_party(scope, **place, is_active=False),
        lambda: set_address(scope, **place, facts=OFFICE, today=DAY),
        lambda: set_contact(scope, **place, facts=ContactFacts(name="New")),
        lambda: set_tax_number(scope, **place, facts=TaxNumberFacts("DE", "DE123456788"), today=DAY),
        lambda: set_bank_account(scope, **place, facts=BankAccountFacts("New", IBAN), today=DAY),
    ]

    for act in acts:
        with pytest.raises(AccessDenied):
            act()

    assert Party.objects.get() == customer
    assert (customer.addresses.count(), customer.contacts.count()) == (1, 0)
    assert AuditEvent.objects.count() == before


def test_a_new_office_ends_the_one_before_it_the_day_before(sales_scope, company, customer):
    place = {"company_id": company.pk, "party_id": customer.pk}

    set_address(sales_scope, **place, facts=OFFICE, today=MAY)

    offices = Address.objects.filter(party=customer, purpose="LEGAL").order_by("start_date")
    assert [(each.city, each.end_date) for each in offices] == [
        ("Leeds", datetime.date(2026, 4, 30)),
        ("Bremen", None),
    ]
    assert [each.city for each in offices.valid_on(datetime.date(2026, 4, 30))] == ["Leeds"]
    with pytest.raises(LaterAddress):
        set_address(sales_scope, **place, facts=OFFICE, today=DAY)


def test_an_office_typed_again_on_its_first_day_is_overwritten(sales_scope, company, customer):
    place = {"company_id": company.pk, "party_id": customer.pk}
    first = set_address(sales_scope, **place, facts=OFFICE, today=DAY)
    wrong = AddressFacts(purpose="LEGAL", street="Am Kai 3", city="Bremen", country="DE")

    again = set_address(sales_scope, **place, facts=wrong, today=DAY)

    assert (again.pk, again.street, again.end_date) == (first.pk, "Am Kai 3", None)


def test_deliveries_go_to_several_places_until_one_is_replaced(sales_scope, company, customer):
    place = {"company_id": company.pk, "party_id": customer.pk}

    def shop(city):
        return AddressFacts(purpose="SHIPPING", street="1", city=city, country="GB")

    york = set_address(sales_scope, **place, facts=shop("York"), today=DAY)
    set_address(sales_scope, **place, facts=shop("Hull"), today=DAY)
    set_address(sales_scope, **place, facts=shop("Bath"), today=MAY, replaces_id=york.pk)

    shops = Address.objects.filter(party=customer, purpose="SHIPPING").valid_on(MAY)
    assert sorted(each.city for each in shops) == ["Bath", "Hull"]


def test_a_contact_is_added_and_changed(sales_scope, company, customer, other_customer):
    place = {"company_id": company.pk, "party_id": customer.pk}
    added = set_contact(sales_scope, **place, facts=ContactFacts(name="Bea", receives_invoices=True))

    set_contact(sales_scope, **place, facts=ContactFacts(name="Bea Blue"), contact_id=added.pk)

    assert (Contact.objects.get().name, Contact.objects.get().receives_invoices) == ("Bea Blue", False)
    with pytest.raises(Contact.DoesNotExist):
        set_contact(
            sales_scope,
            company_id=company.pk,
            party_id=other_customer.pk,
            facts=ContactFacts(name="Mine"),
            contact_id=added.pk,
        )


def test_a_new_tax_number_ends_the_one_before_it(sales_scope, company, customer):
    place = {"company_id": company.pk, "party_id": customer.pk}
    set_tax_number(sales_scope, **place, facts=TaxNumberFacts("DE", "DE123456788"), today=DAY)

    set_tax_number(sales_scope, **place, facts=TaxNumberFacts("DE", "DE136695976"), today=MAY)

    rows = TaxRegistration.objects.order_by("start_date")
    assert [(row.number, row.end_date) for row in rows] == [
        ("DE123456788", datetime.date(2026, 4, 30)),
        ("DE136695976", None),
    ]
    with pytest.raises(LaterTaxNumber):
        set_tax_number(sales_scope, **place, facts=TaxNumberFacts("DE", "DE136695976"), today=DAY)


def test_a_bank_account_waits_for_a_second_person(
    sales_scope, accountant_scope, company, customer, person, scope_at
):
    place = {"company_id": company.pk, "party_id": customer.pk}
    account = set_bank_account(
        accountant_scope, **place, facts=BankAccountFacts("Blue Ltd", IBAN), today=DAY
    )
    check = {"company_id": company.pk, "bank_account_id": account.pk, "is_right": True}
    assert account.status == "UNVERIFIED"

    with pytest.raises(AccessDenied):
        verify_bank_account(sales_scope, **check, how="called them")
    with pytest.raises(NotYourOwn):
        verify_bank_account(accountant_scope, **check, how="called them")
    second = scope_at(person("accountant", "Second"))
    with pytest.raises(Invalid):
        verify_bank_account(second, **check, how=" ")
    assert PartyBankAccount.objects.get().status == "UNVERIFIED"
    verify_bank_account(second, **check, how="called them")

    assert PartyBankAccount.objects.get().status == "VERIFIED"


def test_the_database_too_wants_a_second_person(accountant_scope, company, customer):
    place = {"company_id": company.pk, "party_id": customer.pk}
    facts = BankAccountFacts("Blue Ltd", IBAN)
    account = set_bank_account(accountant_scope, **place, facts=facts, today=DAY)
    rows = PartyBankAccount.objects.filter(pk=account.pk)

    for columns, name in [
        ({"status": "VERIFIED"}, "checked_by_somebody"),
        ({"verified_by": accountant_scope.actor}, "checked_by_another"),
    ]:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**columns)


def test_a_new_bank_account_ends_the_one_before_it_and_starts_unverified(
    accountant_scope, company, customer
):
    place = {"company_id": company.pk, "party_id": customer.pk}
    facts = BankAccountFacts("Blue Ltd", IBAN)
    set_bank_account(accountant_scope, **place, facts=facts, today=DAY)

    new = BankAccountFacts("Blue Ltd", "GB82 WEST 1234 5698 7654 32")
    set_bank_account(accountant_scope, **place, facts=new, today=MAY)

    rows = PartyBankAccount.objects.order_by("start_date")
    assert [(row.iban, row.status, row.end_date) for row in rows] == [
        (IBAN, "UNVERIFIED", datetime.date(2026, 4, 30)),
        ("GB82WEST12345698765432", "UNVERIFIED", None),
    ]
