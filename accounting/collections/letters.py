"""What a reminder says and to whom, from its rows."""

from collections.abc import Iterable

from django.db.models import Prefetch

from accounting.collections.models import Reminder
from accounting.receivables.sheets.invoices import KIND as INVOICE_DOCUMENT
from erp.audit.operations import subject_key
from erp.notifications.outbox import NewMessage
from erp.parties.models import Contact

TEMPLATE = "reminder"
PURPOSE = "reminder"


def purpose_of(reminder: Reminder) -> str:
    """Return what makes the message of a reminder unique for its invoice."""
    return f"{PURPOSE}:{reminder.level_id}:{reminder.due_date}"


def letters_of(reminder_ids: Iterable[int]) -> list[tuple[Reminder, NewMessage]]:
    """Return reminders with their messages, by two statements."""
    asked = Contact.objects.filter(is_active=True, receives_reminders=True).exclude(email="")
    rows = (
        Reminder.objects.filter(pk__in=list(reminder_ids))
        .select_related("invoice", "level", "party", "company")
        .prefetch_related(Prefetch("party__contacts", asked.order_by("pk"), to_attr="reminded"))
        .order_by("pk")
    )
    return [(reminder, _letter(reminder)) for reminder in rows]


def _letter(reminder: Reminder) -> NewMessage:
    party, invoice = reminder.party, reminder.invoice
    contacts: list[Contact] = getattr(party, "reminded", [])
    contact = contacts[0] if contacts else None
    return NewMessage(
        company_id=reminder.company_id,
        branch_id=reminder.branch_id,
        party_id=reminder.party_id,
        recipient=subject_key(contact or party),
        document=subject_key(invoice),
        purpose=purpose_of(reminder),
        address=contact.email if contact else party.email,
        language=contact.language if contact else party.language,
        template=TEMPLATE,
        documents=(INVOICE_DOCUMENT,),
        context={
            "recipient": contact.name if contact else party.printed_name,
            "number": invoice.number or "",
            "customer_order_number": invoice.customer_order_number,
            "issue_date": str(invoice.issue_date),
            "due_date": str(reminder.due_date),
            "days_late": max((reminder.decided_date - reminder.due_date).days, 0),
            "amount": str(reminder.open_amount),
            "currency": reminder.currency,
            "tone": reminder.level.tone,
            "iban": invoice.seller_iban,
            "path": f"/customer/invoices/{invoice.public_id}/",
        },
    )
