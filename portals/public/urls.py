"""Addresses for everybody."""

from django.urls import path

from portals.public.health import healthz
from portals.public.home import home

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
]
