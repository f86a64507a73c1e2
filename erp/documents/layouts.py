"""
Layouts are files of this repository; nothing that stands in the database is ever run as a template.

What a layout names and was not given is an error, so that no letter leaves with a hole in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache

from django.conf import settings
from django.db.models import Model
from django.db.models.query import QuerySet
from django.template import Context
from django.template.engine import Engine
from django.utils import translation


class MissingValue(Exception):
    """The layout names a value that it was not given."""


class OpenValue(TypeError):
    """A row or a queryset was handed to a layout, which takes plain values only."""


class _Strict(str):
    """What Django asks for when a name is unknown: it refuses instead of writing nothing."""

    __slots__ = ()

    def __mod__(self, name: object) -> str:
        raise MissingValue(str(name))


@cache
def _engine(*, escapes: bool) -> Engine:
    return Engine(
        dirs=[str(settings.BASE_DIR / "templates")],
        builtins=["django.templatetags.i18n", "erp.documents.filters"],
        libraries={"i18n": "django.templatetags.i18n"},
        string_if_invalid=_Strict("%s"),
        autoescape=escapes,
        debug=False,
    )


def render_layout(
    name: str, values: Mapping[str, object], *, language: str, escapes: bool = True
) -> str:
    """
    Return the layout `name` (a path below templates/) filled with `values`, in `language`.

    `escapes` is off for plain text only: subjects and the text part of mails.

    :raises MissingValue: if the layout names a value that is not there
    :raises OpenValue: if a value is a database row or a queryset
    """
    _refuse_open(values)
    with translation.override(language):
        template = _engine(escapes=escapes).get_template(name)
        return template.render(Context(dict(values), autoescape=escapes, use_l10n=False))


def _refuse_open(value: object) -> None:
    if isinstance(value, Model | QuerySet):
        raise OpenValue(f"a layout takes plain values, not {type(value).__name__}")
    if isinstance(value, Mapping):
        for each in value.values():
            _refuse_open(each)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for each in value:
            _refuse_open(each)
    elif is_dataclass(value):
        for field in fields(value):
            _refuse_open(getattr(value, field.name))
