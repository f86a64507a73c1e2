"""The tag that gives a page its frame."""

from functools import lru_cache

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portals.components.navigation import Part
from portals.components.shell import Shell, shell_of

register = template.Library()


@register.simple_tag
def drawn(name: str, parts: tuple[Part, ...]) -> SafeString:
    """Draw what depends on where the reader can go alone: `{% drawn "shared/keys.html" parts %}`."""
    return _drawn(name, parts, get_language())


@lru_cache(maxsize=512)  # roles, pages and languages are few, and every page asks
def _drawn(name: str, parts: tuple[Part, ...], _language: str | None) -> SafeString:
    return render_to_string(name, {"parts": parts})


@register.simple_tag(takes_context=True)
def shell(context: Context, door: str = "") -> Shell:
    """Return the frame of this page, as `{% shell as frame %}`."""
    return shell_of(context.get("request") or HttpRequest(), door)
