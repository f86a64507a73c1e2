"""What a printed document says."""

import io

from pypdf import PdfReader


def words_of(pdf):
    """Return the text of all pages, blanks squeezed."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
