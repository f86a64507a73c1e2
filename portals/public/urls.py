"""Addresses for everybody."""

from django.urls import path

from portals.public.first_run import first_run
from portals.public.health import healthz
from portals.public.home import home

urlpatterns = [
    path("", home, name="home"),
    path("first-run/", first_run, name="first_run"),
    path("healthz", healthz, name="healthz"),
]
