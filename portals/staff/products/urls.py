"""Addresses of products."""

from django.urls import path

from portals.staff.products import views

urlpatterns = [
    path("", views.product_list, name="product_list"),
    path("new/", views.product_new, name="product_new"),
    path("<uuid:public_id>/", views.product, name="product"),
    path("<uuid:public_id>/edit/", views.product_edit, name="product_edit"),
]
