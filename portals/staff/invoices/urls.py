"""Addresses of invoices."""

from django.urls import path

from portals.staff.invoices import views

urlpatterns = [
    path("", views.invoice_list, name="invoice_list"),
    path("<uuid:public_id>/", views.invoice, name="invoice"),
]
