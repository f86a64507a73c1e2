"""Addresses of users and their rights."""

from django.urls import path

from portals.staff.users import views

urlpatterns = [
    path("", views.user_list, name="user_list"),
    path("new/", views.user_new, name="user_new"),
    path("<uuid:public_id>/", views.user, name="user"),
    path("<uuid:public_id>/switch/", views.user_switch, name="user_switch"),
    path("<uuid:public_id>/rights/new/", views.grant_new, name="grant_new"),
    path("<uuid:public_id>/rights/<uuid:grant_id>/end/", views.grant_end, name="grant_end"),
]
