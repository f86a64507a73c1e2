"""Addresses of submissions."""

from django.urls import path

from portals.staff.submissions import views

urlpatterns = [
    path("", views.submission_list, name="submission_list"),
    path("<uuid:public_id>/", views.submission, name="submission"),
]
