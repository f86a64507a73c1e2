"""Templates that a strict content policy can serve and a translator can translate."""

import re
from pathlib import Path

from tests.house.source import templates, text

INLINE_STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script\b(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE)
HANDLER = re.compile(r"\s(on[a-z]+|hx-on[:\w-]*)\s*=|javascript:", re.IGNORECASE)

TRANSLATED = re.compile(r"\{%\s*blocktrans(late)?\b.*?\{%\s*endblocktrans(late)?\s*%\}", re.DOTALL)
COMMENT = re.compile(r"\{%\s*comment\b.*?\{%\s*endcomment\s*%\}|\{#.*?#\}|<!--.*?-->", re.DOTALL)
UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<![^>]*>", re.DOTALL | re.IGNORECASE)
SPOKEN_ATTRIBUTE = re.compile(r"\s(title|placeholder|aria-label|alt|data-bs-title)=\"([^\"]*)\"")
TAG = re.compile(r"<[^>]*>")
ENTITY = re.compile(r"&#?\w+;")
DJANGO = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = {"Counterpart", "IBAN", "BIC", "PDF", "XLSX", "CSV", "API", "Ctrl", "OK", "SKU", "ID"}


def markup(path: Path) -> bool:
    return path.suffix in (".html", ".svg", ".xml")


def found_in(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{text(path)[: match.start()].count(chr(10)) + 1}"
        for path in templates()
        if markup(path)
        for match in pattern.finditer(COMMENT.sub("", text(path)))
    ]


def untranslated(source: str) -> set[str]:
    """Return the words a person would see that no translator does."""
    for hidden in (COMMENT, TRANSLATED, UNSEEN, DJANGO):
        source = hidden.sub(" ", source)
    spoken = " ".join(match.group(2) for match in SPOKEN_ATTRIBUTE.finditer(source))
    seen = ENTITY.sub(" ", TAG.sub(" ", source) + " " + spoken)
    return set(WORD.findall(seen)) - NAMES


def test_no_style_inside_a_template() -> None:
    assert found_in(INLINE_STYLE) == []


def test_no_script_inside_a_template() -> None:
    assert found_in(INLINE_SCRIPT) == []


def test_no_event_handler_inside_a_template() -> None:
    assert found_in(HANDLER) == []


def test_every_word_a_person_sees_can_be_translated() -> None:
    found = {str(path): words for path in templates() if (words := untranslated(text(path)))}

    assert found == {}


def test_the_search_for_words_finds_them() -> None:
    source = (
        '<a title="Open">{% translate "Pay" %} Due {{ day }}</a>'
        "{% blocktranslate %}Since {{ day }}{% endblocktranslate %}"
    )

    assert untranslated(source) == {"Open", "Due"}
