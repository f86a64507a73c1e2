"""A letter to write, and messages that wait."""

import pytest
from django.conf import settings

from erp.documents import layouts
from erp.notifications import outbox
from erp.notifications.outbox import NewMessage
from erp.notifications.tasks import deliver

LETTER = {
    "subject": "{% load i18n %}{{ company.name }}: {{ number }}",
    "text": "Total {{ total|money:'EUR' }}, due {{ due|day }}. {{ public_url }}/x/",
    "html": "<p>Total <b>{{ total|money:'EUR' }}</b> {{ number }}</p>",
}


@pytest.fixture
def letter(tmp_path, monkeypatch):
    """The layouts of the message "note", in a folder of the test's own."""
    folder = tmp_path / "templates" / "messages"
    folder.mkdir(parents=True)
    for part, source in LETTER.items():
        (folder / f"note.{part}").write_text(source)
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    layouts._engine.cache_clear()
    yield folder
    layouts._engine.cache_clear()


@pytest.fixture
def new_message(company, letter):
    """Describe a message; keywords change what it is."""

    def make(number="INV-1", **rest):
        facts = {
            "company_id": company.pk,
            "recipient": "party:1",
            "document": "invoice:1",
            "purpose": "issue",
            "address": "bella@blue.test",
            "template": "note",
            "context": {"number": number, "total": "119.00", "due": "2026-03-31"},
        }
        return NewMessage(**facts | rest)

    return make


@pytest.fixture
def queued(new_message, monkeypatch):
    """Put a message in the outbox whose notice to the worker was lost with the broker."""

    def make(**rest):
        with monkeypatch.context() as patched:
            patched.setattr(deliver, "delay", lambda **_: None)
            return outbox.queue(new_message(**rest))

    return make
