"""Addresses of reminders."""

from django.urls import path

from portals.staff.reminders import views

urlpatterns = [
    path("", views.reminder_list, name="reminder_list"),
    path("run/", views.reminder_run, name="reminder_run"),
    path("levels/", views.reminder_levels, name="reminder_levels"),
]
