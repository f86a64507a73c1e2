"""Who gets the invoice, and when it is not mailed at all."""

import datetime
import zoneinfo

import pytest

from accounting.receivables.operations.issuing import issue_invoice, issue_invoices
from erp.notifications.letters import letter_for
from erp.notifications.models import Message
from erp.parties.models import Contact
from tests.accounting.receivables.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(scope, draft):
    return lambda **rest: issue_invoice(scope, invoice_id=draft().pk, issue_date=TODAY, **rest)


def test_the_customer_is_mailed_once_with_the_pdf(issue, customer):
    invoice = issue()

    message = Message.objects.get()
    assert (message.recipient, message.document, message.purpose) == (
        f"party:{customer.party_id}",
        f"invoice:{invoice.pk}",
        "issue",
    )
    assert (message.address, message.documents) == ("office@blue.test", ["INVOICE"])
    assert message.party_id == customer.party_id


def test_contacts_that_receive_invoices_get_them_in_their_language(issue, customer):
    for name, language, wants in (("Ada", "it", True), ("Bob", "de", True), ("Cy", "en", False)):
        Contact.objects.create(
            party=customer.party,
            name=name,
            language=language,
            email=f"{name}@blue.test",
            receives_invoices=wants,
        )

    issue()

    rows = Message.objects.order_by("pk").values_list("address", "language")
    assert list(rows) == [("Ada@blue.test", "it"), ("Bob@blue.test", "de")]


def test_the_letter_says_what_it_brings_and_attaches_it(issue, company):
    invoice = issue()

    letter = letter_for(Message.objects.get(), today=TODAY)

    assert letter.subject == "Invoice INV-2026-00001 · Highland Coffee"
    assert "our invoice INV-2026-00001 of 31 Mar 2026 over €119.00" in letter.body
    assert "Payable by 30 Apr 2026 without deduction." in letter.body
    ((name, content, kind),) = [(a.filename, a.content, a.mimetype) for a in letter.attachments]
    assert (name, kind, content[:5]) == (f"{invoice.number}.pdf", "application/pdf", b"%PDF-")


def test_history_is_on_record_as_sent_on_its_day(issue, company):
    issue(is_history=True)

    message = Message.objects.get()
    noon = datetime.datetime(2026, 3, 31, 12, tzinfo=zoneinfo.ZoneInfo(company.time_zone))
    assert (message.status, message.sent_at) == ("SENT", noon)


def test_a_customer_without_address_gets_none(issue, customer):
    customer.party.email = ""
    customer.party.save()

    issue()

    assert not Message.objects.exists()


def test_a_run_mails_each_of_its_invoices(scope, draft):
    ids = [draft().pk for _ in range(3)]

    issue_invoices(scope, invoice_ids=ids, issue_date=TODAY)

    documents = Message.objects.order_by("pk").values_list("document", flat=True)
    assert list(documents) == [f"invoice:{invoice_id}" for invoice_id in ids]
