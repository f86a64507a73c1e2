"""Addresses of the staff door: one list of subjects."""

from django.urls import include, path

from portals.components.navigation import declare
from portals.staff.navigation import NAVIGATION

declare("staff", NAVIGATION)

app_name = "staff"
urlpatterns = [
    path("", include("portals.staff.home.urls")),
    path("search/", include("portals.staff.search.urls")),
    path("customers/", include("portals.staff.customers.urls")),
    path("orders/", include("portals.staff.orders.urls")),
    path("deliveries/", include("portals.staff.deliveries.urls")),
    path("invoices/", include("portals.staff.invoices.urls")),
    path("payments/", include("portals.staff.payments.urls")),
    path("inquiries/", include("portals.staff.inquiries.urls")),
    path("products/", include("portals.staff.products.urls")),
    path("stock/", include("portals.staff.stock.urls")),
    path("prices/", include("portals.staff.prices.urls")),
    path("purchase-orders/", include("portals.staff.purchases.urls")),
    path("receipts/", include("portals.staff.receipts.urls")),
    path("bills/", include("portals.staff.bills.urls")),
    path("bill-payments/", include("portals.staff.billpayments.urls")),
    path("suppliers/", include("portals.staff.suppliers.urls")),
    path("entries/", include("portals.staff.entries.urls")),
    path("vouchers/", include("portals.staff.journals.urls")),
    path("reports/", include("portals.staff.reports.urls")),
    path("periods/", include("portals.staff.periods.urls")),
    path("opening/", include("portals.staff.opening.urls")),
    path("rates/", include("portals.staff.currencies.urls")),
    path("reminders/", include("portals.staff.reminders.urls")),
    path("audit/", include("portals.staff.audit.urls")),
    path("users/", include("portals.staff.users.urls")),
    path("company/", include("portals.staff.company.urls")),
    path("approvals/", include("portals.staff.approvals.urls")),
    path("submissions/", include("portals.staff.submissions.urls")),
]
