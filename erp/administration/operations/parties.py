"""Parties are made and changed here; their addresses, numbers and accounts in the modules beside it."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from erp.access.decisions import require
from erp.access.scope import Scope
from erp.administration.checking import check_all
from erp.administration.facts import AddressFacts, PartyFacts, TaxNumberFacts
from erp.administration.operations.addresses import write_address
from erp.administration.operations.tax_numbers import write_tax_number
from erp.audit.operations import record
from erp.errors import Refused
from erp.events import announce
from erp.organization.models import Company
from erp.parties.models import Party
from erp.parties.names import sort_name_of

CHANGE = "erp.change_party"


class NoSuchParty(Refused):
    """The party does not exist, or is known to another group."""

    code = "no_such_party"


class ReferenceTaken(Refused):
    """Another party of the group has that reference."""

    code = "reference_taken"


@transaction.atomic
def create_party(
    scope: Scope,
    *,
    company_id: int,
    facts: PartyFacts,
    addresses: Sequence[AddressFacts] = (),
    tax_number: TaxNumberFacts | None = None,
    today: datetime.date,
) -> Party:
    """
    Take up a person or an organization for all companies of the group of `company_id`.

    :raises AccessDenied: if the scope may not change parties of that company
    :raises Invalid: naming each fact that cannot be
    :raises ReferenceTaken: if the external reference is another's
    """
    company = Company.objects.get(pk=company_id)
    require(scope, CHANGE, company)
    check_all(facts, *addresses)
    _refuse_taken(company.group_id, facts.external_reference)
    party = Party(group_id=company.group_id)
    _write(party, facts)
    for address in addresses:
        write_address(party, address, today)
    if tax_number is not None:
        write_tax_number(party, tax_number, today)
    record(scope, "party.created", party, company=str(company_id))
    return party


@transaction.atomic
def update_party(scope: Scope, *, company_id: int, party_id: int, facts: PartyFacts) -> Party:
    """
    Change what a party is called and how it is reached. Locks the party.

    :raises AccessDenied: if the scope may not change parties of that company
    :raises NoSuchParty: if it is not one of the company's group
    :raises Invalid: naming each fact that cannot be
    :raises ReferenceTaken: if the external reference is another's
    """
    party = locked_party(scope, company_id=company_id, party_id=party_id)
    check_all(facts)
    _refuse_taken(party.group_id, facts.external_reference, but=party.pk)
    changed = sorted(name for name, value in asdict(facts).items() if getattr(party, name) != value)
    _write(party, facts)
    record(scope, "party.changed", party, fields=changed)
    announce("party.changed", scope=scope, party=party, fields=changed)
    return party


@transaction.atomic
def archive_party(scope: Scope, *, company_id: int, party_id: int, is_active: bool) -> Party:
    """
    Take a party out of use, or back into it; what was done with it stays. Locks the party.

    :raises AccessDenied: if the scope may not change parties of that company
    :raises NoSuchParty: if it is not one of the company's group
    """
    party = locked_party(scope, company_id=company_id, party_id=party_id)
    party.is_active = is_active
    party.save(update_fields=["is_active"])
    record(scope, "party.taken_up" if is_active else "party.archived", party)
    return party


def locked_party(scope: Scope, *, company_id: int, party_id: int) -> Party:
    """
    Lock and return a party of the company's group that the scope may change.

    :raises AccessDenied: if the scope may not change parties of that company
    :raises NoSuchParty: if it is not one of the company's group
    """
    company = Company.objects.get(pk=company_id)
    require(scope, CHANGE, company)
    party = Party.objects.select_for_update().filter(group_id=company.group_id, pk=party_id).first()
    if party is None:
        raise NoSuchParty(_("There is no such party."))
    return party


def _write(party: Party, facts: PartyFacts) -> None:
    for name, value in asdict(facts).items():
        setattr(party, name, value)
    party.external_reference = facts.external_reference or None
    party.sort_name = sort_name_of(facts.name)
    party.save()


def _refuse_taken(group_id: int, reference: str | None, but: int | None = None) -> None:
    taken = Party.objects.filter(group_id=group_id, external_reference=reference)
    if reference and any(party.pk != but for party in taken):
        raise ReferenceTaken(_("The reference %(reference)s is taken.") % {"reference": reference})
