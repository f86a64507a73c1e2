"""Addresses of payments."""

from django.urls import path

from portals.staff.payments import views

urlpatterns = [
    path("", views.payment_list, name="payment_list"),
    path("new/", views.payment_new, name="payment_new"),
    path("refund/", views.payment_refund, name="payment_refund"),
    path("credit-notes/<uuid:public_id>/", views.credit_allocate, name="credit_allocate"),
    path("<uuid:public_id>/", views.payment, name="payment"),
    path("<uuid:public_id>/allocate/", views.payment_allocate, name="payment_allocate"),
    path("<uuid:public_id>/reverse/", views.payment_reverse, name="payment_reverse"),
]
