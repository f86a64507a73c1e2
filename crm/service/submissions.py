"""Questions as customers and suppliers hand them in."""

import datetime
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext as _
from msgspec import Meta

from accounting.payables.models import Bill
from accounting.receivables.models import Invoice
from crm.service.models import Inquiry
from crm.service.operations import Document, Question, open_inquiry, reply_inquiry
from erp.access.scope import Scope
from erp.audit.operations import subject_key
from erp.submissions.models import Submission
from erp.submissions.registry import Outcome, Payload, SubmissionKind, register

type Words = Annotated[str, Meta(min_length=1, max_length=2000)]


class InvoiceQuestion(Payload, frozen=True):
    """A question of a customer about one invoice, by its public id."""

    invoice: UUID
    text: Words


class BillQuestion(Payload, frozen=True):
    """A question of a supplier about one bill, by its public id."""

    bill: UUID
    text: Words


class InquiryReply(Payload, frozen=True):
    """More words in an inquiry of one's own, by its public id."""

    inquiry: UUID
    text: Words


def register_kinds() -> None:
    """Make these kinds known to the door of submissions."""
    ask = "crm.ask_inquiry"
    register(SubmissionKind("invoice_question", InvoiceQuestion, ask, ask_about_invoice))
    register(SubmissionKind("bill_question", BillQuestion, ask, ask_about_bill))
    register(SubmissionKind("inquiry_reply", InquiryReply, ask, reply))


def ask_about_invoice(
    scope: Scope, submission: Submission, payload: InvoiceQuestion, now: datetime.datetime
) -> Outcome:
    """Open an inquiry about an invoice that the submitter sees."""
    invoice = Invoice.objects.visible_to(scope).get(
        public_id=payload.invoice, party_id=submission.party_id, company_id=submission.company_id
    )
    return _asked(scope, submission, invoice, payload.text, now)


def ask_about_bill(
    scope: Scope, submission: Submission, payload: BillQuestion, now: datetime.datetime
) -> Outcome:
    """Open an inquiry about a bill that the submitter sees."""
    bill = Bill.objects.visible_to(scope).get(
        public_id=payload.bill, party_id=submission.party_id, company_id=submission.company_id
    )
    return _asked(scope, submission, bill, payload.text, now)


def reply(
    scope: Scope, submission: Submission, payload: InquiryReply, now: datetime.datetime
) -> Outcome:
    """Add words to an inquiry that the submitter sees."""
    found = Inquiry.objects.visible_to(scope).get(
        public_id=payload.inquiry, party_id=submission.party_id, company_id=submission.company_id
    )
    inquiry = reply_inquiry(scope, inquiry_id=found.pk, text=payload.text, now=now)
    return Outcome(_("Your message was received."), subject_key(inquiry))


def _asked(
    scope: Scope, submission: Submission, about: Document, text: str, now: datetime.datetime
) -> Outcome:
    question = Question(about=about, text=text, key=submission.key)
    inquiry = open_inquiry(scope, question=question, now=now)
    return Outcome(_("Your question was received. We answer here."), subject_key(inquiry))
