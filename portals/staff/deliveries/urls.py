"""Addresses of deliveries."""

from django.urls import path

from portals.staff.deliveries import views

urlpatterns = [
    path("", views.delivery_list, name="delivery_list"),
    path("<uuid:public_id>/", views.delivery, name="delivery"),
]
