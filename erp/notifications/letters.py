"""A message becomes a mail: its words from layouts, its attachments from the documents kept."""

import datetime
from collections.abc import Callable
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from erp.access.operations import system_scope
from erp.documents.layouts import render_layout
from erp.documents.operations import bytes_of, obtain_document
from erp.notifications.models import Message
from erp.organization.models import Company

SUBJECT_MAX = 150


def letter_for(message: Message, *, today: datetime.date) -> EmailMultiAlternatives:
    """
    Return the mail of a message, ready to send; documents are printed now if they never were.

    Layouts get the message's own values, `company`, `language` and `public_url`.

    :raises Exception: if a layout lacks a value or a document cannot be printed: nothing was sent then
    """
    company = message.company
    write = _writer(message, company)
    subject = " ".join(write("subject", escapes=False).split())[:SUBJECT_MAX]
    mail = EmailMultiAlternatives(
        subject=subject,
        body=write("text", escapes=False).strip() + "\n",
        from_email=sender_of(company),
        to=[message.address],
        reply_to=[company.email] if company.email else None,
        headers={"Message-ID": message.internet_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(write("html", escapes=True), "text/html")
    for code in message.documents:
        scope = system_scope(purpose="messages", company_ids=[company.pk])
        record_id = int(message.document.rpartition(":")[2])
        kept = obtain_document(
            scope, code=code, record_id=record_id, language=message.language, today=today
        )
        mail.attach(kept.filename, bytes_of(kept), kept.content_type)
    return mail


def sender_of(company: Company) -> str:
    """Return the sender: the company's name at the address of this installation."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return formataddr((" ".join(company.name.split()), address))


def _writer(message: Message, company: Company) -> Callable[..., str]:
    values = {
        **message.context,
        "company": {
            "name": company.name,
            "legal_name": company.legal_name,
            "address": company.address,
            "email": company.email,
            "phone": company.phone,
            "website": company.website,
            "legal_lines": company.legal_lines,
        },
        "language": message.language,
        "public_url": settings.PUBLIC_URL,
    }

    def write(part: str, *, escapes: bool) -> str:
        name = f"messages/{message.template}.{part}"
        return render_layout(name, values, language=message.language, escapes=escapes)

    return write
