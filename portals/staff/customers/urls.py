"""Addresses of customers."""

from django.urls import path

from portals.staff.customers import views

urlpatterns = [
    path("", views.customer_list, name="customer_list"),
    path("choose/", views.customer_choose, name="customer_choose"),
    path("<uuid:public_id>/", views.customer, name="customer"),
    path("<uuid:public_id>/note/", views.customer_note, name="customer_note"),
    path("<uuid:public_id>/terms/", views.customer_terms, name="customer_terms"),
]
