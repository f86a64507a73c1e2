"""Addresses of opening balances."""

from django.urls import path

from portals.staff.opening import views

urlpatterns = [
    path("", views.opening, name="opening"),
    path("accounts/", views.opening_balances, name="opening_balances"),
    path("invoices/", views.opening_invoice, name="opening_invoice"),
    path("bills/", views.opening_bill, name="opening_bill"),
    path("confirm/", views.opening_confirm, name="opening_confirm"),
]
