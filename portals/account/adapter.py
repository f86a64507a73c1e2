"""How sign-in behaves here: nobody signs up by themselves, and the person's language follows them."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from erp.identity.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the package has no types
    """allauth's hooks, where this house differs."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return no: people are invited, they do not let themselves in."""
        return False

    def post_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse:
        """Answer a sign-in; from now on pages outside the doors speak the person's language too."""
        response: HttpResponse = super().post_login(request, user, **facts)
        return keep_language(response, user.language)


def keep_language[R: HttpResponse](response: R, language: str) -> R:
    """Let the browser remember the language for pages where nobody is known yet."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
