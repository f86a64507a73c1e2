"""The address map: one prefix per door."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portals.public.urls")),
    path("account/", include("portals.account.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("portals.demo.urls")))
