"""Addresses of purchase orders."""

from django.urls import path

from portals.staff.purchases import views

urlpatterns = [
    path("", views.purchase_order_list, name="purchase_order_list"),
    path("new/", views.purchase_order_new, name="purchase_order_new"),
    path("<uuid:public_id>/", views.purchase_order, name="purchase_order"),
    path("<uuid:public_id>/cancel/", views.purchase_order_cancel, name="purchase_order_cancel"),
    path("<uuid:public_id>/receive/", views.purchase_order_receive, name="purchase_order_receive"),
]
