"""What must hold of the documents kept."""

import hashlib
from collections.abc import Iterator

from erp.documents.models import StoredDocument


def changed_documents() -> Iterator[str]:
    """Name each document whose bytes no longer have the hash or the size they were kept with."""
    for document in StoredDocument.objects.order_by("pk").iterator(chunk_size=50):
        content = bytes(document.content)
        if (len(content), hashlib.sha256(content).hexdigest()) != (document.size, document.sha256):
            yield f"document {document.pk} ({document.filename}) is not what was kept"
