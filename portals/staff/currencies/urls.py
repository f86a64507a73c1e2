"""Addresses of currencies and exchange rates."""

from django.urls import path

from portals.staff.currencies import views

urlpatterns = [
    path("", views.rate_list, name="rate_list"),
    path("new/", views.rate_new, name="rate_new"),
    path("currencies/", views.currency_list, name="currency_list"),
]
