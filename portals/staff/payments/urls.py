"""Addresses of payments."""

from django.urls import path

from portals.staff.payments import views

urlpatterns = [
    path("", views.payment_list, name="payment_list"),
    path("<uuid:public_id>/", views.payment, name="payment"),
]
