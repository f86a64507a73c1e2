"""Addresses, contacts, tax numbers and bank accounts of a party, as staff keep them."""

import datetime
from dataclasses import asdict

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from erp.access.decisions import require
from erp.access.scope import Scope
from erp.administration.checking import check_all, checked_iban
from erp.administration.facts import AddressFacts, BankAccountFacts, ContactFacts, TaxNumberFacts
from erp.administration.operations.addresses import write_address
from erp.administration.operations.parties import locked_party
from erp.administration.operations.tax_numbers import write_tax_number
from erp.audit.operations import record
from erp.errors import Invalid, Refused
from erp.identity.models import User
from erp.organization.models import Company
from erp.parties.models import Address, Contact, Party, PartyBankAccount, TaxRegistration

VERIFY = "erp.verify_bank_account"


class NotYourOwn(Refused):
    """Who entered a bank account does not verify it."""

    code = "not_your_own"


@transaction.atomic
def set_address(
    scope: Scope,
    *,
    company_id: int,
    party_id: int,
    facts: AddressFacts,
    today: datetime.date,
    replaces_id: int | None = None,
) -> Address:
    """
    Give a party an address from a day on; the one it replaces ends the day before. Locks the party.

    :raises AccessDenied: if the scope may not change parties of that company
    :raises Invalid: naming each fact that cannot be
    :raises LaterAddress: if an address of the same purpose begins after it
    """
    party = locked_party(scope, company_id=company_id, party_id=party_id)
    check_all(facts)
    replaced = Address.objects.filter(party=party, pk=replaces_id).first() if replaces_id else None
    address = write_address(party, facts, today, replaces=replaced)
    record(scope, "party.address_set", party, address=str(address.pk), purpose=address.purpose)
    return address


@transaction.atomic
def set_contact(
    scope: Scope,
    *,
    company_id: int,
    party_id: int,
    facts: ContactFacts,
    contact_id: int | None = None,
) -> Contact:
    """
    Add a person to talk to, or change the one with `contact_id`. Locks the party.

    :raises AccessDenied: if the scope may not change parties of that company
    :raises Invalid: naming each fact that cannot be
    """
    party = locked_party(scope, company_id=company_id, party_id=party_id)
    check_all(facts)
    contact = Contact.objects.get(party=party, pk=contact_id) if contact_id else Contact(party=party)
    for name, value in asdict(facts).items():
        setattr(contact, name, value)
    contact.save()
    record(scope, "party.contact_set", party, contact=str(contact.pk))
    return contact


@transaction.atomic
def set_tax_number(
    scope: Scope, *, company_id: int, party_id: int, facts: TaxNumberFacts, today: datetime.date
) -> TaxRegistration:
    """
    Give a party a tax number from a day on; the one before it ends. Locks the party.

    :raises AccessDenied: if the scope may not change parties of that company
    :raises Invalid: if it cannot be a number of that country
    """
    party = locked_party(scope, company_id=company_id, party_id=party_id)
    registration = write_tax_number(party, facts, today)
    record(scope, "party.tax_number_set", party, registration=str(registration.pk))
    return registration


@transaction.atomic
def set_bank_account(
    scope: Scope, *, company_id: int, party_id: int, facts: BankAccountFacts, today: datetime.date
) -> PartyBankAccount:
    """
    Give a party a bank account; it is unverified until a second person says how it was checked.

    The one before it ends. Locks the party.

    :raises AccessDenied: if the scope may not change parties of that company
    :raises Invalid: if the IBAN or the BIC cannot be
    """
    party = locked_party(scope, company_id=company_id, party_id=party_id)
    account = write_bank_account(party, facts, added_by=scope.actor, today=today)
    record(scope, "party.bank_account_set", party, account=str(account.pk))
    return account


def write_bank_account(
    party: Party, facts: BankAccountFacts, *, added_by: User, today: datetime.date
) -> PartyBankAccount:
    """
    Add an unverified bank account to a party that is locked; accounts before it end.

    :raises Invalid: if the IBAN or the BIC cannot be, or nobody is named as holder
    """
    if not facts.holder.strip():
        raise Invalid([_("The account holder is missing.")])
    iban, bic = checked_iban(facts.iban, facts.bic)
    open_ones = PartyBankAccount.objects.filter(Q(end_date=None) | Q(end_date__gte=today), party=party)
    for former in open_ones:
        former.end_date = max(former.start_date, today - datetime.timedelta(days=1))
        former.save(update_fields=["end_date"])
    return PartyBankAccount.objects.create(
        party=party, holder=facts.holder, iban=iban, bic=bic, start_date=today, added_by=added_by
    )


@transaction.atomic
def verify_bank_account(
    scope: Scope, *, company_id: int, bank_account_id: int, is_right: bool, how: str
) -> PartyBankAccount:
    """
    Say that a bank account was checked and is right, or block it; `how` it was checked is kept.

    Locks the account.

    :raises AccessDenied: if the scope may not verify bank accounts for that company
    :raises NotYourOwn: if the scope's actor entered it
    :raises Invalid: if it is not said how
    """
    company = Company.objects.get(pk=company_id)
    require(scope, VERIFY, company)
    account = PartyBankAccount.objects.select_for_update().get(
        pk=bank_account_id, party__group_id=company.group_id
    )
    if account.added_by_id == scope.actor.pk:
        raise NotYourOwn(_("You entered this bank account, so somebody else must verify it."))
    if not how.strip():
        raise Invalid([_("Say how the bank account was checked.")])
    statuses = PartyBankAccount.Status
    account.status = statuses.VERIFIED if is_right else statuses.BLOCKED
    account.verified_how, account.verified_by = how.strip(), scope.actor
    account.save(update_fields=["status", "verified_how", "verified_by"])
    record(scope, f"party.bank_account_{account.status.lower()}", account.party, account=str(account.pk))
    return account
