"""What stands beside an account about its party: how it is reached, people, addresses, tax numbers."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounting.payables.models import SupplierAccount
from accounting.receivables.models import CustomerAccount
from erp.parties.models import Address, Contact, TaxRegistration
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers
from portals.staff.rows import may

CHANGE = "erp.change_party"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the addresses by which the party of one kind of account is changed."""

    edit: str
    contact_new: str
    contact_edit: str
    address_new: str
    tax_number_new: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to talk to; with `url` they can be changed."""

    contact: Contact
    url: str


def party_cards(
    request: ScopedRequest, account: CustomerAccount | SupplierAccount, names: Names
) -> dict[str, object]:
    """Return what is known of the party of an account, and what of it the reader may change."""
    today, party_id = request.today, account.party_id
    contacts = Contact.objects.filter(party=party_id, is_active=True).order_by("name")
    is_open = may(request, CHANGE, account)
    numbers = TaxRegistration.objects.filter(
        Q(end_date=None) | Q(end_date__gte=today), party=party_id, start_date__lte=today
    )
    return {
        "account": account,
        "people": [Person(each, _url(account, each, names) if is_open else "") for each in contacts],
        "addresses": Address.objects.filter(party=party_id).valid_on(today),
        "tax_numbers": numbers.order_by("country", "pk"),
        "edits": offers(request, [Offer(CHANGE, names.edit, _("Edit"))], account),
        "adds": offers(request, [Offer(CHANGE, names.contact_new, _("Add"))], account),
        "moves": offers(request, [Offer(CHANGE, names.address_new, _("New"))], account),
        "registers": offers(request, [Offer(CHANGE, names.tax_number_new, _("New"))], account),
    }


def _url(account: CustomerAccount | SupplierAccount, contact: Contact, names: Names) -> str:
    return reverse(f"staff:{names.contact_edit}", args=[account.public_id, contact.public_id])
