"""Addresses of reports."""

from django.urls import path

from portals.staff.reports import views

urlpatterns = [
    path("", views.report_list, name="report_list"),
    path("trial-balance/", views.trial_balance, name="trial_balance"),
    path("profit-and-loss/", views.profit_and_loss, name="profit_and_loss"),
    path("balance-sheet/", views.balance_sheet, name="balance_sheet"),
    path("receivables/", views.receivables_ageing, name="aged_receivables"),
    path("payables/", views.payables_ageing, name="aged_payables"),
    path("ledger/", views.account_list, name="account_list"),
    path("ledger/<str:code>/", views.ledger, name="general_ledger"),
]
