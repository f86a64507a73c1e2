"""Addresses for everybody."""

from django.urls import path

from portals.public.health import healthz

urlpatterns = [path("healthz", healthz, name="healthz")]
