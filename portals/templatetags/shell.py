"""The tag that gives a page its frame."""

from django import template
from django.http import HttpRequest
from django.template.context import Context

from portals.components.shell import Shell, shell_of

register = template.Library()


@register.simple_tag(takes_context=True)
def shell(context: Context, door: str = "") -> Shell:
    """Return the frame of this page, as `{% shell as frame %}`."""
    return shell_of(context.get("request") or HttpRequest(), door)
