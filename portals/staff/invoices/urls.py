"""Addresses of invoices."""

from django.urls import path

from portals.staff.invoices import views, write_offs

urlpatterns = [
    path("", views.invoice_list, name="invoice_list"),
    path("new/", views.invoice_new, name="invoice_new"),
    path("<uuid:public_id>/", views.invoice, name="invoice"),
    path("<uuid:public_id>/edit/", views.invoice_edit, name="invoice_edit"),
    path("<uuid:public_id>/discard/", views.invoice_discard, name="invoice_discard"),
    path("<uuid:public_id>/issue/", views.invoice_issue, name="invoice_issue"),
    path("<uuid:public_id>/pdf/", views.invoice_pdf, name="invoice_pdf"),
    path("<uuid:public_id>/send/", views.invoice_send, name="invoice_send"),
    path("<uuid:public_id>/credit/", views.invoice_credit, name="invoice_credit"),
    path("<uuid:public_id>/correct/", views.invoice_correct, name="invoice_correct"),
    path("<uuid:public_id>/write-off/", write_offs.invoice_write_off, name="invoice_write_off"),
]
