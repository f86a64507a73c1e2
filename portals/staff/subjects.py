"""From the name of a record in the trail ("invoice:42") to its page."""

from django.apps import apps
from django.urls import reverse

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
    kind, _colon, pk = subject.partition(":")
    if kind not in PAGES or not pk.isdecimal():
        return ""
    app, name = PAGES[kind]
    found = visible(request, apps.get_model(app, kind)).filter(pk=pk)
    public_id = found.values_list("public_id", flat=True).first()
    return reverse(f"staff:{name}", args=[public_id]) if public_id else ""
