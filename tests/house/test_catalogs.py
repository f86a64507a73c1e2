"""Every text that people read has its words in every language, and keeps its placeholders."""

import re

import pytest
from babel.messages.catalog import Catalog

from erp.management.commands.messages import (
    APPS,
    Message,
    catalog_path,
    found_messages,
    is_translated,
    read_catalog,
    translated_languages,
)

PLACEHOLDER = re.compile(r"%\([a-z_]+\)s")
CASES = [(app, language) for app in APPS for language in translated_languages()]


def test_the_languages_are_the_promised_ones() -> None:
    assert sorted(translated_languages()) == ["de", "it", "zh-hans"]


@pytest.mark.parametrize(("app", "language"), CASES)
def test_no_text_is_untranslated(app: str, language: str) -> None:
    catalog = read_catalog(catalog_path(app, language), language)
    found = found_messages(app)

    untranslated = [
        message.singular
        for message in sorted(found)
        if not (
            (known := catalog.get(message.singular, message.context)) and is_translated(known.string)
        )
    ]

    assert len(found) > 50
    assert untranslated == []


def _translation(catalog: Catalog, message: Message) -> bool:
    known = catalog.get(message.singular, message.context)
    return known is not None and is_translated(known.string)


@pytest.mark.parametrize(("app", "language"), CASES)
def test_translations_keep_their_placeholders(app: str, language: str) -> None:
    wrong = []
    for message in read_catalog(catalog_path(app, language), language):
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = {name for source in sources for name in PLACEHOLDER.findall(source)}
        wrong += [form for form in forms if set(PLACEHOLDER.findall(form)) != wanted]

    assert wrong == []


@pytest.mark.parametrize(("app", "language"), CASES)
def test_what_is_compiled_is_what_is_written(app: str, language: str, tmp_path) -> None:
    path = catalog_path(app, language)

    compiled = path.with_suffix(".mo").read_bytes()

    assert compiled[:4] == b"\xde\x12\x04\x95"
    catalog = read_catalog(path, language)
    texts = [m.string for m in catalog if m.id and isinstance(m.string, str)]
    assert all(text.encode() in compiled for text in texts)
