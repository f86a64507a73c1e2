"""The addresses of a house in demo mode, whatever the settings of the tests say; for tests only."""

from django.urls import include, path

urlpatterns = [path("demo/", include("portals.demo.urls")), path("", include("erp.urls"))]
