"""Addresses of the company's own settings."""

from django.urls import path

from portals.staff.company import views

urlpatterns = [
    path("", views.company, name="company"),
    path("edit/", views.company_edit, name="company_edit"),
    path("bank-accounts/new/", views.bank_account_new, name="bank_account_new"),
    path("tax-numbers/new/", views.tax_number_new, name="company_tax_number_new"),
    path("branches/new/", views.branch_new, name="branch_new"),
    path("branches/<uuid:public_id>/", views.branch_edit, name="branch_edit"),
]
