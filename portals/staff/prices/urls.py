"""Addresses of price lists."""

from django.urls import path

from portals.staff.prices import views

urlpatterns = [
    path("", views.price_list_list, name="price_list_list"),
    path("<uuid:public_id>/", views.price_list, name="price_list"),
    path("<uuid:public_id>/new/", views.price_new, name="price_new"),
]
