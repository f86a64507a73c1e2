"""Addresses that exist in demo mode only."""

from django.urls import path

from portals.demo import views

urlpatterns = [
    path("personas/", views.personas, name="demo_personas"),
    path("personas/<slug:key>/", views.become, name="demo_become"),
]
