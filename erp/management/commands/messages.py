"""Keeps the catalogs of the four languages: finds every marked text, merges, compiles."""

import ast
import datetime
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

APPS = ("erp", "accounting", "inventory", "crm", "portals")
KEYWORDS: dict[str, tuple[Any, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# Catalogs carry no day of their own: the same texts give the same bytes.
SOME_DAY = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
TEMPLATE_CALL = re.compile(r"(?<=\s)(_|gettext|ngettext|pgettext|npgettext)\(")


class Message(NamedTuple):
    """A text that people read: its context, and its singular, with the plural where there is one."""

    context: str | None
    singular: str
    plural: str | None = None


class Command(BaseCommand):
    """This will bring every catalog up to date with the texts in code and templates, and compile it."""

    def handle(self, *_: Any, **__: Any) -> None:
        """Merge and compile; say how many texts wait for a translator."""
        for app in APPS:
            wanted = found_messages(app)
            for language in translated_languages():
                catalog = merged(catalog_path(app, language), wanted, language)
                waiting = sum(
                    1 for message in catalog if message.id and not is_translated(message.string)
                )
                self.stdout.write(f"{app} {language}: {len(wanted)} texts, {waiting} untranslated")


def translated_languages() -> list[str]:
    """Return the language codes that need a catalog: all but the language of the source."""
    return [code for code, _ in settings.LANGUAGES if code != "en"]


def catalog_path(app: str, language: str) -> Path:
    """Return where the catalog of an app and language lies."""
    return Path(settings.BASE_DIR, app, "locale", to_locale(language), "LC_MESSAGES", "django.po")


def found_messages(app: str) -> set[Message]:
    """Return the texts marked in an app's code; for `portals`, those of all templates too."""
    base = Path(settings.BASE_DIR)
    found = {message for path in sorted((base / app).rglob("*.py")) for message in _in_python(path)}
    if app == "portals":
        for pattern in ("*.html", "*.text", "*.subject"):
            for path in sorted((base / "templates").rglob(pattern)):
                found.update(_in_template(path))
    return found


def is_translated(text: Any) -> bool:
    """Say whether a catalog's translation has words in all its forms."""
    return all(text) if isinstance(text, (tuple, list)) else bool(text)


def merged(path: Path, wanted: set[Message], language: str) -> Catalog:
    """Write the catalog at `path` with just the wanted texts, keeping their translations; return it."""
    former = read_catalog(path, language)
    catalog = Catalog(
        to_locale(language), charset="utf-8", creation_date=SOME_DAY, revision_date=SOME_DAY, fuzzy=False
    )
    for message in sorted(wanted, key=lambda one: (one.singular, one.context or "")):
        known = former.get(message.singular, message.context)
        catalog.add(
            (message.singular, message.plural) if message.plural else message.singular,
            string=known.string if known else "",
            context=message.context,
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as po:
        write_po(po, catalog, width=0, omit_header=True, sort_output=True)
    with path.with_suffix(".mo").open("wb") as mo:
        write_mo(mo, catalog)
    return catalog


def read_catalog(path: Path, language: str) -> Catalog:
    """Return the catalog at `path`, or an empty one."""
    if not path.exists():
        return Catalog(locale=to_locale(language))
    with path.open("rb") as po:
        return read_po(po, locale=to_locale(language))


def _in_python(path: Path) -> Iterator[Message]:
    source = BytesIO(path.read_bytes())
    for _line, texts, _comments, context in extract("python", source, KEYWORDS, (), {}):
        forms = (texts,) if isinstance(texts, str) else tuple(texts)
        yield Message(context, *forms[:2])


def _in_template(path: Path) -> Iterator[Message]:
    text = templatize(path.read_text("utf-8"), origin=str(path))
    for call in TEMPLATE_CALL.finditer(text):
        name, texts = call[1], _arguments(text, call.end())
        if name == "npgettext":
            yield Message(texts[0], texts[1], texts[2])
        elif name == "pgettext":
            yield Message(texts[0], texts[1])
        else:
            yield Message(None, *texts[: 2 if name == "ngettext" else 1])


def _arguments(text: str, start: int) -> list[str]:
    """Return the string arguments of a call whose open parenthesis ends at `start`."""
    end = start
    while True:
        end = text.index(")", end) + 1
        try:
            call = ast.parse(f"f({text[start:end]}", mode="eval").body
        except SyntaxError:
            continue
        if not isinstance(call, ast.Call):
            raise TypeError("a template call that is none")
        return [str(one.value) for one in call.args if isinstance(one, ast.Constant)]
