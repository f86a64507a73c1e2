"""The address map: one prefix per door."""

from django.urls import URLPattern, URLResolver, path

from portals.public.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz, name="healthz")]
