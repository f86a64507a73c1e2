"""Documents handed out at a door."""

import datetime

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from erp.access.scope import Scope
from erp.documents.operations import PDF, bytes_of, obtain_document


def document_response(
    scope: Scope, *, code: str, record_id: int, language: str, today: datetime.date
) -> HttpResponse:
    """
    Return a document of a record as a download; the first time it is asked for it is made and kept.

    Needs `writing` or `handing_out`. Browsers never show it inside our pages.

    :raises AccessDenied: if the scope may not have it
    """
    document = obtain_document(scope, code=code, record_id=record_id, language=language, today=today)
    return download(bytes_of(document), document.filename, document.content_type)


def download(content: bytes, filename: str, content_type: str = PDF) -> HttpResponse:
    """Return bytes as a file to keep, under a name in any script."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename)
    return response
