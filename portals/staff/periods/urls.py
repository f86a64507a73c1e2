"""Addresses of periods."""

from django.urls import path

from portals.staff.periods import views

urlpatterns = [
    path("", views.period_list, name="period_list"),
    path("<path:name>/close/", views.period_close, name="period_close"),
    path("<path:name>/reopen/", views.period_reopen, name="period_reopen"),
    path("<path:name>/locks/", views.period_lock, name="period_lock"),
]
