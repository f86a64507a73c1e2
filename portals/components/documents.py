"""Documents handed out at a door."""

import datetime

from django.http import HttpResponse

from erp.access.scope import Scope
from erp.documents.operations import bytes_of, obtain_document


def document_response(
    scope: Scope, *, code: str, record_id: int, language: str, today: datetime.date
) -> HttpResponse:
    """
    Return a document of a record as a download; the first time it is asked for it is made and kept.

    Needs a writing scope. Browsers never show it inside our pages.

    :raises AccessDenied: if the scope may not have it
    """
    document = obtain_document(scope, code=code, record_id=record_id, language=language, today=today)
    response = HttpResponse(bytes_of(document), content_type=document.content_type)
    response["Content-Disposition"] = f'attachment; filename="{document.filename}"'
    return response
