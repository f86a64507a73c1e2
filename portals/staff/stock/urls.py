"""Addresses of the stock."""

from django.urls import path

from portals.staff.stock import views

urlpatterns = [
    path("", views.stock_list, name="stock_list"),
    path("count/", views.stock_count, name="stock_count"),
    path("transfer/", views.stock_transfer, name="stock_transfer"),
]
