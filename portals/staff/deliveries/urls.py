"""Addresses of deliveries."""

from django.urls import path

from portals.staff.deliveries import views

urlpatterns = [
    path("", views.delivery_list, name="delivery_list"),
    path("<uuid:public_id>/", views.delivery, name="delivery"),
    path("<uuid:public_id>/invoice/", views.delivery_invoice, name="delivery_invoice"),
    path("billing-run/", views.billing_run, name="billing_run"),
]
