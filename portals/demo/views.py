"""One click to be somebody of the demo company."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from erp.identity.models import User
from portals.account.adapter import keep_language
from portals.demo.personas import PERSONAS, persona_of


@require_GET
def personas(request: HttpRequest) -> HttpResponse:
    """Show everybody one can be."""
    _only_in_the_demo()
    return render(request, "demo/personas.html", {"personas": PERSONAS})


@require_POST
def become(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the demo's people, in a new session, and go to their door."""
    _only_in_the_demo()
    persona = persona_of(key)
    if persona is None:
        raise Http404
    user = get_object_or_404(User, email=persona.email, is_active=True)
    logout(request)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return keep_language(redirect(f"/{persona.door}/"), user.language)


def _only_in_the_demo() -> None:
    """Stand behind the address map: signing in without a password must never hang on one line there."""
    if not settings.DEMO:
        raise Http404
