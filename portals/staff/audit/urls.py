"""Address of the trail."""

from django.urls import path

from portals.staff.audit import views

urlpatterns = [path("", views.audit_list, name="audit_list")]
