"""Addresses of suppliers."""

from django.urls import path

from portals.staff.suppliers import edits, views

urlpatterns = [
    path("", views.supplier_list, name="supplier_list"),
    path("new/", edits.supplier_new, name="supplier_new"),
    path("choose/", views.supplier_choose, name="supplier_choose"),
    path("<uuid:public_id>/", views.supplier, name="supplier"),
    path("<uuid:public_id>/terms/", edits.supplier_terms, name="supplier_terms"),
    path("<uuid:public_id>/edit/", edits.supplier_edit, name="supplier_edit"),
    path("<uuid:public_id>/people/new/", edits.supplier_contact_new, name="supplier_contact_new"),
    path(
        "<uuid:public_id>/people/<uuid:contact_id>/",
        edits.supplier_contact_edit,
        name="supplier_contact_edit",
    ),
    path("<uuid:public_id>/addresses/new/", edits.supplier_address_new, name="supplier_address_new"),
    path(
        "<uuid:public_id>/tax-numbers/new/",
        edits.supplier_tax_number_new,
        name="supplier_tax_number_new",
    ),
    path("<uuid:public_id>/bank/new/", edits.supplier_bank_new, name="supplier_bank_new"),
    path("<uuid:public_id>/bank/<uuid:bank_id>/", edits.supplier_bank_check, name="supplier_bank_check"),
]
