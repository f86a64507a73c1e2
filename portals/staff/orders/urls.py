"""Addresses of sales orders."""

from django.urls import path

from portals.staff.orders import views

urlpatterns = [
    path("", views.order_list, name="order_list"),
    path("new/", views.order_new, name="order_new"),
    path("<uuid:public_id>/", views.order, name="order"),
    path("<uuid:public_id>/confirm/", views.order_confirm, name="order_confirm"),
    path("<uuid:public_id>/cancel/", views.order_cancel, name="order_cancel"),
    path("<uuid:public_id>/deliver/", views.order_deliver, name="order_deliver"),
]
