"""Documents are printed once, kept with their hash, and handed out as they were kept."""

import datetime
import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model
from django.utils import translation

from erp.access.decisions import place_id_of, require
from erp.access.scope import Scope
from erp.audit.operations import subject_key
from erp.documents.models import StoredDocument
from erp.documents.printing import render_pdf
from erp.documents.registry import Sheet, kind

# Full years after the year of the document. Germany keeps vouchers 8, books 10 and letters 6 years
# (AO section 147(3), HGB section 257(4)).
RETENTION_YEARS = {"VOUCHER": 8, "BOOK": 10, "LETTER": 6}
PDF = "application/pdf"


class BytesChanged(Exception):
    """The bytes kept no longer have the hash they were kept with: somebody changed the database."""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """Bytes to keep, and what they are: `kind` of document of the record that `sheet` names."""

    sheet: Sheet
    kind: str
    language: str
    content: bytes
    content_type: str = PDF


def obtain_document(
    scope: Scope, *, code: str, record_id: int, language: str, today: datetime.date
) -> StoredDocument:
    """
    Return the document of a record in a language; the first time it is printed and kept.

    Two at once print twice and keep one. Prints outside of any lock.

    :raises AccessDenied: if the scope may not see the record
    :raises PrintFailed: if it cannot be printed
    """
    registered = kind(code)
    with translation.override(language):
        sheet = registered.compose(record_id, language)
    require(scope, registered.permission, sheet.record)
    found = _kept(sheet, code, language)
    if found is not None:
        return found
    content = render_pdf(sheet.template, sheet.values, language=language)
    return store_document(NewDocument(sheet, code, language, content), today=today)


@transaction.atomic
def store_document(new: NewDocument, *, today: datetime.date) -> StoredDocument:
    """
    Keep bytes under their hash; when the record has such a document already, that one is returned.

    Who may do it is decided by the caller, who made or received the bytes.
    """
    record = new.sheet.record
    row = StoredDocument(
        company_id=_company_id(record),
        branch_id=place_id_of(record, "branch"),
        party_id=place_id_of(record, "party"),
        subject=subject_key(record),
        kind=new.kind,
        language=new.language,
        filename=new.sheet.filename,
        content_type=new.content_type,
        content=new.content,
        size=len(new.content),
        sha256=hashlib.sha256(new.content).hexdigest(),
        retention_class=new.sheet.retention_class,
        retain_until=retained_until(new.sheet.retention_class, today),
    )
    StoredDocument.objects.bulk_create([row], ignore_conflicts=True)
    found = _kept(new.sheet, new.kind, new.language)
    if found is None:
        raise RuntimeError("a document that was kept is not there")
    return found


def bytes_of(document: StoredDocument) -> bytes:
    """
    Return the bytes of a document as they were kept.

    :raises BytesChanged: if they no longer have their hash
    """
    content = bytes(document.content)
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise BytesChanged(f"document {document.pk} is not what was kept")
    return content


def retained_until(retention_class: str, day: datetime.date) -> datetime.date:
    """Return the last day a document of `day` must be kept: whole years after the end of its year."""
    return datetime.date(day.year + RETENTION_YEARS[retention_class], 12, 31)


def _kept(sheet: Sheet, code: str, language: str) -> StoredDocument | None:
    return StoredDocument.objects.filter(
        company_id=_company_id(sheet.record),
        subject=subject_key(sheet.record),
        kind=code,
        language=language,
    ).first()


def _company_id(record: Model) -> int:
    company_id = place_id_of(record, "company")
    if company_id is None:
        raise TypeError(f"{record!r} belongs to no company, so it has no documents")
    return company_id
