"""Addresses of suppliers."""

from django.urls import path

from portals.staff.suppliers import views

urlpatterns = [
    path("", views.supplier_list, name="supplier_list"),
    path("<uuid:public_id>/", views.supplier, name="supplier"),
]
