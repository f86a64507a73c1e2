"""Addresses of fiscal years and their periods; their names may hold a slash ("2026/13")."""

from django.urls import path

from portals.staff.periods import views, years

urlpatterns = [
    path("", views.period_list, name="period_list"),
    path("years/open/", years.year_open, name="year_open"),
    path("years/<str:name>/", years.year, name="year"),
    path("years/<str:name>/close/", years.year_close, name="year_close"),
    path("<path:name>/close/", views.period_close, name="period_close"),
    path("<path:name>/reopen/", views.period_reopen, name="period_reopen"),
    path("<path:name>/locks/", views.period_lock, name="period_lock"),
    path("<path:name>/exception/", views.period_exception, name="period_exception"),
]
