"""What can be done with invoices."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounting.receivables.models import Invoice
from erp.audit.operations import subject_key
from erp.notifications.models import Message
from erp.notifications.operations import STUCK
from portals.components.figures import Action
from portals.gate import ScopedRequest
from portals.staff.offers import Offer, offers

CHANGE, ISSUE = "accounting.add_invoice", "accounting.issue_invoice"
CREDIT = "accounting.credit_invoice"


def letters_of(invoice: Invoice) -> QuerySet[Message]:
    """Return the letters by which an invoice was sent, the newest first."""
    letters = Message.objects.filter(company_id=invoice.company_id, document=subject_key(invoice))
    return letters.order_by("-pk")


def list_actions(request: ScopedRequest) -> tuple[Action, ...]:
    """Return what stands above the list."""
    return offers(
        request,
        (
            Offer("crm.invoice_salesorder", "billing_run", _("Billing run"), "receipt"),
            Offer(CHANGE, "invoice_new", _("New invoice"), "plus"),
        ),
    )


def invoice_actions(request: ScopedRequest, invoice: Invoice) -> tuple[Action, ...]:
    """Return what stands above one invoice, as `invoice_rows` found it."""
    is_draft = invoice.status == Invoice.Status.DRAFT
    return offers(request, _draft() if is_draft else _issued(invoice), invoice)


def _draft() -> list[Offer]:
    question = _("Issue this invoice? An issued invoice can only be corrected, not changed.")
    discard = _("Throw this draft away?")
    return [
        Offer(CHANGE, "invoice_discard", _("Discard"), "trash", posts=True, confirm=discard),
        Offer(CHANGE, "invoice_edit", _("Edit"), "edit"),
        Offer(ISSUE, "invoice_issue", _("Issue"), "send", posts=True, confirm=question),
    ]


def _issued(invoice: Invoice) -> list[Offer]:
    send = Offer("erp.send_message", "invoice_send", _("Send again"), "mail-forward", posts=True)
    stuck = letters_of(invoice).values_list("status", flat=True).first() in STUCK
    found = [Offer("accounting.view_invoice", "invoice_pdf", _("PDF"), "file-download")]
    found += [send] if stuck else []
    if invoice.type == Invoice.Type.CREDIT_NOTE:
        return found + (_credit() if getattr(invoice, "open_amount", None) else [])
    return found + _corrections(invoice) + _settlement(invoice)


def _credit() -> list[Offer]:
    return [Offer("accounting.allocate_payment", "credit_allocate", _("Use the credit"), "link")]


def _corrections(invoice: Invoice) -> list[Offer]:
    if (invoice.origin or "").startswith("opening:"):
        return []  # it was taken over without lines, so nothing could be written anew
    credit = Offer(CREDIT, "invoice_credit", _("Credit"), "receipt-refund")
    again = _("Take this invoice back as a whole and write it anew?")
    correct = Offer(CREDIT, "invoice_correct", _("Correct"), "rotate", posts=True, confirm=again)
    return [credit, correct]


def _settlement(invoice: Invoice) -> list[Offer]:
    if not getattr(invoice, "open_amount", None):
        return []
    customer = f"?customer={invoice.customer_account.public_id}&invoice={invoice.public_id}"
    pay = Offer("accounting.record_payment", "payment_new", _("Record payment"), "cash", customer)
    off = Offer("accounting.write_off_item", "invoice_write_off", _("Write off"), "trending-down")
    return [pay] if invoice.type == Invoice.Type.ADVANCE else [off, pay]
