"""Addresses of the supplier door."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from portals.components.navigation import Entry, Section, declare
from portals.supplier import views

NAVIGATION = (
    Section(
        "",
        (
            Entry(_("Home"), "supplier:home", "home", go_key="h"),
            Entry(_("Bills"), "supplier:bill_list", "file-invoice", "accounting.view_bill", "b"),
            Entry(_("Payments"), "supplier:payment_list", "cash", "accounting.view_billpayment", "p"),
            Entry(_("Orders"), "supplier:order_list", "package", "inventory.view_purchaseorder", "o"),
            Entry(_("Questions"), "supplier:inquiry_list", "message-circle", "crm.view_inquiry", "q"),
            Entry(_("Details"), "supplier:details", "building", "erp.view_party", "d"),
        ),
    ),
)

declare("supplier", NAVIGATION)

app_name = "supplier"
urlpatterns = [
    path("", views.home, name="home"),
    path("bills/", views.bill_list, name="bill_list"),
    path("bills/<uuid:public_id>/", views.bill, name="bill"),
    path("bills/<uuid:public_id>/ask/", views.bill_ask, name="bill_ask"),
    path("payments/", views.payment_list, name="payment_list"),
    path("payments/<uuid:public_id>/", views.payment, name="payment"),
    path("payments/<uuid:public_id>/pdf/", views.payment_pdf, name="payment_pdf"),
    path("orders/", views.order_list, name="order_list"),
    path("orders/<uuid:public_id>/", views.order, name="order"),
    path("questions/", views.inquiry_list, name="inquiry_list"),
    path("questions/<uuid:public_id>/", views.inquiry, name="inquiry"),
    path("questions/<uuid:public_id>/reply/", views.inquiry_reply, name="inquiry_reply"),
    path("details/", views.details, name="details"),
    path("details/contact/", views.details_contact, name="details_contact"),
    path("details/legal/", views.details_legal, name="details_legal"),
    path("submissions/<uuid:public_id>/", views.submission, name="submission"),
]
