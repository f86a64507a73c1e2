"""The tag by which the sign-in page offers the demo's people."""

from django import template
from django.conf import settings

from portals.demo.personas import PERSONAS, Persona

register = template.Library()


@register.simple_tag
def personas() -> tuple[Persona, ...]:
    """Return the demo's people; nobody outside the demo."""
    return PERSONAS if settings.DEMO else ()
