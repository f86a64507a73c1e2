"""Address of the palette's search."""

from django.urls import path

from portals.staff.search import views

urlpatterns = [path("", views.search, name="search")]
