"""Addresses of payments to suppliers."""

from django.urls import path

from portals.staff.billpayments import views

urlpatterns = [
    path("", views.bill_payment_list, name="bill_payment_list"),
    path("new/", views.bill_pay, name="bill_pay"),
    path("<uuid:public_id>/", views.bill_payment, name="bill_payment"),
    path("of-credit/<uuid:public_id>/", views.bill_allocate, name="bill_allocate"),
    path("<uuid:public_id>/allocate/", views.bill_payment_allocate, name="bill_payment_allocate"),
    path("<uuid:public_id>/reverse/", views.bill_payment_reverse, name="bill_payment_reverse"),
    path("<uuid:public_id>/pdf/", views.bill_payment_pdf, name="bill_payment_pdf"),
]
