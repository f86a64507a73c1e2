"""Address of the home page."""

from django.urls import path

from portals.staff.home import views

urlpatterns = [path("", views.home, name="home")]
