"""Addresses of bills."""

from django.urls import path

from portals.staff.bills import views

urlpatterns = [
    path("", views.bill_list, name="bill_list"),
    path("new/", views.bill_new, name="bill_new"),
    path("<uuid:public_id>/", views.bill, name="bill"),
    path("<uuid:public_id>/approve/", views.bill_approve, name="bill_approve"),
    path("<uuid:public_id>/refuse/", views.bill_refuse, name="bill_refuse"),
    path("<uuid:public_id>/reverse/", views.bill_reverse, name="bill_reverse"),
]
