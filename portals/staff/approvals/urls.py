"""Addresses of approvals."""

from django.urls import path

from portals.staff.approvals import views

urlpatterns = [
    path("", views.approval_list, name="approval_list"),
    path("<uuid:public_id>/", views.approval, name="approval"),
    path("<uuid:public_id>/decide/", views.approval_decide, name="approval_decide"),
]
