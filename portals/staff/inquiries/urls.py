"""Addresses of inquiries."""

from django.urls import path

from portals.staff.inquiries import views

urlpatterns = [
    path("", views.inquiry_list, name="inquiry_list"),
    path("<uuid:public_id>/", views.inquiry, name="inquiry"),
    path("<uuid:public_id>/answer/", views.inquiry_answer, name="inquiry_answer"),
    path("<uuid:public_id>/close/", views.inquiry_close, name="inquiry_close"),
]
