"""Addresses of journal entries."""

from django.urls import path

from portals.staff.entries import views

urlpatterns = [
    path("", views.entry_list, name="entry_list"),
    path("<uuid:public_id>/", views.entry, name="entry"),
]
