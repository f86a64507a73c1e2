"""Addresses of vouchers."""

from django.urls import path

from portals.staff.journals import views

urlpatterns = [
    path("", views.journal_list, name="journal_list"),
    path("new/", views.journal_new, name="journal_new"),
    path("<uuid:public_id>/", views.journal, name="journal"),
    path("<uuid:public_id>/edit/", views.journal_edit, name="journal_edit"),
    path("<uuid:public_id>/post/", views.journal_post, name="journal_post"),
    path("<uuid:public_id>/discard/", views.journal_discard, name="journal_discard"),
    path("<uuid:public_id>/copy/", views.journal_copy, name="journal_copy"),
    path("<uuid:public_id>/reverse/", views.journal_reverse, name="journal_reverse"),
]
