"""Addresses of receipts, and of the bills made from them."""

from django.urls import path

from portals.staff.receipts import views

urlpatterns = [
    path("", views.receipt_list, name="receipt_list"),
    path("<uuid:public_id>/", views.receipt, name="receipt"),
    path("<uuid:public_id>/bill/", views.receipt_bill, name="receipt_bill"),
    path("of-order/<uuid:public_id>/bill/", views.purchase_order_bill, name="purchase_order_bill"),
]
