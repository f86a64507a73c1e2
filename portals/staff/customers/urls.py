"""Addresses of customers."""

from django.urls import path

from portals.staff.customers import edits, views

urlpatterns = [
    path("", views.customer_list, name="customer_list"),
    path("new/", edits.customer_new, name="customer_new"),
    path("choose/", views.customer_choose, name="customer_choose"),
    path("<uuid:public_id>/", views.customer, name="customer"),
    path("<uuid:public_id>/statement/", views.customer_statement, name="customer_statement"),
    path("<uuid:public_id>/note/", views.customer_note, name="customer_note"),
    path("<uuid:public_id>/terms/", views.customer_terms, name="customer_terms"),
    path("<uuid:public_id>/edit/", edits.customer_edit, name="customer_edit"),
    path("<uuid:public_id>/people/new/", edits.contact_new, name="contact_new"),
    path("<uuid:public_id>/people/<uuid:contact_id>/", edits.contact_edit, name="contact_edit"),
    path("<uuid:public_id>/addresses/new/", edits.address_new, name="address_new"),
    path("<uuid:public_id>/tax-numbers/new/", edits.tax_number_new, name="tax_number_new"),
]
