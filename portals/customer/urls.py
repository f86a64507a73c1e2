"""Addresses of the customer door."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from portals.components.navigation import Entry, Section, declare
from portals.customer import submitting, views

NAVIGATION = (
    Section(
        "",
        (
            Entry(_("Home"), "customer:home", "home", go_key="h"),
            Entry(
                _("Invoices"), "customer:invoice_list", "file-invoice", "accounting.view_invoice", "i"
            ),
            Entry(_("Statement"), "customer:statement", "file-text", "accounting.view_statement", "s"),
            Entry(_("Orders"), "customer:order_list", "shopping-cart", "crm.view_salesorder", "o"),
            Entry(_("Questions"), "customer:inquiry_list", "message-circle", "crm.view_inquiry", "q"),
            Entry(_("Details"), "customer:details", "building", "erp.view_party", "d"),
        ),
    ),
)

declare("customer", NAVIGATION)

app_name = "customer"
urlpatterns = [
    path("", views.home, name="home"),
    path("pay/", views.pay, name="pay"),
    path("invoices/", views.invoice_list, name="invoice_list"),
    path("invoices/<uuid:public_id>/", views.invoice, name="invoice"),
    path("invoices/<uuid:public_id>/pdf/", views.invoice_pdf, name="invoice_pdf"),
    path("invoices/<uuid:public_id>/ask/", submitting.invoice_ask, name="invoice_ask"),
    path("orders/", views.order_list, name="order_list"),
    path("orders/new/", submitting.order_new, name="order_new"),
    path("orders/<uuid:public_id>/", views.order, name="order"),
    path("questions/", views.inquiry_list, name="inquiry_list"),
    path("questions/<uuid:public_id>/", views.inquiry, name="inquiry"),
    path("questions/<uuid:public_id>/reply/", submitting.inquiry_reply, name="inquiry_reply"),
    path("statement/", views.statement, name="statement"),
    path("details/", views.details, name="details"),
    path("details/contact/", submitting.details_contact, name="details_contact"),
    path("details/legal/", submitting.details_legal, name="details_legal"),
    path("submissions/<uuid:public_id>/", views.submission, name="submission"),
]
