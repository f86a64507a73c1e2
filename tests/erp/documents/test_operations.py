"""Documents are kept as they were given out."""

import datetime

import pytest

from erp.access.decisions import AccessDenied
from erp.documents import operations, registry
from erp.documents.checks import changed_documents
from erp.documents.models import StoredDocument
from erp.documents.operations import (
    BytesChanged,
    NewDocument,
    bytes_of,
    obtain_document,
    retained_until,
    store_document,
)
from erp.documents.registry import Sheet
from erp.submissions.models import Submission

DAY = datetime.date(2026, 3, 31)


@pytest.fixture
def record(company, branch, customer, customer_user):
    """A record with a company, a branch and a party; which one does not matter."""
    return Submission.objects.create(
        company=company,
        branch=branch,
        party=customer,
        user=customer_user,
        door="customer",
        kind="X",
        key="1",
        payload={},
    )


@pytest.fixture
def printed(monkeypatch, record):
    """Register a kind; gives the list of what was printed."""
    prints = []

    def pdf(template, values, *, language):
        prints.append((template, values, language))
        return f"%PDF {len(prints)}".encode()

    monkeypatch.setattr(operations, "render_pdf", pdf)
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(
        "NOTE",
        compose=lambda pk, language: Sheet(
            Submission.objects.get(pk=pk), "note", {"language": language}, f"note-{pk}.pdf"
        ),
        permission="erp.view_submission",
    )
    return prints


def obtain(scope, record, language="en"):
    return obtain_document(scope, code="NOTE", record_id=record.pk, language=language, today=DAY)


def test_it_is_printed_the_first_time_and_kept_with_its_hash(accountant_scope, record, printed):
    first = obtain(accountant_scope, record)
    again = obtain(accountant_scope, record)

    assert (first.pk, len(printed)) == (again.pk, 1)
    # printf '%PDF 1' | sha256sum
    assert first.sha256 == "24c92237fd6269ee8bc8a5dfa8da671580a3f31d51c98531eef09d0808341023"
    assert bytes_of(again) == b"%PDF 1"
    assert (first.company_id, first.branch_id, first.party_id) == (
        record.company_id,
        record.branch_id,
        record.party_id,
    )
    assert (first.subject, first.filename) == (f"submission:{record.pk}", f"note-{record.pk}.pdf")


def test_each_language_has_its_own(accountant_scope, record, printed):
    english, german = obtain(accountant_scope, record), obtain(accountant_scope, record, "de")

    assert english.pk != german.pk
    assert [language for _, _, language in printed] == ["en", "de"]


def test_the_customer_gets_what_staff_got_and_a_stranger_nothing(
    accountant_scope, customer_scope, stranger_scope, record, printed
):
    kept = obtain(accountant_scope, record)

    assert obtain(customer_scope, record).pk == kept.pk
    with pytest.raises(AccessDenied):
        obtain(stranger_scope, record)
    assert list(StoredDocument.objects.visible_to(stranger_scope)) == []
    assert list(StoredDocument.objects.visible_to(customer_scope)) == [kept]


def test_who_may_not_see_the_record_makes_no_document(stranger_scope, record, printed):
    with pytest.raises(AccessDenied):
        obtain(stranger_scope, record)

    assert (printed, StoredDocument.objects.count()) == ([], 0)


def test_of_two_made_at_once_one_is_kept(record):
    sheet = Sheet(record, "note", {}, "note.pdf")

    first = store_document(NewDocument(sheet, "NOTE", "en", b"%PDF a"), today=DAY)
    second = store_document(NewDocument(sheet, "NOTE", "en", b"%PDF b"), today=DAY)

    assert (second.pk, bytes_of(second)) == (first.pk, b"%PDF a")


def test_bytes_that_somebody_changed_are_not_handed_out(accountant_scope, record, printed):
    document = obtain(accountant_scope, record)
    assert list(changed_documents()) == []

    StoredDocument.objects.filter(pk=document.pk).update(content=b"%PDF 2")

    with pytest.raises(BytesChanged):
        bytes_of(StoredDocument.objects.get(pk=document.pk))
    assert list(changed_documents()) == [
        f"document {document.pk} ({document.filename}) is not what was kept"
    ]


@pytest.mark.parametrize(
    ("retention_class", "until"),
    # Years count from the end of the year: 2026 + 8, + 10, + 6
    [("VOUCHER", "2034-12-31"), ("BOOK", "2036-12-31"), ("LETTER", "2032-12-31")],
)
def test_it_is_kept_for_whole_years_after_its_year(retention_class, until):
    assert retained_until(retention_class, DAY) == datetime.date.fromisoformat(until)
