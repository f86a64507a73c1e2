"""Addresses are dated: a new one ends the one before it, and what was printed stays printed."""

import datetime
from dataclasses import asdict

from django.db.models import Q
from django.utils.translation import gettext as _

from erp.administration.facts import AddressFacts
from erp.errors import Refused
from erp.parties.models import Address, Party

SINGLE = (Address.Purpose.LEGAL, Address.Purpose.BILLING)  # deliveries may go to several places


class LaterAddress(Refused):
    """An address of that purpose begins later."""

    code = "later_address"


def write_address(
    party: Party, facts: AddressFacts, today: datetime.date, *, replaces: Address | None = None
) -> Address:
    """
    Add an address that was checked to a party that is locked; end what it takes the place of.

    A registered office and a billing address replace the one before; a delivery address only the one
    named. One that begins on the same day is overwritten, since it never held.

    :raises LaterAddress: if an address of the same purpose begins after it
    """
    start = facts.start_date or today
    columns = asdict(facts) | {"start_date": start}
    former = Address.objects.filter(Q(end_date=None) | Q(end_date__gte=start), party=party)
    if facts.purpose in SINGLE:
        former = former.filter(purpose=facts.purpose)
    else:
        former = former.filter(pk__in=[replaces.pk] if replaces else [])
    for address in former:
        if address.start_date > start:
            raise LaterAddress(_("Another address begins on %(day)s.") % {"day": address.start_date})
        if address.start_date == start:
            Address.objects.filter(pk=address.pk).update(**columns, end_date=None)
            return Address.objects.get(pk=address.pk)
        address.end_date = start - datetime.timedelta(days=1)
        address.save(update_fields=["end_date"])
    return Address.objects.create(party=party, **columns)
