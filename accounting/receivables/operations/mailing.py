"""Issued documents are sent to who receives the customer's invoices."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from accounting.receivables.issue import Issue
from accounting.receivables.sheets.invoices import KIND
from erp.notifications import outbox
from erp.notifications.outbox import NewMessage

PURPOSE = "issue"
NOON = datetime.time(12)


def queue_invoices(issues: Sequence[Issue], *, history_zones: Mapping[int, str] | None) -> None:
    """
    Put the mails of issued invoices in the outbox, with the PDF.

    With `history_zones`, the time zone of each company, they are history: sent at noon of their day.

    They go to the contacts that receive invoices, each in their language, else to the customer's own
    address; a customer without any gets none. Issued in a run they leave with the next sweep.
    """
    messages = (message for issue in issues for message in _messages(issue, history_zones))
    outbox.queue_all(messages, at_once=True)


def _messages(issue: Issue, history_zones: Mapping[int, str] | None) -> Iterator[NewMessage]:
    facts, invoice = issue.facts, issue.facts.invoice
    sent_at = None
    if history_zones is not None:
        zone = ZoneInfo(history_zones[invoice.company_id])
        sent_at = datetime.datetime.combine(issue.draft.entry_date, NOON, zone)
    to = [(f"contact:{each.id}", each.email, each.language) for each in facts.contacts]
    if not to and facts.buyer_email:
        to = [(f"party:{invoice.party_id}", facts.buyer_email, facts.buyer_language)]
    for recipient, address, language in to:
        yield NewMessage(
            company_id=invoice.company_id,
            branch_id=invoice.branch_id,
            party_id=invoice.party_id,
            recipient=recipient,
            document=f"invoice:{invoice.pk}",
            purpose=PURPOSE,
            address=address,
            template="invoice",
            language=language,
            context={
                "page": "/customer/",
                "type": invoice.type,
                "number": invoice.number,
                "issue_date": str(invoice.issue_date),
                "payable": str(invoice.payable),
                "currency": invoice.currency,
                "terms": invoice.terms_text,
                "order_number": invoice.customer_order_number,
            },
            documents=(KIND,),
            may_resend=True,
            sent_at=sent_at,
        )
