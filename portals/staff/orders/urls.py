"""Addresses of sales orders."""

from django.urls import path

from portals.staff.orders import views

urlpatterns = [
    path("", views.order_list, name="order_list"),
    path("<uuid:public_id>/", views.order, name="order"),
]
