"""Questions about documents are opened, answered and closed here."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.payables.models import Bill
from accounting.receivables.models import Invoice
from crm.sales.models import SalesOrder
from crm.service.models import Inquiry, InquiryMessage
from erp.access.decisions import require
from erp.access.scope import Scope
from erp.audit.operations import record, subject_key
from erp.errors import Refused
from erp.events import announce

type Document = Invoice | Bill | SalesOrder


class InquiryClosed(Refused):
    """Nothing more can be said in a closed inquiry."""

    code = "inquiry_closed"


class NothingSaid(Refused):
    """A question or an answer has words."""

    code = "nothing_said"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks about a document; `key` is the caller's own, unique per company and party."""

    about: Document
    text: str
    key: str


@transaction.atomic
def open_inquiry(scope: Scope, *, question: Question, now: datetime.datetime) -> Inquiry:
    """
    Ask about a document of one's own; asking again with the key returns the first.

    :raises AccessDenied: if the scope may not ask about the document
    :raises NothingSaid: if the question is empty
    """
    about = question.about
    require(scope, "crm.ask_inquiry", about)
    text = _said(question.text)
    inquiry, is_new = Inquiry.objects.get_or_create(
        company_id=about.company_id,
        party_id=about.party_id,
        key=question.key,
        defaults={
            "branch_id": about.branch_id,
            "door": scope.door,
            "subject": subject_key(about),
            "label": str(about),
        },
    )
    if is_new:
        _say(scope, inquiry, text, is_from_company=False)
        record(scope, "inquiry.opened", inquiry, about=inquiry.subject)
        announce("inquiry.opened", inquiry=inquiry, now=now)
    return inquiry


@transaction.atomic
def reply_inquiry(scope: Scope, *, inquiry_id: int, text: str, now: datetime.datetime) -> Inquiry:
    """
    Say more, as the party that asked: the inquiry is open again. Locks the inquiry.

    :raises AccessDenied: if the scope may not ask for that party
    :raises InquiryClosed: if it was closed
    """
    inquiry = _locked(inquiry_id)
    require(scope, "crm.ask_inquiry", inquiry)
    return _went_on(scope, inquiry, _said(text), is_from_company=False, now=now)


@transaction.atomic
def answer_inquiry(scope: Scope, *, inquiry_id: int, text: str, now: datetime.datetime) -> Inquiry:
    """
    Answer for the company; who asked is told by a listener of "inquiry.answered". Locks the inquiry.

    :raises AccessDenied: if the scope may not answer there
    :raises InquiryClosed: if it was closed
    """
    inquiry = _locked(inquiry_id)
    require(scope, "crm.answer_inquiry", inquiry)
    return _went_on(scope, inquiry, _said(text), is_from_company=True, now=now)


@transaction.atomic
def close_inquiry(scope: Scope, *, inquiry_id: int) -> Inquiry:
    """
    End an inquiry; closing one that is closed changes nothing. Locks the inquiry.

    :raises AccessDenied: if the scope may not answer there
    """
    inquiry = _locked(inquiry_id)
    require(scope, "crm.answer_inquiry", inquiry)
    if inquiry.status != Inquiry.Status.CLOSED:
        inquiry.status = Inquiry.Status.CLOSED
        inquiry.save(update_fields=["status"])
        record(scope, "inquiry.closed", inquiry)
    return inquiry


def _locked(inquiry_id: int) -> Inquiry:
    return Inquiry.objects.select_for_update().get(pk=inquiry_id)


def _said(text: str) -> str:
    text = text.strip()
    if not text:
        raise NothingSaid(_("Write what you want to say."))
    return text


def _went_on(
    scope: Scope, inquiry: Inquiry, text: str, *, is_from_company: bool, now: datetime.datetime
) -> Inquiry:
    if inquiry.status == Inquiry.Status.CLOSED:
        raise InquiryClosed(_("This inquiry is closed. Open a new one."))
    statuses = Inquiry.Status
    inquiry.status = statuses.ANSWERED if is_from_company else statuses.OPEN
    inquiry.save(update_fields=["status"])
    message = _say(scope, inquiry, text, is_from_company=is_from_company)
    action = "inquiry.answered" if is_from_company else "inquiry.continued"
    record(scope, action, inquiry, message=str(message.pk))
    announce(action, inquiry=inquiry, message=message, now=now)
    return inquiry


def _say(scope: Scope, inquiry: Inquiry, text: str, *, is_from_company: bool) -> InquiryMessage:
    return InquiryMessage.objects.create(
        inquiry=inquiry,
        company_id=inquiry.company_id,
        party_id=inquiry.party_id,
        author=scope.actor,
        author_name=str(scope.actor),
        is_from_company=is_from_company,
        text=text,
    )
