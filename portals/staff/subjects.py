"""From the name of a record in the trail ("invoice:42") to its page."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q
from django.urls import reverse

from portals.components.columns import Link
from portals.gate import ScopedRequest
from portals.staff.rows import visible

# Record in the trail: its app, and the name of its page's address.
PAGES = {
    "invoice": ("accounting", "invoice"),
    "payment": ("accounting", "payment"),
    "customeraccount": ("accounting", "customer"),
    "bill": ("accounting", "bill"),
    "billpayment": ("accounting", "bill_payment"),
    "supplieraccount": ("accounting", "supplier"),
    "purchaseorder": ("inventory", "purchase_order"),
    "receipt": ("inventory", "receipt"),
    "manualjournal": ("accounting", "journal"),
    "journalentry": ("accounting", "entry"),
    "salesorder": ("crm", "order"),
    "delivery": ("crm", "delivery"),
    "inquiry": ("crm", "inquiry"),
    "product": ("inventory", "product"),
    "submission": ("erp", "submission"),
    "approvalrequest": ("erp", "approval"),
}


def subject_url(request: ScopedRequest, subject: str) -> str:
    """Return the address of a record that the reader may see; empty for any other."""
    found = subject_links(request, [subject]).get(subject)
    return found.url if found else ""


def subject_links(request: ScopedRequest, subjects: Iterable[str]) -> dict[str, Link]:
    """
    Return the name and the page of each record that the reader may see; one statement per kind.

    A record is named by its id, or by the public id it had before it was saved.
    """
    keys: dict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        kind, _colon, key = subject.partition(":")
        if kind in PAGES:
            keys[kind].add(key)
    found: dict[str, Link] = {}
    for kind, wanted in keys.items():
        app, name = PAGES[kind]
        for row in visible(request, apps.get_model(app, kind)).filter(_named(wanted)):
            link = Link(str(row), reverse(f"staff:{name}", args=[_public_id(row)]))
            found |= {f"{kind}:{key}": link for key in (str(row.pk), str(_public_id(row)))}
    return found


def _named(keys: Iterable[str]) -> Q:
    numbers = [key for key in keys if key.isdecimal()]
    return Q(pk__in=numbers) | Q(public_id__in=[key for key in keys if _is_public_id(key)])


def _is_public_id(key: str) -> bool:
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False


def _public_id(row: Model) -> UUID:
    public_id: UUID = getattr(row, "public_id")  # noqa: B009  every record with a page has one
    return public_id
