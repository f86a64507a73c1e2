"""Addresses of the account door: one's own pages, and allauth's for signing in."""

from django.urls import include, path

from portals.account import views
from portals.account.navigation import NAVIGATION
from portals.components.navigation import declare

declare("account", NAVIGATION)

urlpatterns = [
    path("profile/", views.profile, name="account_profile"),
    path("tokens/", views.tokens, name="account_tokens"),
    path("tokens/<slug:token_key>/revoke/", views.token_revoke, name="account_token_revoke"),
    path("switch/<slug:door>/", views.switch, name="account_switch"),
    path("", include("allauth.urls")),
]
